"""Speed against reading length: a dot per judgment on logarithmic axes, and the line below which nobody can read."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

WIDTH, HEIGHT = 320.0, 200.0


@dataclass(frozen=True)
class Tick:
    at: float
    seconds: int


@dataclass(frozen=True)
class Scatter:
    # (x, y, whether it lies below the line)
    dots: list[tuple[float, float, bool]]
    # The same as two paths of points: hundreds of elements would cost the page more than everything else on it.
    above: str
    below: str
    # Where one reads exactly as fast as a fast reader: from (x1, y1) to (x2, y2).
    line: tuple[float, float, float, float]
    across: list[Tick]
    up: list[Tick]
    width: float = WIDTH
    height: float = HEIGHT


def points_of(dots: Sequence[tuple[float, float, bool]], *, is_below: bool) -> str:
    return "".join(f"M{x:g} {y:g}h0" for x, y, below in dots if below == is_below)


# Round seconds that people know: up to a quarter of an hour and beyond.
STEPS = (1, 2, 5, 10, 30, 60, 120, 300, 900, 1800, 3600, 7200, 14400)


def scatter(points: Sequence[tuple[float, float]]) -> Scatter | None:
    """points: (seconds to read, seconds taken), all above 0. None without any."""
    if not points:
        return None
    across, up = ends([x for x, _ in points]), ends([y for _, y in points])
    dots = [(at(x, across, WIDTH), round(HEIGHT - at(y, up, HEIGHT), 2), y < x) for x, y in points]
    low, high = max(across[0], up[0]), min(across[-1], up[-1])
    line = (0.0, 0.0, 0.0, 0.0)
    if low < high:
        line = (
            at(low, across, WIDTH), round(HEIGHT - at(low, up, HEIGHT), 2),
            at(high, across, WIDTH), round(HEIGHT - at(high, up, HEIGHT), 2),
        )  # fmt: skip
    return Scatter(
        dots,
        points_of(dots, is_below=False),
        points_of(dots, is_below=True),
        line,
        [Tick(at(step, across, WIDTH), step) for step in across],
        [Tick(round(HEIGHT - at(step, up, HEIGHT), 2), step) for step in up],
    )


def ends(values: Sequence[float]) -> list[int]:
    """The steps of an axis from the last one below all values to the first one above them."""
    low = min(max((place for place, step in enumerate(STEPS) if step <= min(values)), default=0), len(STEPS) - 2)
    high = min((place for place, step in enumerate(STEPS) if step >= max(values)), default=len(STEPS) - 1)
    return list(STEPS[low : max(high, low + 1) + 1])


def at(value: float, axis: Sequence[int], length: float) -> float:
    share = log(max(value, axis[0]) / axis[0]) / log(axis[-1] / axis[0])
    return round(length * min(share, 1.0), 2)
