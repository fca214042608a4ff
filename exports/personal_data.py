"""E-mail addresses and telephone numbers in texts: found by their shape, so neither all of them nor only them.

Numbers count when they are written as people write telephone numbers: with a country's +, in North American
groups, with a leading 0 in groups, or as a Chinese mobile number. Dates, sums, versions and addresses of the
Internet Protocol do not.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

SHAPES = {
    "email": re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w-])"),
    "telephone": re.compile(
        # Latin letters and digits only: Chinese is written up to the number without a space.
        r"(?<![A-Za-z0-9_+.,/)-])(?:"
        r"\+\d(?:[ ().-]{0,2}\d){7,14}"
        r"|\(?\d{3}\)?[ .-]{1,2}\d{3}[.-]\d{4}"
        r"|(?!\d{2}([ /-])\d{2}\1\d{4}(?!\d))\(?0\d{1,4}\)?(?:[ /-]\d{2,8}){1,4}"
        r"|1[3-9]\d(?:[ -]?\d{4}){2}"
        r")(?![A-Za-z0-9_+]|[.,/:-]\d)"
    ),
}
FEWEST_DIGITS = 8
# Whatever holds words in the columns of any config: messages, rankings, submissions as they were given.
WORDED = frozenset(["content", "text", "judgment", "skip_note", "reasoning"])


@lru_cache(maxsize=64)
def kinds_in(text: str) -> frozenset[str]:
    """Which kinds of personal data the text seems to hold. Each text of a prompt is asked several times, so the
    cache holds those of one; more would hold on to memory.
    """
    found = set()
    for kind, shape in SHAPES.items():
        if any(kind == "email" or has_enough_digits(match[0]) for match in shape.finditer(text)):
            found.add(kind)
    return frozenset(found)


def has_enough_digits(number: str) -> bool:
    return sum(letter.isdigit() for letter in number) >= FEWEST_DIGITS


def kinds_of(columns: dict[str, Any]) -> frozenset[str]:
    """What the words of a row hold, whatever its config."""
    return frozenset().union(*(kinds_in(text) for text in words_of(columns)))


def words_of(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, str):
        if name in WORDED:
            yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from words_of(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from words_of(inner, name)
