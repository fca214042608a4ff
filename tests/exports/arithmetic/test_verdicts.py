"""Whether a text is good in itself, by one labeler and by several."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from exports.arithmetic.verdicts import BETWEEN, CONTRADICTION, UNSAID, Said, Thresholds, settle, verdict_of

INSTRUCTGPT = Thresholds(good=5, bad=3)
BY_LINE = Thresholds(good=5, bad=3, by_line=True)


@pytest.mark.parametrize(
    ("rating", "above", "by_rating", "by_line"),
    [
        (7, None, True, True), (5, None, True, True), (4, None, BETWEEN, BETWEEN), (3, None, False, False),
        (None, None, UNSAID, UNSAID), (None, True, True, True), (None, False, False, False),
        (4, True, BETWEEN, True), (4, False, BETWEEN, False), (6, True, True, True), (2, False, False, False),
        (6, False, CONTRADICTION, CONTRADICTION), (2, True, CONTRADICTION, CONTRADICTION),
    ],
)  # fmt: skip
def test_one_labeler(rating: float | None, above: bool | None, by_rating: object, by_line: object) -> None:
    assert verdict_of(Said(rating, above), INSTRUCTGPT) is by_rating
    assert verdict_of(Said(rating, above), BY_LINE) is by_line


@pytest.mark.parametrize(
    ("verdicts", "label", "reason"),
    [
        ([True], True, ""), ([False], False, ""), ([True, True, False], True, ""), ([True, False], None, "no_majority"),
        ([True, BETWEEN], None, "no_majority"), ([True, True, BETWEEN], True, ""), ([UNSAID, True], True, ""),
        ([BETWEEN, BETWEEN], None, BETWEEN), ([CONTRADICTION], None, CONTRADICTION), ([], None, UNSAID),
        ([UNSAID, UNSAID], None, UNSAID), ([True, CONTRADICTION], None, "no_majority"),
    ],
)  # fmt: skip
def test_several_labelers(verdicts: list[object], label: bool | None, reason: str) -> None:
    settled = settle(verdicts)  # type: ignore[arg-type]
    assert (settled.label, settled.reason) == (label, reason)


@given(some.lists(some.sampled_from([True, False, BETWEEN, CONTRADICTION, UNSAID]), max_size=9))
def test_a_label_has_more_than_half_of_the_votes_behind_it_and_every_other_has_a_reason(
    verdicts: list[bool | str],
) -> None:
    settled = settle(verdicts)
    assert (settled.label is None) == bool(settled.reason)
    assert settled.good + settled.bad <= settled.votes <= len(verdicts)
    if settled.label is not None:
        assert 2 * (settled.good if settled.label else settled.bad) > settled.votes
        assert settled.agreement > 0.5
