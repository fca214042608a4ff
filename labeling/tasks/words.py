"""The words that the search over prompts knows: which ones a text has, and which ones a question asks for.

Pure functions. Scripts without spaces (Chinese, Japanese, Thai) are cut into pairs of neighbouring signs, so that
any stretch of two or more is found. Elsewhere a word is a run of letters and digits, in lower case.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# Han with its extensions, kana, Hangul, Thai, Lao, Khmer, Burmese.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
RUN = re.compile(rf"[{UNSPACED}]+|[^\W_{UNSPACED}]+")
IS_UNSPACED = re.compile(rf"[{UNSPACED}]")
LONGEST_WORD = 60
# A tsvector holds a megabyte; a prompt of eight has said by then what it is about.
MOST_BYTES = 500_000
# Shorter ones begin too many words.
SHORTEST_BEGINNING = 3


def words_of(texts: Iterable[str]) -> list[str]:
    """Every word once, in the order of the texts, as far as they fit."""
    found: dict[str, None] = {}
    room = MOST_BYTES
    for text in texts:
        for word in split_up(text):
            if word not in found:
                room -= len(word.encode()) + 8
                if room < 0:
                    return list(found)
                found[word] = None
    return list(found)


def split_up(text: str) -> Iterator[str]:
    for match in RUN.finditer(normal(text)):
        run = match.group()
        if IS_UNSPACED.match(run):
            # The last sign alone: a single sign is looked for as the beginning of a pair.
            yield from (run[place : place + 2] for place in range(len(run)))
        else:
            yield run[:LONGEST_WORD]


def normal(text: str) -> str:
    """What looks or reads the same is the same: full-width letters, capitals, composed accents."""
    return unicodedata.normalize("NFKC", text).casefold()


@dataclass(frozen=True)
class Question:
    """What was typed into the search: a tsquery, and stretches of text that have to stand there as they are."""

    tsquery: str
    stretches: tuple[str, ...]
    words: tuple[str, ...] = ()


def read_question(text: str) -> Question:
    """All words have to be there; from three letters on a word may go on ("explain" finds "explains").

    What stands in quotation marks, and any stretch of three or more signs without spaces, has to be there as it is.
    """
    quoted = [part.strip() for part in re.findall(r'["“”„]([^"“”„]+)["“”„]', text)]
    words: list[str] = []
    terms, stretches = [], [part for part in quoted if len(part.split()) > 1]
    for match in RUN.finditer(normal(text)):
        run = match.group()
        if not IS_UNSPACED.match(run):
            words.append(run[:LONGEST_WORD])
            terms.append(term(words[-1], may_go_on=len(run) >= SHORTEST_BEGINNING))
        elif len(run) == 1:
            words.append(run)
            terms.append(term(run, may_go_on=True))
        else:
            words += (pairs := [run[place : place + 2] for place in range(len(run) - 1)])
            terms += [term(pair) for pair in pairs]
            stretches += [run] if len(run) > 2 else []
    return Question(" & ".join(dict.fromkeys(terms)), tuple(stretches), tuple(dict.fromkeys(words)))


def term(word: str, *, may_go_on: bool = False) -> str:
    """A word in the spelling of tsquery. It holds letters and digits alone, so nothing in it needs an escape."""
    return f"'{word}':*" if may_go_on else f"'{word}'"
