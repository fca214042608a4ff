"""Shares and their intervals."""

import math
import random

import pytest

from labeling.statistics.shares import BUCKETS, WEIGHT_OF_BYTE, MeanShare, Share, bucket_of, millionths


def filled(prompts: int, chance: float, seed: int = 7) -> Share:
    draw, share = random.Random(seed), Share()
    for number in range(prompts):
        share.add(bucket_of(f"prompt-{number}"), draw.random() < chance, 1)
    return share


def test_weights_are_poisson_with_mean_one():
    assert len(WEIGHT_OF_BYTE) == 256
    for count in range(5):
        assert WEIGHT_OF_BYTE.count(count) / 256 == pytest.approx(math.exp(-1) / math.factorial(count), abs=0.002)


@pytest.mark.parametrize("prompts", [100, 1_000, 20_000])
def test_the_interval_is_as_wide_as_theory_says(prompts: int):
    told = filled(prompts, 0.7).figure()
    half = 1.96 * math.sqrt(told["share"] * (1 - told["share"]) / prompts)
    assert (told["high"] - told["low"]) / 2 == pytest.approx(half, rel=0.2)
    assert told["low"] < 0.7 < told["high"]
    assert (told["prompts"], told["of"]) == (prompts, prompts)


def test_the_same_prompts_in_any_order_give_the_same_figures():
    numbers = list(range(500))
    figures = []
    for _ in range(2):
        share = Share()
        for number in numbers:
            share.add(bucket_of(str(number)), number % 3 == 0, 1)
        figures.append(share.figure())
        random.Random(1).shuffle(numbers)
    assert figures[0] == figures[1]


def test_what_is_said_of_one_prompt_hangs_together():
    apart, together = Share(), Share()
    for number in range(600):
        apart.add(bucket_of(str(number)), number % 2, 1)
        # The same answers, six at a time about one prompt.
        together.add(bucket_of(str(number // 6)), number // 6 % 2, 1)
    width = {name: one.figure()["high"] - one.figure()["low"] for name, one in (("a", apart), ("t", together))}
    assert width["t"] > 1.5 * width["a"]


def test_a_mean_counts_each_prompt_once():
    mean = MeanShare()
    for number in range(20):
        # One prompt with 36 comparisons that all agree, nineteen with one that does not.
        mean.add(bucket_of(str(number)), 36 if number == 0 else 0, 36 if number == 0 else 1)
    assert mean.figure()["share"] == 0.05


def test_few_prompts_are_not_enough():
    share = filled(19, 0.5)
    assert share.figure() == {"share": None, "low": None, "high": None, "prompts": 19, "of": 19}
    assert Share().figure()["share"] is None


@pytest.mark.parametrize(("part", "expected"), [(1, (1.0, 0.97, 1.0)), (0, (0.0, 0.0, 0.03))])
def test_always_and_never_keep_an_interval(part: int, expected: tuple[float, ...]):
    share = Share()
    for number in range(100):
        share.add(bucket_of(str(number)), part, 1)
    assert tuple(share.figure()[name] for name in ("share", "low", "high")) == expected


def test_rounding_and_buckets_are_the_same_everywhere():
    assert [millionths(1, 3), millionths(2, 3), millionths(1, 2_000_000)] == [333_333, 666_667, 1]
    assert len({bucket_of(str(number)) for number in range(20_000)}) == BUCKETS
