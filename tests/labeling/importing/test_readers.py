"""All formats and compressions give the same rows, with the lines on which they stand."""

import gzip
import io
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from labeling.importing.lines import Limits
from labeling.importing.problems import UnreadableFormat
from tests.labeling.importing.reading import RANKING, read

ROWS = [
    {"id": "a", "prompt": "One?", "completions": [{"text": "1", "model": "x"}, {"text": "2", "model": "y"}]},
    {"id": "b", "prompt": "Two?", "completions": [{"text": "3", "model": "x"}, {"text": "4", "model": "y"}]},
]
JSONL = b"\n".join(json.dumps(row).encode() for row in ROWS)
CSV = b"id,prompt,completion_1,model_1,completion_2,model_2\na,One?,1,x,2,y\nb,Two?,3,x,4,y\n"


def parquet() -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(ROWS), file)
    return file.getvalue()


FILES = {
    "rows.jsonl": JSONL,
    "rows.ndjson": JSONL + b"\n",
    "rows.json": json.dumps(ROWS, indent=1).encode(),
    "rows.csv": CSV,
    "rows.parquet": parquet(),
}


def shown(rows):
    return [(row.id, row.prompt[0]["content"], [(a.text, a.model) for a in row.completions]) for row in rows]


EXPECTED = [("a", "One?", [("1", "x"), ("2", "y")]), ("b", "Two?", [("3", "x"), ("4", "y")])]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("by", ["name", "first bytes"])
def test_each_format_gives_the_same_rows(name, by):
    rows, problems = read(FILES[name], asked=RANKING, file_name=name if by == "name" else "")
    assert problems == []
    assert shown(rows) == EXPECTED


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.json", "rows.csv"])
@pytest.mark.parametrize(
    "pack",
    [
        gzip.compress,
        zstandard.compress,
        lambda c: gzip.compress(c[:50]) + gzip.compress(c[50:]),
        lambda c: zstandard.compress(c[:50]) + zstandard.compress(c[50:]),
    ],
)
def test_compression_is_told_by_its_magic_number(name, pack):
    rows, problems = read(pack(FILES[name]), asked=RANKING, content_type="application/octet-stream")
    assert problems == []
    assert shown(rows) == EXPECTED


@pytest.mark.parametrize(
    ("content_type", "content"),
    [
        ("application/x-ndjson; charset=utf-8", JSONL),
        ("application/json", json.dumps(ROWS).encode()),
        ("text/csv", CSV),
        ("application/json", JSONL),
        ("application/jsonl", json.dumps(ROWS).encode()),
        ("text/plain", JSONL),
    ],
)
def test_the_content_type_tells_the_format(content_type, content):
    assert shown(read(content, asked=RANKING, content_type=content_type)[0]) == EXPECTED


@pytest.mark.parametrize("content_type", ["image/png", "application/pdf", "text/html"])
def test_other_types_are_refused(content_type):
    with pytest.raises(UnreadableFormat, match=content_type):
        read(JSONL, content_type=content_type)


def test_bytes_that_tell_nothing_are_refused():
    with pytest.raises(UnreadableFormat):
        read(b"\x89PNG\r\n\x1a\n")


def test_a_byte_order_mark_is_accepted():
    for name in ("rows.jsonl", "rows.json", "rows.csv"):
        assert shown(read(b"\xef\xbb\xbf" + FILES[name], asked=RANKING, file_name=name)[0]) == EXPECTED


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_encodings_are_refused_by_name(encoding):
    rows, problems = read(JSONL.decode().encode(encoding), file_name="rows.jsonl")
    assert rows == []
    assert problems[0][:2] == (1, "FILE")
    assert "UTF-16" in problems[0][2] or "UTF-32" in problems[0][2]


def test_bytes_that_are_not_utf8_are_refused_with_their_line():
    content = '{"prompt": "a"}\n{"prompt": "caf\xe9"}\n{"prompt": "b"}'.encode("latin-1")
    rows, problems = read(content, file_name="rows.jsonl")
    assert [row.prompt[0]["content"] for row in rows] == ["a", "b"]
    assert problems == [(2, "", "is not UTF-8: byte 0xE9 at byte 16 (Latin-1 or Windows-1252, perhaps)")]
    rows, problems = read("prompt\na\ncaf\xe9\nb\n".encode("latin-1"), file_name="rows.csv")
    assert [row.line for row in rows] == [2, 4]
    assert problems[0][0] == 3
    assert "0xE9" in problems[0][2]
    rows, problems = read('[{"prompt": "a"},\n{"prompt": "caf\xe9"}]'.encode("latin-1"), file_name="rows.json")
    assert problems[0][:2] == (2, "FILE")
    assert "UTF-8" in problems[0][2]


