"""Rates with their intervals: published figures, and coverage by simulation."""

import random

import pytest

from labeling.statistics.rates import FEWEST, Rate, mean_of_buckets, ratio, wilson


def test_wilson_as_published():
    # Newcombe 1998 (Statistics in Medicine 17:857), table I, method 3: 81/263 and 15/148.
    assert (wilson(81, 263).low, wilson(81, 263).high) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert (wilson(15, 148).low, wilson(15, 148).high) == pytest.approx((0.0624, 0.1605), abs=5e-5)


def test_none_and_all_stay_within_bounds():
    assert (wilson(0, 40).value, wilson(0, 40).low) == (0, 0)
    assert (wilson(40, 40).value, wilson(40, 40).high) == (1, 1)
    edge = mean_of_buckets({0: (30, 30.0)})
    assert (edge.value, edge.low, edge.high) == (1, 0.9, 1)


def test_too_little_is_no_number():
    for rate in (wilson(3, FEWEST - 1), mean_of_buckets({0: (FEWEST - 1, 9.0)}), mean_of_buckets({})):
        assert rate.as_json() == {"value": None, "n": rate.n, "reason": "not_enough_data"}
    assert not ratio(n=FEWEST - 1, parts=1, wholes=9, squares=(1, 1, 9)).is_known
    assert not ratio(n=FEWEST, parts=0, wholes=0, squares=(0, 0, 0)).is_known


def test_a_rate_survives_json():
    for rate in (wilson(30, 90), Rate(4)):
        assert Rate.of_json(rate.as_json()) == rate


def test_a_ratio_of_equal_units_is_their_mean():
    # Ten of four and thirty of none in four: mean 0.25, standard deviation of the mean by hand.
    parts = [4] * 10 + [0] * 30
    found = ratio(n=40, parts=40, wholes=160, squares=(160, 160, 640))
    assert found.value == 0.25
    error = (sum((part / 4 - 0.25) ** 2 for part in parts) / 39 / 40) ** 0.5
    assert (found.low, found.high) == pytest.approx((0.25 - 1.96 * error, 0.25 + 1.96 * error), abs=1e-4)


def test_the_bootstrap_covers_the_truth_about_as_often_as_it_says():
    chance = random.Random(1)
    covered = 0
    for _ in range(60):
        buckets: dict[int, tuple[int, float]] = {}
        for task in range(300):
            count, total = buckets.get(task % 128, (0, 0.0))
            buckets[task % 128] = (count + 1, total + (chance.random() < 0.726))
        rate = mean_of_buckets(buckets)
        covered += (rate.low or 1) <= 0.726 <= (rate.high or 0)
    assert covered >= 52, "95 % of 60, give or take"
