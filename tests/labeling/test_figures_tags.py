"""Rates and spans as people read them."""

import pytest

from labeling.statistics.rates import Rate
from labeling.templatetags.figures import interval, percent, span


def test_rates_in_words() -> None:
    assert (percent(Rate(90, 0.744, 0.69, 0.79)), interval(Rate(90, 0.744, 0.69, 0.79))) == ("74 %", "69–79 %")
    assert interval(Rate(90_000, 0.7, 0.6951, 0.7049)) == "69.5–70.5 %", "sure to less than a percent"
    assert (percent(Rate(3)), interval(Rate(3))) == ("", "")


@pytest.mark.parametrize(
    ("seconds", "words"), [(None, ""), (41.4, "41 s"), (125, "2 min 5 s"), (3 * 3600 + 1200, "3 h 20 min")]
)
def test_spans_in_words(seconds: float | None, words: str) -> None:
    assert span(seconds) == words