TEXTS = {
    "NFD": "cafe\u0301 A\u030a",
    "CRLF": "one\r\ntwo\rthree\nfour",
    "blanks": "  leading and trailing \t \n ",
    "line separator": "a\u2028b\u2029c\x85d\x0ce\x1cf",
    "emoji": "👩‍👩‍👧‍👦 🏳️‍🌈 \U0001f600",
    "bidi": "\u202eabc\u202c \u200f",
    "backslashes": "\\N \\. \\\\x41 \\t \\u0041",
    "quotes": '"a", ""b"" \'c\' <script>',
    "noncharacter": "\ufffe\uffff\U0010ffff\ufeff",
    "control": "\x01\x07\x1b\x7f",
}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("layout", ["jsonl", "escaped", "json", "csv", "parquet"])
def test_texts_come_out_exactly(name, layout):
    text = TEXTS[name]
    row = {"prompt": text + "?", "completions": [text]}
    if layout == "csv":
        content = "prompt,completion_1\n{},{}\n".format(
            *('"' + t.replace('"', '""') + '"' for t in (text + "?", text))
        ).encode()
    elif layout == "parquet":
        file = io.BytesIO()
        pq.write_table(pa.Table.from_pylist([row]), file)
        content = file.getvalue()
    else:
        content = json.dumps([row] if layout == "json" else row, ensure_ascii=layout == "escaped").encode()
    rows, problems = read(content, file_name=f"rows.{'jsonl' if format == 'escaped' else layout}")
    assert problems == []
    assert rows[0].prompt == [{"role": "user", "content": text + "?"}]
    assert rows[0].completions[0].text == text


def test_lines_are_those_of_the_file():
    rows, problems = read(b'\n{"prompt": "a"}\r\n\n  \n{"prompt": 3}\n{"prompt": "b"}', file_name="x.jsonl")
    assert [row.line for row in rows] == [2, 6]
    assert problems == [(5, "prompt", "must be text or a list of messages, not a whole number")]
    array = b'[\n {"prompt": "a"},\n\n {"prompt":\n  "b"}, {"prompt": "c"}\n,\n{"prompt": 1}]\n'
    rows, problems = read(array, file_name="x.json")
    assert [row.line for row in rows] == [2, 4, 5]
    assert problems[0][:2] == (7, "prompt")
    rows, problems = read(b'id,prompt\n1,"a\nb"\n\n2,c\n3,\n', file_name="x.csv")
    assert [(row.line, row.prompt[0]["content"]) for row in rows] == [(2, "a\nb"), (5, "c")]
    assert problems == [(6, "prompt", "is missing")]


def test_a_line_that_breaks_off_is_not_blamed_on_the_next_one():
    problems = read(b'{"prompt": "a"}\n{\r\n{"prompt": "b"}\n', file_name="rows.jsonl")[1]
    assert [problem[0] for problem in problems] == [2]
    assert problems[0][2].endswith("at column 2")


def test_a_line_over_the_limit_is_refused_and_the_next_one_read():
    content = b'{"prompt": "a"}\n{"prompt": "' + b"x" * 200_000 + b'"}\n{"prompt": "b"}'
    rows, problems = read(content, limits=Limits(line_bytes=1000), file_name="x.jsonl")
    assert [row.line for row in rows] == [1, 3]
    assert problems == [(2, "", "is longer than 1000 bytes")]


@pytest.mark.parametrize("size", [999, 1000, 1001])
def test_the_limit_of_a_line_is_exact(size):
    line = b'{"prompt": "' + b"x" * (size - 14) + b'"}'
    assert len(line) == size
    for end in (b"", b"\n", b"\n" + b'{"prompt": "b"}\n'):
        problems = read(line + end, limits=Limits(line_bytes=1000), file_name="x.jsonl")[1]
        assert bool(problems) == (size > 1000)


