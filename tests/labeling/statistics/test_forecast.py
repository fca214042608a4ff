"""When all will be judged: honest about its spread, silent where there is nothing to tell by."""

import random

from labeling.statistics.forecast import Forecast, Standing, forecast, pace_of, towards_date, towards_rate


def test_a_steady_pace_is_a_sure_date():
    pace = pace_of([0, 0, 20, 20, 20, 20, 20])
    assert (pace.days, pace.mean, pace.low, pace.high) == (5, 20, 20, 20)
    assert forecast(95, pace) == Forecast(likely=5, earliest=5, latest=5)


def test_too_few_days_give_no_pace():
    assert pace_of([]).mean is None
    assert pace_of([0] * 28).mean is None
    assert pace_of([30, 30, 30, 30]).mean is None
    assert pace_of([30, 0, 0, 0, 0, 30]).mean is None, "two days of work are no pace"
    assert forecast(10, pace_of([30, 30])) is None


def test_an_unsteady_pace_gives_an_interval_and_maybe_no_end():
    pace = pace_of([100, 0, 5, 90, 0, 40, 10])
    ahead = forecast(700, pace)
    assert ahead is not None
    assert ahead.earliest < ahead.likely < (ahead.latest or 9999)
    rare = pace_of([200, 0, 0, 0, 0, 1, 1, 0, 0, 0])
    ahead = forecast(5000, rare)
    assert ahead is not None
    assert ahead.latest is None
    assert forecast(10**7, pace) is None, "nobody plans by that"


def test_nothing_left_needs_no_forecast():
    assert forecast(0, pace_of([20] * 7)) is None


def test_eight_of_ten_futures_end_within_the_interval():
    chance = random.Random(7)
    hits = 0
    for _ in range(200):
        past = [max(0, round(chance.gauss(50, 20))) for _ in range(14)]
        ahead = forecast(1000, pace_of(past))
        assert ahead is not None
        done = days = 0
        while done < 1000:
            done += max(0, round(chance.gauss(50, 20)))
            days += 1
        hits += ahead.earliest <= days <= (ahead.latest or 10**6)
    assert 150 <= hits <= 190


def test_towards_a_date():
    ahead = Forecast(likely=10, earliest=8, latest=14)
    assert towards_date(14, ahead) == Standing.AHEAD
    assert towards_date(10, ahead) == Standing.CLOSE
    assert towards_date(7, ahead) == Standing.BEHIND
    assert towards_date(7, None) == Standing.UNKNOWN
    assert towards_date(900, Forecast(likely=10, earliest=8, latest=None)) == Standing.CLOSE


def test_towards_a_rate():
    pace = pace_of([20, 30, 10, 20, 20])
    assert towards_rate(20, pace) == Standing.AHEAD
    assert towards_rate(24, pace) == Standing.CLOSE
    assert towards_rate(60, pace) == Standing.BEHIND
    assert towards_rate(1, pace_of([1])) == Standing.UNKNOWN
