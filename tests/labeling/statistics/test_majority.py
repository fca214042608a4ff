"""One labeler beside the majority of the others. Counted by hand."""

from labeling.statistics.majority import Beside, beside, majority_of, signs_of


def signs(*ranks: int):
    return signs_of(dict(enumerate(ranks)))


def test_signs_say_who_is_better_whatever_the_order_of_the_texts():
    assert signs_of({2: 1, 0: 2, 1: 2}) == {(0, 1): 0, (0, 2): -1, (1, 2): -1}


def test_a_majority_needs_more_than_half_of_the_votes_ties_included():
    better, tie, worse = signs(1, 2), signs(1, 1), signs(2, 1)
    assert majority_of([better, better, worse]) == {(0, 1): 1}
    assert majority_of([tie, tie, worse]) == {(0, 1): 0}
    assert majority_of([better, worse]) == {}
    assert majority_of([better, worse, tie]) == {}
    assert majority_of([]) == {}


def test_the_published_vector_beside_one_other():
    # A = [1,2,2,4], B = [1,2,3,3]: strict 4/6, half-credit 5/6, decisive 4/4.
    held = beside(signs(1, 2, 2, 4), [signs(1, 2, 3, 3)])
    assert held == Beside(pairs=6, ties=1, compared=6, strict_equal=4, agreed_twice=10, decisive=4, decisive_equal=4)


def test_pairs_on_which_the_others_have_no_majority_are_not_compared():
    held = beside(signs(1, 2, 3), [signs(1, 2, 3), signs(2, 1, 3)])
    assert held == Beside(pairs=3, compared=2, strict_equal=2, agreed_twice=4, decisive=2, decisive_equal=2)


def test_alone_there_is_nothing_to_compare():
    assert beside(signs(1, 2), []) == Beside(pairs=1)
