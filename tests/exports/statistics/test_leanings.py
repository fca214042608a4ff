"""Counted by hand."""

from exports.statistics.leanings import Leanings, compared


def test_where_the_winner_stood_and_how_long_it_is():
    found = Leanings()
    # On the screen: 2, 0, 1. 0 beats 1 and 2, which tie. Only 1 of the winner's two victims was shown after it;
    # 0 (5 letters) is as long as 1 and shorter than 2.
    found.add(compared(((0,), (1, 2)), (2, 0, 1)), [5, 5, 9])
    assert found == Leanings(ties=1, decisive=2, first_shown_wins=1, unequal=1, longer_wins=0)


def test_rankings_add_up_and_one_card_says_nothing():
    found = Leanings()
    found.add(compared(((0,), (1,), (2,)), (0, 1, 2)), [3, 2, 1])
    found.add(compared(((2,), (1,), (0,)), (0, 1, 2)), [3, 2, 1])
    found.add(compared(((1,),), (0, 1, 2)), [3, 2, 1])
    assert found == Leanings(ties=0, decisive=6, first_shown_wins=3, unequal=6, longer_wins=3)
