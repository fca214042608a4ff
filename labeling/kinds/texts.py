"""Texts that labelers write."""

from typing import Any

from django.utils.translation import gettext as _

from labeling.kinds.errors import InvalidJudgment

# Beyond any answer a person writes; keeps one request from filling the disk.
LONGEST_TEXT = 1_000_000


def check_written_text(text: Any, place: str) -> str:
    """Return the text exactly as written, or raise InvalidJudgment."""
    if not isinstance(text, str):
        raise InvalidJudgment(fields={place: [_("It is a text.")]})
    if not text.strip():
        raise InvalidJudgment(fields={place: [_("Nothing is written yet.")]})
    if len(text) > LONGEST_TEXT:
        raise InvalidJudgment(fields={place: [_("It has at most %(most)s characters.") % {"most": LONGEST_TEXT}]})
    return text
