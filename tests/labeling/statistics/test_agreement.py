"""Agreement of one prompt. The first figures stand in the shared document; the others were counted by hand."""

import pytest

from labeling.statistics.agreement import Agreed, agreed


def places(*ranks: int) -> dict[int, int]:
    return dict(enumerate(ranks))


def test_the_published_vector():
    found = agreed([(1, places(1, 2, 2, 4)), (2, places(1, 2, 3, 3))])
    # strict .666667, half-credit .833333, decisive 1.0 at coverage .666667
    assert found.strict == (4, 6)
    assert found.half_credit == (10, 12)
    assert found.of_decisive == (4, 4)
    assert found.coverage == (4, 6)


def test_opposite_and_all_tied():
    assert agreed([(1, places(1, 2, 3)), (2, places(3, 2, 1))]) == Agreed(common=3, decisive=3)
    tied = agreed([(1, places(1, 1)), (2, places(1, 1))])
    assert (tied.strict, tied.of_decisive, tied.coverage) == ((1, 1), (0, 0), (0, 1))


def test_three_labelers_are_three_pairs_of_them():
    # a > b twice, a tie once: one pair agrees, two half agree.
    found = agreed([(1, places(1, 2)), (2, places(1, 2)), (3, places(1, 1))])
    assert (found.strict, found.half_credit, found.of_decisive) == ((1, 3), (4, 6), (1, 1))


@pytest.mark.parametrize(
    "said",
    [
        pytest.param([(1, places(1, 2))], id="one labeler"),
        pytest.param([(1, places(1, 2)), (1, places(2, 1))], id="the same labeler twice"),
        pytest.param([(1, {0: 1, 1: 2}), (2, {1: 1, 2: 2})], id="one text in common"),
        pytest.param([], id="nobody"),
    ],
)
def test_nothing_to_compare_is_no_figure(said: list[tuple[int, dict[int, int]]]):
    assert agreed(said) == Agreed()
