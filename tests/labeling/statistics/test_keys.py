"""Scoring by a key, and keys themselves: examples by hand and whatever partial orders there may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeling.gold import draws as gold_draws
from labeling.statistics.keys import (
    Score,
    has_cycle,
    pairs_of_tiers,
    score_flags,
    score_pairs,
    tiers_of_pairs,
    total,
    unanimous_pairs,
    wilson,
)

tiers = st.dictionaries(st.integers(0, 8), st.integers(1, 5), max_size=9)


def test_only_sure_pairs_are_scored_and_a_tie_is_not_right() -> None:
    assert score_pairs({0: 0, 1: 1, 2: 1, 3: 2}, [[0, 1], [1, 2], [3, 0]]) == Score(1, 3, 1)


def test_what_was_left_unranked_is_not_right() -> None:
    assert score_pairs({0: 0}, [[0, 1]]) == Score(0, 1, 1)


def test_a_task_without_sure_pairs_is_no_trial() -> None:
    assert score_pairs({0: 0, 1: 1}, []) == Score(0, 0, 0)


def test_flags_are_right_as_the_key_says_and_not_when_unanswered() -> None:
    key = {0: {"violent": True, "toxic": False}, 1: {"violent": False}}
    assert score_flags({0: {"violent": True, "toxic": True}}, key) == Score(1, 3, 1)


def test_an_interval_takes_tasks_for_trials() -> None:
    few, many = Score(30, 40, 5).interval, Score(30, 40, 50).interval
    assert few is not None
    assert many is not None
    assert few[1] - few[0] > many[1] - many[0]
    assert Score().interval is None


# Newcombe 1998, table I: Wilson's interval without continuity correction.
@pytest.mark.parametrize(
    ("right", "of", "low", "high"), [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611)]
)
def test_wilson_as_published(right: int, of: int, low: float, high: float) -> None:
    assert wilson(right / of, of) == pytest.approx((low, high), abs=5e-5)
    assert wilson(1, 29) == pytest.approx((0.8830, 1), abs=5e-5)


@given(tiers)
def test_tiers_and_their_pairs_are_the_same(said: dict[int, int]) -> None:
    pairs = pairs_of_tiers(said)
    assert not has_cycle(pairs)
    again = tiers_of_pairs(pairs)
    assert again is not None
    assert sorted(pairs_of_tiers(again)) == sorted(pairs)


@given(tiers)
def test_whoever_ranks_as_the_key_does_has_all_pairs_right(said: dict[int, int]) -> None:
    pairs = pairs_of_tiers(said)
    assert score_pairs(said, pairs).right == len(pairs)
    assert score_pairs({card: -place for card, place in said.items()}, pairs).right == 0


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(lambda pair: pair[0] != pair[1]), unique=True))
def test_a_circle_is_found_where_no_order_satisfies_all_pairs(pairs: list[tuple[int, int]]) -> None:
    from itertools import permutations

    def fits(order: tuple[int, ...]) -> bool:
        return all(order.index(better) < order.index(worse) for better, worse in pairs)

    assert has_cycle(pairs) == (not any(fits(order) for order in permutations(range(5))))


def test_a_completion_against_itself_goes_round_in_a_circle() -> None:
    assert has_cycle([[1, 1]])


def test_a_partial_order_that_no_tiers_give_has_none() -> None:
    assert tiers_of_pairs([[0, 1], [0, 2], [3, 2]]) is None
    assert tiers_of_pairs([[0, 1], [0, 2]]) == {0: 1, 1: 2, 2: 2}


@given(st.lists(tiers, min_size=1, max_size=4))
def test_unanimous_pairs_are_right_for_everybody(rankings: list[dict[int, int]]) -> None:
    pairs = unanimous_pairs(rankings)
    assert all(score_pairs(places, pairs).right == len(pairs) for places in rankings)
    assert unanimous_pairs([]) == []


def test_scores_add_up() -> None:
    assert total([Score(1, 2, 1), Score(3, 3, 1)]) == Score(4, 5, 2)


@given(st.sets(st.integers(1, 60)), st.integers(0, 30), st.integers(0, 30))
def test_what_is_ahead_is_what_a_labeler_then_gets(golden: set[int], work: int, gold: int) -> None:
    """Walk through the claims as they would come, and count."""
    met, left, ordinal = 0, work, 0
    while True:
        ordinal += 1
        if ordinal in golden and met < gold:
            met += 1
        elif left:
            left -= 1
        else:
            break
    assert gold_draws.gold_ahead(golden.__contains__, last=0, work=work, gold=gold) == met


def test_draws_come_at_their_rate_and_differ_between_labelers() -> None:
    def drawn(labeler: int) -> list[bool]:
        return [gold_draws.is_gold("secret", labeler, ordinal, 0.1) for ordinal in range(5000)]

    assert 400 < sum(drawn(1)) < 600
    assert drawn(1) != drawn(2)
    assert not any(gold_draws.is_gold("secret", 1, ordinal, 0) for ordinal in range(100))
