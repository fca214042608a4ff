"""Counts per day as bars, with a line where a day should be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from labeling.charts.scale import nice_top

WIDTH, HEIGHT = 280.0, 100.0
# Of a bar's place, how much it fills.
FILL = 0.72


@dataclass(frozen=True)
class Bar:
    day: date
    count: int
    x: float
    y: float
    width: float
    height: float
    # Not over yet.
    is_today: bool


@dataclass(frozen=True)
class Bars:
    bars: list[Bar]
    top: int
    # Where the goal of a day lies; None without one.
    goal_y: float | None
    goal: int | None
    width: float = WIDTH
    height: float = HEIGHT

    @property
    def middle(self) -> int:
        return self.top // 2

    @property
    def first(self) -> date:
        return self.bars[0].day

    @property
    def last(self) -> date:
        return self.bars[-1].day


def daily_bars(days: Sequence[tuple[date, int]], *, goal: int | None = None) -> Bars:
    """days: oldest first; the last one is today."""
    top = nice_top(max([count for _, count in days] + [goal or 0]))
    place = WIDTH / len(days)
    bars = [
        Bar(
            day=day,
            count=count,
            x=round(place * (number + (1 - FILL) / 2), 2),
            # A day with little is still a day with something.
            y=round(HEIGHT - height, 2),
            width=round(place * FILL, 2),
            height=round(height, 2),
            is_today=number == len(days) - 1,
        )
        for number, (day, count) in enumerate(days)
        for height in [max(HEIGHT * count / top, 1.5 if count else 0.0)]
    ]
    return Bars(bars, top, round(HEIGHT - HEIGHT * goal / top, 2) if goal else None, goal)
