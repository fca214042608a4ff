"""A rate as a dot on a line from 0 to 100 %, with its interval."""

from dataclasses import dataclass

from labeling.statistics.rates import Rate

WIDTH = 200.0


@dataclass(frozen=True)
class Dot:
    """x of the value and of the interval's ends; None where there is not enough data."""

    rate: Rate
    x: float | None = None
    low: float | None = None
    high: float | None = None
    # Below all of what it is held against.
    is_apart: bool = False
    width: float = WIDTH


def dot(rate: Rate, *, beside: Rate | None = None) -> Dot:
    """beside: the rate that it is held against; its interval lies wholly below that one, or not."""
    if rate.value is None or rate.low is None or rate.high is None:
        return Dot(rate)
    is_apart = beside is not None and beside.low is not None and rate.high < beside.low
    return Dot(rate, at(rate.value), at(rate.low), at(rate.high), is_apart)


def at(share: float) -> float:
    return round(WIDTH * share, 2)
