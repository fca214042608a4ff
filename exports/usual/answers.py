"""Answers as PostgreSQL prints them: a whole page is taken apart at once where each of them is one message."""

from collections.abc import Sequence
from typing import NamedTuple

import orjson

from exports.configs.cases import as_compared, plain
from exports.writing.shared_rows import AROUND_TEXT, Single, Written, written

# How PostgreSQL prints jsonb: shorter keys first.
BEFORE, BEHIND = '[{"role": "assistant", "content": "', '"}]'


class TakenApart(NamedTuple):
    """Of each answer its messages, how many bytes of JSON they are, and its text as it is compared."""

    messages: Sequence[Written | Single]
    sizes: list[int]
    compared: list[str]


def taken_apart(printed: Sequence[str]) -> TakenApart:
    begin, end = len(BEFORE) - 1, 1 - len(BEHIND)
    # A text is spelled in canonical JSON as PostgreSQL prints it.
    spelled = [one[begin:end] for one in printed if one.startswith(BEFORE) and one.endswith(BEHIND)]
    texts = texts_of(spelled) if len(spelled) == len(printed) else None
    if texts is None:
        messages = [written(orjson.loads(one)) for one in printed]
        return TakenApart(messages, [len(one.json) for one in messages], [plain(one.messages) for one in messages])
    return TakenApart(
        list(zip(texts, spelled, strict=True)),
        [AROUND_TEXT + (len(one) if one.isascii() else len(one.encode())) for one in spelled],
        [text.strip() if text.isascii() else as_compared(text) for text in texts],
    )


def texts_of(spelled: Sequence[str]) -> list[str] | None:
    """The texts, where there is one between the first and the last quote of each.

    With a further key or message in between it would be no list of texts, and no JSON.
    """
    try:
        texts: list[str] = orjson.loads(f"[{','.join(spelled)}]")
    except orjson.JSONDecodeError:
        return None
    return texts if len(texts) == len(spelled) else None
