"""Bars so small that they fit a line of text."""

from collections.abc import Sequence
from dataclasses import dataclass

PLACE, HEIGHT = 4.0, 20.0


@dataclass(frozen=True)
class Spark:
    # (x, y, height) of each day, oldest first.
    bars: list[tuple[float, float, float]]
    total: int
    width: float
    bar_width: float = PLACE - 1
    height: float = HEIGHT


def spark(counts: Sequence[int]) -> Spark:
    """counts: of days, oldest first."""
    top = max([*counts, 1])
    heights = [max(round(HEIGHT * count / top, 2), 1.5 if count else 0.5) for count in counts]
    bars = [(PLACE * place, round(HEIGHT - height, 2), height) for place, height in enumerate(heights)]
    return Spark(bars, sum(counts), PLACE * len(counts))
