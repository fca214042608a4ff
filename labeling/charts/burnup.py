"""How the judgments grew, and where they are going: a line up to now, a band from now on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from labeling.statistics.forecast import Forecast, Pace, Z, reached

WIDTH, HEIGHT = 640.0, 200.0
# A forecast that goes farther is drawn up to here.
FARTHEST_DAYS = 120
# Corners of the band.
STEPS = 24


@dataclass(frozen=True)
class BurnUp:
    line: str
    area: str
    # Polygon of the forecast; empty without one. `likely` is its middle.
    band: str
    likely: str
    now_x: float
    # Where the goal's day lies; None without one, or when it lies beyond the chart.
    goal_x: float | None
    first: date
    today: date
    last: date
    total: int
    width: float = WIDTH
    height: float = HEIGHT


def burn_up(
    days: Sequence[tuple[date, int]], *, judged: int, total: int, pace: Pace, ahead: Forecast | None, goal: date | None
) -> BurnUp:
    """days: judgments of each day, oldest first, today last; judged: all of them, those before the first day too."""
    today = days[-1][0]
    first = next((day for day, count in days if count), today) - timedelta(days=1)
    if judged > sum(count for _, count in days):
        first = days[0][0] - timedelta(days=1)
    span = min(ahead.latest or 2 * ahead.likely, FARTHEST_DAYS) if ahead else 0
    left = (goal - today).days if goal else 0
    future = max(span, left if 0 < left <= FARTHEST_DAYS else 0)
    whole = max((today - first).days + future, 1)
    chart = Axes(whole, max(total, judged, 1))
    start = judged - sum(count for day, count in days if day > first)
    points = [(0.0, float(start))]
    for day, count in days:
        if day > first:
            points.append(((day - first).days, points[-1][1] + count))
    now = float((today - first).days)
    upper, middle, lower = futures(judged, total, pace, span) if ahead else ([], [], [])
    return BurnUp(
        line=chart.path(points),
        area=chart.path([*points, (points[-1][0], 0.0), (0.0, 0.0)]),
        band=chart.path([(now + t, y) for t, y in [*upper, *reversed(lower)]]),
        likely=chart.path([(now + t, y) for t, y in middle]),
        now_x=chart.x(now),
        goal_x=chart.x(now + left) if goal and -now <= left <= future else None,
        first=first,
        today=today,
        last=today + timedelta(days=future),
        total=total,
    )


Points = list[tuple[float, float]]


def futures(judged: int, total: int, pace: Pace, span: int) -> tuple[Points, Points, Points]:
    """(days from now, judgments) along the upper edge of the interval, its middle and its lower edge."""
    steps = [span * step / STEPS for step in range(STEPS + 1)]
    upper = [(t, min(total, judged + max(0.0, reached_after(pace, t, Z)))) for t in steps]
    lower = [(t, min(total, judged + max(0.0, reached_after(pace, t, -Z)))) for t in steps]
    # A total never falls.
    lower = [(t, max(y for _, y in lower[: place + 1])) for place, (t, _) in enumerate(lower)]
    middle = [(t, judged + (pace.mean or 0) * t) for t in steps]
    return upper, [point for point in middle if point[1] <= total], lower


def reached_after(pace: Pace, days: float, z: float) -> float:
    whole = int(days)
    here, there = (reached(pace, count, z) if count else 0.0 for count in (whole, whole + 1))
    return here + (there - here) * (days - whole)


@dataclass(frozen=True)
class Axes:
    days: float
    top: float

    def x(self, day: float) -> float:
        return round(WIDTH * day / self.days, 2)

    def y(self, count: float) -> float:
        return round(HEIGHT - HEIGHT * count / self.top, 2)

    def path(self, points: Sequence[tuple[float, float]]) -> str:
        return " ".join(f"{self.x(day)},{self.y(count)}" for day, count in points)
