"""Reading times by hand, and who is called hasty."""

import pytest

from labeling.statistics.reading import is_hasty, reading_seconds
from labeling.statistics.straightness import is_straight


@pytest.mark.parametrize(
    ("texts", "seconds"),
    [
        (["word " * 400], 60),
        (["one two", " three\nfour "], 0.6),
        (["字" * 600], 60),
        (["使用 Python 编程 naïve"], (2 + 4 * 2 / 3) * 60 / 400),
        ([" \n"], None),
        ([], None),
    ],
)
def test_reading_seconds(texts: list[str], seconds: float | None):
    assert reading_seconds(texts) == (None if seconds is None else pytest.approx(seconds))


def test_unknown_times_accuse_nobody():
    assert is_hasty(1, 2)
    assert not is_hasty(2, 2)
    assert not is_hasty(None, 2)
    assert not is_hasty(0, None)


def test_one_answer_is_no_straight_line():
    assert is_straight([3, 3])
    assert not is_straight([3, 4])
    assert not is_straight([3])
    assert not is_straight([])
