"""Mutated bytes: never an error that nobody expected, always rows or a clear problem."""

import contextlib
import gzip
import json

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from labeling.importing.lines import Limits
from labeling.importing.problems import UnreadableFormat
from tests.labeling.importing.reading import RANKING, read
from tests.labeling.importing.test_readers import CSV, FILES, JSONL, ROWS

SEEDS = {
    "jsonl": JSONL,
    "json": FILES["rows.json"],
    "csv": CSV,
    "parquet": FILES["rows.parquet"],
    "gzip": gzip.compress(JSONL),
    "zstd": zstandard.compress(FILES["rows.json"]),
}
edits = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 3), st.binary(min_size=1, max_size=4)), max_size=6)


def mutate(content: bytes, changes) -> bytes:
    body = bytearray(content)
    for place, how, what in changes:
        at = place % (len(body) + 1)
        if how == 0:
            body[at : at + len(what)] = what
        elif how == 1:
            body[at:at] = what
        elif how == 2:
            del body[at : at + len(what)]
        else:
            del body[at:]
    return bytes(body)


@pytest.mark.parametrize("name", SEEDS)
@given(changes=edits, typed=st.booleans())
@settings(max_examples=150)
def test_mutated_files_give_rows_or_problems(name, changes, typed):
    limits = Limits(line_bytes=10_000, file_bytes=100_000)
    file_name = f"x.{name}" if typed and name in ("jsonl", "json", "csv") else ""
    rows, problems = [], []
    with contextlib.suppress(UnreadableFormat):
        rows, problems = read(mutate(SEEDS[name], changes), asked=RANKING, limits=limits, file_name=file_name)
    assert all(line >= 1 and detail for line, _, detail in problems)
    assert all(row.id and row.prompt and row.distinct_texts for row in rows)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
NAMES = ["id", "prompt", "completions", "chosen", "rejected", "messages", "metadata", "split", "priority", "x"]


@given(st.dictionaries(st.sampled_from(NAMES), json_values, max_size=6))
@settings(max_examples=300)
def test_rows_of_any_shape_give_a_row_or_a_reason(raw):
    content = json.dumps([ROWS[0], raw], allow_nan=True).encode()
    rows, problems = read(content, asked=RANKING, file_name="x.json")
    assert len(rows) + len(problems) == 2
    assert all(detail for _, _, detail in problems)
