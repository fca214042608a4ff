"""Rows that share parts are written to the same bytes as rows written out whole."""

import orjson
import pyarrow.parquet as pq
import pytest

from exports.behind import Behind
from exports.columns import MESSAGES, columns
from exports.shared_rows import Batch, Block, Part, Plan, written
from exports.writers import WRITERS
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
    texts = [Part((written(said(text)), f"c{number}", text)) for number, text in enumerate(NASTY)]
    made: list[Block] = []
    for number, text in enumerate(NASTY):
        prompt = Part((written(said(text)), "train", ["a", text]))
        count = Part((2 / 3 if number else 1e22, number, number > 3))
        here = [0] * len(NASTY)
        made.append(Block(([prompt], texts, [count]), (here, range(len(NASTY)), [number] * len(NASTY), here)))
    return made


def one_by_one() -> list[Block]:
    """Each row in a block of its own."""
    return [
        Block(block.pools, tuple([kind[row]] for kind in block.places))
        for block in blocks()
        for row in range(block.rows)
    ]


def whole() -> list[dict[str, object]]:
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


def test_a_row_written_out_has_all_columns():
    rows = [row for block in blocks() for row in PLAN.values(block)]
    assert rows == whole()
    assert set(rows[0]) == {column.name for column in COLUMNS}


def test_lines_are_the_canonical_json_of_the_whole_rows():
    lines = bytes(Batch(PLAN, COLUMNS, blocks()).text()).splitlines(keepends=True)
    options = orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    assert lines == [orjson.dumps(row, option=options) for row in whole()]


@pytest.mark.parametrize("kind", sorted(WRITERS))
def test_files_and_digests_are_those_of_whole_rows(tmp_path, monkeypatch, kind):
    monkeypatch.setattr("exports.shards.GROUP_ROWS", 40)
    monkeypatch.setattr("exports.shards.SHARD_ROWS", 100)
    made = {}
    for name in ("shared", "whole"):
        (tmp_path / name).mkdir()
        with Behind() as behind:
            split = WRITERS[kind](tmp_path / name, "train", COLUMNS, behind)
            for block, row in zip(one_by_one(), whole(), strict=True):
                if name == "shared":
                    split.write_shared(PLAN, block)
                else:
                    split.write(row)
                split.end_group()
            files = split.close()
        assert len(files) > 1
        found = [(path.name, path.read_bytes(), count) for path, count in files]
        made[name] = (found, split.digest.hexdigest(), split.bytes)
    assert made["shared"] == made["whole"]
    if kind == "parquet":
        assert sum(pq.ParquetFile(path).metadata.num_rows for path, _ in files) == len(NASTY) ** 2


def test_what_is_the_same_in_all_rows():
    prompt, count = Part((written(said("x")), "train", [])), Part((0.5, 3, True))
    texts = [Part((written(said("y")), "c1", 'a"b')), Part((written(said("y")), "c2", ""))]
    alike = [Block(([prompt], texts, [count]), ([0], [0], [1], [0]))] * 3
    options = orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    wanted = [orjson.dumps(row, option=options) for block in alike for row in PLAN.values(block)]
    assert bytes(Batch(PLAN, COLUMNS, alike).text()).splitlines(keepends=True) == wanted


def test_blocks_are_as_large_as_their_rows():
    texts = [Part(("a",), 3), Part(("b",), 5)]
    plan = Plan(("one",), ("other",), pools=(0, 0))
    assert plan.size(Block((texts,), ([0, 1, 1], [1, 0, 0]))) == 3 * 3 + 3 * 5
