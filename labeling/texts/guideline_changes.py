"""What changed from one text of the guidelines to another, paragraph by paragraph."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.safestring import SafeString

from labeling.texts.rendering import render

# Beyond so many paragraphs it is another text: whoever reads a list of changes that long had better read the whole.
MOST_PARAGRAPHS = 2_000


@dataclass(frozen=True)
class Change:
    """Paragraphs that came or went."""

    is_added: bool
    html: SafeString


def changes_between(earlier: str, later: str) -> list[Change]:
    """In the order of the text; what went stands before what came in its place."""
    before, after = paragraphs(earlier), paragraphs(later)
    if len(before) + len(after) > MOST_PARAGRAPHS:
        return []
    changes = []
    for _kind, i, j, k, n in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if before[i:j] != after[k:n]:
            parts = ((False, before[i:j]), (True, after[k:n]))
            changes += [Change(is_added, render("\n\n".join(some))) for is_added, some in parts if some]
    return changes


def paragraphs(text: str) -> list[str]:
    return [part.strip("\n") for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]
