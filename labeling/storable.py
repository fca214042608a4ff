"""What can be stored and given back: no NUL inside texts, numbers within 64 bits, bounded nesting."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.errors import Invalid

DEEPEST = 100
LARGEST = 2**63 - 1
# Digits with which no number goes beyond it.
ID_DIGITS = 18


def reads_as_id(text: str) -> bool:
    """Whether what came in an address or a form can be the id of a row."""
    return text.isascii() and text.isdecimal() and len(text) <= ID_DIGITS


def check_storable(value: Any, place: str, depth: int = 0) -> None:
    """Raise Invalid naming the place of the first thing that cannot be stored as it is."""
    if depth > DEEPEST:
        raise Invalid(fields={place: [_("It is nested deeper than %(most)s levels.") % {"most": DEEPEST}]})
    if isinstance(value, str):
        if "\0" in value:
            raise Invalid(fields={place: [_("It contains the character NUL, which cannot be stored.")]})
    elif isinstance(value, int | float):
        # The parser makes a float of a longer integer; PostgreSQL would give it back as an integer, of which
        # no answer could be rendered any more.
        if not -LARGEST <= value <= LARGEST:
            raise Invalid(fields={place: [_("It is a number beyond 64 bits.")]})
    elif isinstance(value, dict):
        for key, part in value.items():
            check_storable(key, place, depth)
            check_storable(part, f"{place}.{key}", depth + 1)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            check_storable(part, f"{place}.{index}", depth + 1)
