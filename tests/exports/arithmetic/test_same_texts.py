"""Texts that differ in white space alone never make rows that contradict each other."""

from exports.arithmetic.ballots import Ballot
from exports.arithmetic.selection import Rules, Texts, same_as, select_pairs
from exports.arithmetic.tally import count_votes

TEXTS = Texts(plain=same_as(["x", "y", "x", "z"]), names=["a", "b", "c", "d"])


def kept(*tiers: tuple[int, ...]) -> tuple[list[tuple[int, int]], dict[str, int]]:
    pairs, dropped = select_pairs(count_votes([Ballot(tiers)]), TEXTS, Rules())
    return [(pair.chosen, pair.rejected) for pair in pairs], dict(dropped)


def test_one_above_and_the_other_below_the_same_answer_is_a_cycle() -> None:
    assert kept((0,), (1,), (2,)) == ([], {"cycle": 2, "same_text": 1})


def test_what_stands_outside_of_it_stays() -> None:
    assert kept((0,), (1,), (2,), (3,)) == ([(0, 3), (1, 3), (2, 3)], {"cycle": 2, "same_text": 1})


def test_on_the_same_side_they_stay() -> None:
    assert kept((0,), (2,), (1,)) == ([(0, 1), (2, 1)], {"same_text": 1})
