"""What a labeler changed in a text, word by word, as safe HTML."""

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import takewhile

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

# Words of both texts: beyond that the comparison takes longer than the reading is worth.
MOST_WORDS = 4_000
# Equal words across the texts, each with each: up to that every word is looked for (0.2 s at most, measured). Beyond,
# what stands in more than a hundredth of a text, spaces foremost, matches only beside what is rarer: else a page
# would take a minute.
MOST_MATCHES = 100_000
WORDS = re.compile(r"\s+|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\s\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")


def word_changes(before: str, after: str) -> SafeString | None:
    """Both texts as one, what went in <del>, what came in <ins>; None where they are too long to compare."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return None
    parts: list[SafeString] = []
    for is_kept, gone, came in stretches(old, new):
        if is_kept:
            parts.append(format_html("{}", gone))
            continue
        parts += [format_html("<del>{}</del>", gone)] if gone else []
        parts += [format_html("<ins>{}</ins>", came)] if came else []
    return format_html_join("", "{}", ((part,) for part in parts)) if parts else mark_safe("")


def stretches(old: list[str], new: list[str]) -> Iterator[tuple[bool, str, str]]:
    """Whether it was kept, what was there, what is there now. How both begin and end alike is not compared again."""
    begin = alike(old, new)
    end = alike(old[begin:][::-1], new[begin:][::-1])
    yield True, "".join(old[:begin]), ""
    before, after = old[begin : len(old) - end], new[begin : len(new) - end]
    is_costly = matches(before, after) > MOST_MATCHES
    for kind, i, j, k, n in SequenceMatcher(None, before, after, autojunk=is_costly).get_opcodes():
        yield kind == "equal", "".join(before[i:j]), "".join(after[k:n])
    yield True, "".join(old[len(old) - end :]), ""


def alike(old: list[str], new: list[str]) -> int:
    """How many words both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def matches(old: list[str], new: list[str]) -> int:
    there = Counter(new)
    return sum(count * there[word] for word, count in Counter(old).items())
