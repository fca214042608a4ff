"""The majority of every pair, as one order where there is one."""

from labeling.statistics.consensus import consensus_of


def test_the_majority_of_each_pair_makes_the_order() -> None:
    found = consensus_of([{0: 0, 1: 1, 2: 2}, {0: 0, 1: 2, 2: 1}, {0: 1, 1: 0, 2: 2}])
    assert found
    assert (found.votes, found.tiers, found.undecided, found.circular) == (3, [[0], [1], [2]], [], [])


def test_one_is_no_majority_and_two_who_differ_leave_their_pair_undecided() -> None:
    assert consensus_of([{0: 0, 1: 1}]) is None
    found = consensus_of([{0: 0, 1: 1}, {0: 1, 1: 0}])
    assert found
    assert (found.tiers, found.undecided, found.circular) == ([[0, 1]], [(0, 1)], [])


def test_ties_are_votes_too() -> None:
    found = consensus_of([{0: 0, 1: 0}, {0: 0, 1: 0}, {0: 0, 1: 1}])
    assert found
    assert (found.tiers, found.undecided) == ([[0, 1]], [])


def test_a_circle_is_named() -> None:
    found = consensus_of([{0: 0, 1: 1, 2: 2}, {1: 0, 2: 1, 0: 2}, {2: 0, 0: 1, 1: 2}])
    assert found
    assert found.tiers == [[0, 1, 2]]
    assert set(found.circular) == {(0, 1), (0, 2), (1, 2)}