def test_a_long_file_is_refused_whatever_it_is_packed_in():
    content = b"".join(b'{"prompt": "%d"}\n' % number for number in range(1000))
    for packed in (content, gzip.compress(content), zstandard.compress(content)):
        problems = read(packed, limits=Limits(file_bytes=5000), file_name="x.jsonl")[1]
        assert problems[-1][1] == "FILE"
        assert "larger than 5000 bytes" in problems[-1][2]


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_bomb_is_cut_off(pack):
    bomb = pack(b'{"prompt": "' + b" " * 300_000_000)
    assert len(bomb) < 400_000
    rows, problems = read(bomb, limits=Limits(line_bytes=1000, file_bytes=10_000_000), file_name="x.jsonl")
    assert rows == []
    assert problems[-1][1] == "FILE"


@pytest.mark.parametrize(
    ("content", "name"),
    [(JSONL + b"\n" * 5000 + JSONL, "x.jsonl"), (CSV + b"\r\n" * 5000 + CSV, "x.csv"), (b"[" + b" " * 5000, "x.json"),
     (b'{"prompt": "' + b"x" * 200_000, "x.jsonl")],
    ids=["lines", "rows of CSV", "list", "one line"],
)  # fmt: skip
def test_what_holds_no_row_is_not_read_for_ever(content: bytes, name: str) -> None:
    """While it is, nobody hears of the worker, and others take the job up beside it."""
    limits = Limits(line_bytes=2000, empty_bytes=4000, skipped_bytes=4000)
    problems = read(content, limits=limits, file_name=name)[1]
    assert "4000 bytes" in problems[-1][2]


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
@pytest.mark.parametrize("keep", [0.2, 0.5, 0.99])
def test_a_packed_file_that_breaks_off_is_an_error(pack, keep):
    import random

    draw = random.Random(1)
    content = b"".join(b'{"prompt": "%d"}\n' % draw.getrandbits(256) for _ in range(3000))
    packed = pack(content)
    problems = read(packed[: int(len(packed) * keep)], file_name="x.jsonl")[1]
    assert problems[-1][1] == "FILE"
    assert "damaged or incomplete" in problems[-1][2]


@pytest.mark.parametrize(
    ("content", "line", "detail"),
    [
        (b'[{"prompt": "a"},\n{"prompt": "b"}', 2, "breaks off"),
        (b'[{"prompt": "a"}\n{"prompt": "b"}]', 2, "no comma"),
        (b'[{"prompt": "a"},\n{"prompt": b}]', 2, "not valid JSON"),
        (b'[{"prompt": "a"}] x', 1, "follows"),
        (b'[{"prompt": "a"}]]', 1, "follows"),
        (b"[]\n[]", 2, "follows"),
        (b'[{"prompt": "a"},\n\n{"prompt": NaN}]', 3, "NaN"),
        (b'[{"prompt": "a"},\n{"a": 1, "a": 2}]', 2, "twice"),
    ],
)
def test_an_array_that_is_broken_names_its_line(content, line, detail):
    problems = read(content, file_name="x.json")[1]
    assert problems[-1][:2] == (line, "FILE")
    assert detail in problems[-1][2]


def test_arrays_larger_than_the_window_are_read_whole():
    rows = [{"prompt": f"{number} " + "é" * (number * 37 % 50_000)} for number in range(300)]
    for indent in (None, 2):
        content = json.dumps(rows, indent=indent, ensure_ascii=False).encode()
        found, problems = read(content, file_name="x.json")
        assert problems == []
        assert [row.prompt[0]["content"] for row in found] == [row["prompt"] for row in rows]
    assert read(b"[]", file_name="x.json") == ([], [])
    assert read(b"[ \n ] \n", file_name="x.json") == ([], [])


def test_parquet_keeps_types_apart():
    import datetime

    file = io.BytesIO()
    table = [{"prompt": "a", "when": datetime.date(2026, 1, 1)}, {"prompt": "b", "when": None}]
    pq.write_table(pa.Table.from_pylist(table), file)
    rows, problems = read(file.getvalue())
    assert [row.line for row in rows] == [2]
    assert problems == [(1, "when", "a value of type date is not JSON")]


def test_parquet_that_is_damaged_is_an_error():
    content = bytearray(parquet())
    content[len(content) // 2 :] = b"\xff" * (len(content) - len(content) // 2)
    assert read(bytes(content))[1][0][1] == "FILE"
    assert read(b"PAR1")[1][0][1] == "FILE"
    assert read(b"{}", file_name="x.parquet")[1][0][1] == "FILE"
