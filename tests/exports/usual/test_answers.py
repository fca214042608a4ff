"""Answers as PostgreSQL prints them."""

from typing import Any

import orjson
import pytest
from django.db import connection

from exports.usual.answers import taken_apart
from exports.writing.shared_rows import as_written, written
from tests.exports.build import NASTY

pytestmark = pytest.mark.django_db

# All that JSON escapes in one way or another, and its neighbours; PostgreSQL's jsonb has no NUL.
SIGNS = "".join(map(chr, [*range(1, 0x180), 0x2028, 0x2029, 0xFEFF, 0xFFFD, 0x1F600]))


def printed(messages: list[dict[str, Any]]) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::jsonb::text", [orjson.dumps(messages).decode()])
        return str(cursor.fetchone()[0])


def answer(text: str) -> list[dict[str, Any]]:
    return [{"role": "assistant", "content": text}]


def test_every_sign_is_spelled_as_in_canonical_json():
    texts = [*NASTY, SIGNS, *SIGNS, '"}]', '", "role": "user']
    messages, sizes, compared = taken_apart([printed(answer(text)) for text in texts])
    assert all(type(one) is tuple for one in messages), "taken apart at once"
    for text, one, size in zip(texts, messages, sizes, strict=True):
        assert as_written(one) == written(answer(text))
        assert size == len(written(answer(text)).json)
    assert compared[:4] == ["", "", "x", "x"]
    assert compared[NASTY.index("e\u0301")] == "\u00e9"


@pytest.mark.parametrize(
    "messages",
    [
        [{"role": "assistant", "content": "a"}, {"role": "user", "content": "b"}],
        [{"role": "assistant", "content": "a"}, {"role": "user", "content": "b"}, *answer("c")],
        [{"role": "user", "content": "a"}],
        [{"role": "assistant", "content": "a", "longer_name": "b"}],
        [{"role": "assistant", "content": "", "longer_name": ""}],
    ],
)  # fmt: skip
def test_other_messages_are_read_one_by_one(messages):
    found, sizes, compared = taken_apart([printed(answer("x ")), printed(messages)])
    assert [as_written(one) for one in found] == [written(answer("x ")), written(messages)]
    assert sizes == [len(written(answer("x ")).json), len(written(messages).json)]
    assert compared == ["x", "\n".join(message["content"] for message in messages)]
