"""What a labeler changed in a text, word by word, as safe HTML."""

import re
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

# Words of both texts: beyond that the comparison takes longer than the reading is worth. (What stands in more than a
# hundredth of a long text, spaces foremost, matches only beside what is rarer: else a page would take a minute.)
MOST_WORDS = 4_000
WORDS = re.compile(r"\s+|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\s\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")


def word_changes(before: str, after: str) -> SafeString | None:
    """Both texts as one, what went in <del>, what came in <ins>; None where they are too long to compare."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return None
    parts: list[SafeString] = []
    for kind, i, j, k, n in SequenceMatcher(None, old, new, autojunk=True).get_opcodes():
        gone, came = "".join(old[i:j]), "".join(new[k:n])
        if kind == "equal":
            parts.append(format_html("{}", gone))
            continue
        parts += [format_html("<del>{}</del>", gone)] if gone else []
        parts += [format_html("<ins>{}</ins>", came)] if came else []
    return format_html_join("", "{}", ((part,) for part in parts)) if parts else mark_safe("")
