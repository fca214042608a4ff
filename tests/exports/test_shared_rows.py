"""Rows that share parts are written to the same bytes as rows written out whole."""

import orjson
import pyarrow.parquet as pq
import pytest

from exports.behind import Behind
from exports.columns import MESSAGES, columns
from exports.shared_rows import Batch, Part, Parts, Plan, written
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
    same={2: 1},
    joined={"a_name": ("chosen_id", "rejected_id")},
)


def said(text: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": text}, {"role": "assistant", "content": f"{text}!"}]


def rows() -> list[Parts]:
    texts = [Part((written(said(text)), f"c{number}", text)) for number, text in enumerate(NASTY)]
    made: list[Parts] = []
    for number, text in enumerate(NASTY):
        prompt = Part((written(said(text)), "train", ["a", text]))
        for other in range(len(NASTY)):
            count = Part((2 / 3 if number else 1e22, number, number > 3))
            made.append((prompt, texts[other], texts[number], count))
    return made


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
    assert [PLAN.values(parts) for parts in rows()] == whole()
    assert set(PLAN.values(rows()[0])) == {column.name for column in COLUMNS}


def test_lines_are_the_canonical_json_of_the_whole_rows():
    lines = bytes(Batch(PLAN, COLUMNS, rows()).text()).splitlines(keepends=True)
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
            for parts, row in zip(rows(), whole(), strict=True):
                if name == "shared":
                    split.write_shared(PLAN, [parts])
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
    alike = [(Part((written(said("x")), "train", [])), Part((written(said("y")), "c1", 'a"b')),
              Part((written(said("y")), "c2", "")), Part((0.5, 3, True)))] * 3  # fmt: skip
    options = orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    wanted = [orjson.dumps(PLAN.values(parts), option=options) for parts in alike]
    assert bytes(Batch(PLAN, COLUMNS, alike).text()).splitlines(keepends=True) == wanted
