"""When all will be judged, honestly: from the pace of complete days and its spread from day to day."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from math import ceil, sqrt
from statistics import fmean, stdev

# How many of ten futures end within the interval, and the normal quantile of its ends.
OF_TEN = 8
Z = 1.281552
# With fewer complete days, or fewer on which anybody worked, a spread says nothing.
FEWEST_DAYS = 5
FEWEST_WORKED = 3
# Nobody plans by what lies farther away.
FARTHEST = 1000


@dataclass(frozen=True, slots=True)
class Pace:
    """Judgments a day over `days` complete days, with the 95 % interval of the mean; None for too few days."""

    days: int
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    spread: float = 0.0


@dataclass(frozen=True, slots=True)
class Forecast:
    """Days from now until all is judged: likely, and the ends of the interval. `latest` None: maybe never."""

    likely: int
    earliest: int
    latest: int | None


class Standing(Enum):
    """Where a project stands towards its goal."""

    AHEAD = "ahead"
    CLOSE = "close"
    BEHIND = "behind"
    UNKNOWN = "unknown"


def pace_of(per_day: Sequence[int]) -> Pace:
    """The pace of complete days, oldest first. Days before the first judgment do not count."""
    begun = list(per_day)
    while begun and not begun[0]:
        begun.pop(0)
    if len(begun) < FEWEST_DAYS or sum(count > 0 for count in begun) < FEWEST_WORKED:
        return Pace(len(begun))
    mean, spread = fmean(begun), stdev(begun)
    reach = 1.96 * spread / sqrt(len(begun))
    return Pace(len(begun), mean, max(0.0, mean - reach), mean + reach, spread)


def forecast(remaining: int, pace: Pace) -> Forecast | None:
    """When `remaining` judgments are done at this pace; None where there is not enough to tell by, or no pace.

    The sum of T days varies by spread * sqrt(T), and the mean itself is only known to spread / sqrt(days).
    """
    if remaining <= 0 or not pace.mean:
        return None
    likely = ceil(remaining / pace.mean)
    if likely > FARTHEST:
        return None
    earliest = next(t for t in range(1, likely + 1) if t == likely or reached(pace, t, Z) >= remaining)
    latest = next((t for t in range(likely, FARTHEST + 1) if reached(pace, t, -Z) >= remaining), None)
    return Forecast(likely, earliest, latest)


def reached(pace: Pace, days: int, z: float) -> float:
    """How many judgments `days` more days bring, at this quantile."""
    assert pace.mean is not None
    return pace.mean * days + z * pace.spread * sqrt(days + days * days / pace.days)


def towards_date(days_left: int, ahead: Forecast | None) -> Standing:
    """Whether all will be judged in time; CLOSE where the date lies within the interval."""
    if ahead is None:
        return Standing.UNKNOWN
    if ahead.earliest > days_left:
        return Standing.BEHIND
    return Standing.AHEAD if ahead.latest is not None and ahead.latest <= days_left else Standing.CLOSE


def towards_rate(per_day: int, pace: Pace) -> Standing:
    """Whether the daily pace keeps up with what was planned; CLOSE where the plan lies within the interval."""
    if pace.mean is None or pace.low is None or pace.high is None:
        return Standing.UNKNOWN
    if pace.high < per_day:
        return Standing.BEHIND
    return Standing.AHEAD if pace.mean >= per_day else Standing.CLOSE
