"""Where the charts put things."""

from datetime import date, timedelta

import pytest

from labeling.charts.bars import HEIGHT, daily_bars
from labeling.charts.burnup import burn_up
from labeling.charts.dots import dot
from labeling.charts.scale import nice_top
from labeling.charts.sparks import spark
from labeling.statistics.forecast import forecast, pace_of
from labeling.statistics.rates import Rate

TODAY = date(2026, 11, 28)


def days(*counts: int) -> list[tuple[date, int]]:
    return [(TODAY - timedelta(days=len(counts) - 1 - place), count) for place, count in enumerate(counts)]


@pytest.mark.parametrize(
    ("highest", "top"), [(0, 4), (3, 4), (7, 10), (17, 20), (21, 25), (40, 50), (99, 100), (1234, 2000)]
)
def test_axes_end_at_round_numbers(highest: int, top: int) -> None:
    assert nice_top(highest) == top


def test_bars_stand_on_the_base_and_today_is_open() -> None:
    chart = daily_bars(days(0, 10, 20, 5), goal=10)
    assert chart.top == 20
    assert [bar.height for bar in chart.bars] == [0, 50, 100, 25]
    assert all(bar.y + bar.height == HEIGHT for bar in chart.bars)
    assert [bar.is_today for bar in chart.bars] == [False, False, False, True]
    assert chart.goal_y == 50


def test_a_day_with_little_is_still_seen() -> None:
    assert daily_bars(days(1000, 1)).bars[1].height > 0
    assert daily_bars(days(0, 0)).bars[0].height == 0


def test_the_total_grows_to_what_is_judged_and_the_band_to_what_is_asked() -> None:
    counts = days(10, 10, 10, 10, 10, 10, 0)
    pace = pace_of([count for _, count in counts[:-1]])
    ahead = forecast(40, pace)
    chart = burn_up(counts, judged=60, total=100, pace=pace, ahead=ahead, goal=TODAY + timedelta(days=5))
    assert chart.line.startswith("0.0,200.0 ")
    assert chart.line.endswith(f"{chart.now_x},80.0"), "60 of 100"
    assert chart.last == TODAY + timedelta(days=5), "the goal lies behind the forecast of four days"
    assert chart.goal_x == 640.0
    assert ",0.0 " in chart.band, "all is judged at its end"


def test_without_a_forecast_there_is_no_band() -> None:
    chart = burn_up(days(3), judged=3, total=10, pace=pace_of([]), ahead=None, goal=None)
    assert (chart.band, chart.likely, chart.goal_x) == ("", "", None)
    assert chart.last == TODAY


def test_what_was_judged_before_the_first_day_is_in_the_total() -> None:
    chart = burn_up(days(5, 5), judged=60, total=100, pace=pace_of([]), ahead=None, goal=None)
    assert chart.line.startswith("0.0,100.0 "), "50 of 100 were there"


def test_nothing_judged_and_nothing_asked() -> None:
    assert burn_up(days(0, 0), judged=0, total=0, pace=pace_of([]), ahead=None, goal=None).line
    assert spark([0, 0]).total == 0


def test_a_dot_stands_apart_when_its_interval_lies_wholly_below() -> None:
    project = Rate(90, 0.8, 0.7, 0.9)
    assert dot(Rate(30, 0.5, 0.4, 0.6), beside=project).is_apart
    assert not dot(Rate(30, 0.6, 0.5, 0.75), beside=project).is_apart
    assert not dot(Rate(30, 0.9, 0.95, 1.0), beside=project).is_apart
    assert dot(Rate(3)).x is None
    assert dot(Rate(30, 0.5, 0.4, 0.6)).x == 100
