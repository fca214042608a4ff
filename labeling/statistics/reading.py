"""How long texts take to read, and which judgments were faster than that."""

import re
from collections.abc import Iterable

# Educated adults read English prose at 200 to 400 words a minute; beyond that they skim, and understand less
# (Rayner, Schotter, Masson, Potter and Treiman 2016, "So Much to Read, So Little Time", doi 10.1177/1529100615623267).
# The upper end: below its seconds nobody has read everything, however practised.
WORDS_PER_MINUTE = 400
# A Chinese, Japanese or Korean character for two thirds of a word, as the screen's clock has it (clock.js).
WORDS_PER_IDEOGRAPH = 2 / 3

IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def words_in(text: str) -> float:
    """Words between blanks; ideographs count by the character."""
    if text.isascii():
        return len(text.split())
    spaced, ideographs = IDEOGRAPHS.subn(" ", text)
    return len(spaced.split()) + ideographs * WORDS_PER_IDEOGRAPH


def reading_seconds(texts: Iterable[str]) -> float | None:
    """Seconds in which a fast reader gets through these texts; None where nothing is to be read."""
    words = sum(words_in(text) for text in texts)
    return 60 * words / WORDS_PER_MINUTE if words else None


def is_hasty(active_seconds: float | None, to_read: float | None) -> bool:
    """Whether the texts cannot have been read in this time. Unknown times accuse nobody."""
    return active_seconds is not None and to_read is not None and active_seconds < to_read
