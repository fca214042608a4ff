"""Rows that share parts are written as rows written out whole: the same lines, the same values in Parquet."""

import hashlib
from pathlib import Path
from typing import Any

import orjson
import pyarrow.parquet as pq
import pytest

from exports.writing.arrays import arrow_type
from exports.writing.batch import Batch
from exports.writing.batch_lines import Lines
from exports.writing.behind import Behind
from exports.writing.columns import MESSAGES, columns
from exports.writing.shared_rows import Block, Plan, as_written, pool_of, whole, written
from exports.writing.writers import WRITERS
from tests.exports.build import NASTY

COLUMNS = columns(
    prompt=MESSAGES, chosen=MESSAGES, rejected=MESSAGES, n_labels="int64", agreement="float64", a_name="string",
    chosen_id="string", rejected_id="string", split="string", labeler_ids=["string"], strength_derived="bool",
    label_source="string",
)  # fmt: skip
PLAN = Plan(
    ("prompt", "split", "labeler_ids"),
    ("chosen", "chosen_id", "label_source"),
    ("rejected", "rejected_id", ""),
    ("agreement", "n_labels", "strength_derived"),
    pools=(0, 1, 1, 2),
    joined={"a_name": ("chosen_id", "rejected_id")},
)


def said(text: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": text}, {"role": "assistant", "content": f"{text}!"}]


def blocks() -> list[Block]:
    """A block for each prompt: all texts before its own."""
    texts = pool_of([(written(said(text)), f"c{number}", text) for number, text in enumerate(NASTY)])
    made: list[Block] = []
    for number, text in enumerate(NASTY):
        prompt = pool_of([(written(said(text)), "train", ["a", text])])
        count = pool_of([(2 / 3 if number else 1e22, number, number > 3)])
        here = [0] * len(NASTY)
        made.append(whole((prompt, texts, count), (here, range(len(NASTY)), [number] * len(NASTY), here), 1))
    return made


def of_a_page() -> list[Block]:
    """The same rows from pools that all blocks have in common: each has its part of them."""
    every = range(len(NASTY))
    prompts = pool_of([(written(said(text)), "train", ["a", text]) for text in NASTY])
    counts = pool_of([(2 / 3 if number else 1e22, number, number > 3) for number in every])
    texts = pool_of([(written(said(text)), f"c{number}", text) for number, text in enumerate(NASTY)])
    here = [0] * len(NASTY)
    return [
        Block(
            (prompts, texts, counts), ((number, number + 1), (0, len(NASTY)), (number, number + 1)),
            (here, every, [number] * len(NASTY), here), 1,
        )
        for number in every
    ]  # fmt: skip


def one_by_one() -> list[Block]:
    """Each row in a block of its own."""
    return [
        Block(block.pools, block.spans, tuple([kind[row]] for kind in block.places), 1)
        for block in blocks()
        for row in range(block.rows)
    ]


def written_out() -> list[dict[str, object]]:
    """Spelled out, by nothing that is tested here."""
    return [
        {
            "prompt": said(text), "split": "train", "labeler_ids": ["a", text], "chosen": said(other),
            "chosen_id": f"c{place}", "label_source": other, "rejected": said(text), "rejected_id": f"c{number}",
            "agreement": 2 / 3 if number else 1e22, "n_labels": number, "strength_derived": number > 3,
            "a_name": f"c{place}-c{number}",
        }
        for number, text in enumerate(NASTY) for place, other in enumerate(NASTY)
    ]  # fmt: skip


def lines_of(given: list[Block]) -> bytes:
    return b"".join(map(bytes, Lines(Batch(PLAN, COLUMNS, given)).texts()))


def test_a_row_written_out_has_all_columns():
    rows = [row for block in blocks() for row in PLAN.values(block)]
    assert rows == written_out()
    assert set(rows[0]) == {column.name for column in COLUMNS}


@pytest.mark.parametrize("made", [blocks, of_a_page])
@pytest.mark.parametrize("at_a_time", [1, 100_000])
def test_lines_are_the_canonical_json_of_the_whole_rows(monkeypatch, at_a_time, made):
    monkeypatch.setattr("exports.writing.batch_lines.TEXT_BYTES", at_a_time)
    lines = lines_of(made()).splitlines(keepends=True)
    options = orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    assert lines == [orjson.dumps(row, option=options) for row in written_out()]


def read(path: Path) -> Any:
    """What a reader finds: Parquet may have its texts in dictionaries or not."""
    return pq.read_table(path).to_pylist() if path.suffix == ".parquet" else path.read_bytes()


def sum_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("kind", sorted(WRITERS))
def test_files_and_digests_tell_the_same_as_whole_rows(tmp_path, monkeypatch, kind):
    monkeypatch.setattr("exports.writing.shards.GROUP_ROWS", 40)
    monkeypatch.setattr("exports.writing.shards.SHARD_ROWS", 100)
    made = {}
    for name in ("shared", "whole"):
        (tmp_path / name).mkdir()
        with Behind() as behind:
            split = WRITERS[kind](tmp_path / name, "train", COLUMNS, behind)
            for block, row in zip(one_by_one(), written_out(), strict=True):
                if name == "shared":
                    split.write_shared(PLAN, block)
                else:
                    split.write(row)
                split.end_group()
            files = split.close()
        assert len(files) > 1
        found = [(one.path.name, read(one.path), one.rows) for one in files]
        assert {one.sha256 for one in files if one.sha256 != sum_of(one.path)} <= {""}
        assert all(one.sha256 for one in files) == (kind == "jsonl")
        made[name] = (found, split.digest.hexdigest(), split.bytes)
    assert made["shared"] == made["whole"]
    if kind == "parquet":
        assert sum(pq.ParquetFile(path).metadata.num_rows for path, _, _ in files) == len(NASTY) ** 2


def test_what_is_the_same_in_all_rows():
    prompt, count = pool_of([(written(said("x")), "train", [])]), pool_of([(0.5, 3, True)])
    texts = pool_of([(written(said("y")), "c1", 'a"b'), (written(said("y")), "c2", "")])
    alike = [whole((prompt, texts, count), ([0], [0], [1], [0]), 1)] * 3
    options = orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    wanted = [orjson.dumps(row, option=options) for block in alike for row in PLAN.values(block)]
    assert lines_of(alike).splitlines(keepends=True) == wanted


@pytest.mark.parametrize("mixed", [False, True])
def test_answers_of_one_message_read_like_all_others(mixed, tmp_path):
    """`Single`, alone in a batch and beside `Written`."""
    singles = [(text, orjson.dumps(text).decode()) for text in NASTY]
    whole_ones = [as_written(one) for one in singles]
    assert [one.messages for one in whole_ones] == [[{"role": "assistant", "content": text}] for text in NASTY]
    found = []
    for answers in (whole_ones, [*singles[:5], *whole_ones[5:]] if mixed else singles):
        prompt, count = pool_of([(written(said("x")), "train", [])]), pool_of([(0.5, 3, True)])
        texts = pool_of([(one, f"c{number}", "") for number, one in enumerate(answers)])
        places = [0] * len(NASTY), range(len(NASTY)), range(len(NASTY))[::-1], [0] * len(NASTY)
        block = whole((prompt, texts, count), places, 1)
        with Behind() as behind:
            split = WRITERS["parquet"](tmp_path, f"split{len(found)}", COLUMNS, behind)
            split.write_shared(PLAN, block)
            [(path, _, _)] = split.close()
        found.append((lines_of([block]), pq.read_table(path).to_pylist()))
    assert found[0] == found[1]
    assert found[0][1][3]["chosen"] == whole_ones[3].messages


def test_parquet_has_each_text_once_in_a_row_group(tmp_path):
    """However many rows it stands in; and it reads as any other column."""
    long = "A text that stands in many rows. " * 1000
    prompt, count = pool_of([(written(said(long)), "train", [])]), pool_of([(0.5, 3, True)])
    texts = pool_of([(written(said(f"{number}{long}")), f"c{number}", "") for number in range(3)])
    block = whole((prompt, texts, count), ([0] * 2, [0, 1], [1, 0], [0] * 2), 1)
    with Behind() as behind:
        split = WRITERS["parquet"](tmp_path, "train", COLUMNS, behind)
        for _ in range(50):
            split.write_shared(PLAN, block)
        [(path, rows, _)] = split.close()
    assert rows == 100
    group = pq.ParquetFile(path).metadata.row_group(0)
    sizes = {group.column(n).path_in_schema: group.column(n).total_uncompressed_size for n in range(group.num_columns)}
    # The prompt and its answer; the two texts of three that were chosen, with theirs.
    assert 2 * len(long) < sizes["prompt.list.element.content"] < 2.1 * len(long)
    assert 4 * len(long) < sizes["chosen.list.element.content"] < 4.1 * len(long)
    table = pq.read_table(path)
    assert table.schema.field("chosen").type == arrow_type(MESSAGES)
    assert table.column("chosen").to_pylist()[1] == said(f"1{long}")
