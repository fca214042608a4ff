"""Rows that share parts are written to the same bytes as rows written out whole."""

import orjson
import pyarrow.parquet as pq
import pytest

from exports.behind import Behind
from exports.columns import MESSAGES, columns
from exports.shared_rows import Plan, SharedRow
from exports.writers import WRITERS
from tests.exports.build import NASTY

COLUMNS = columns(
    prompt=MESSAGES, chosen=MESSAGES, n_labels="int64", agreement="float64", a_name="string", split="string",
    labeler_ids=["string"], strength_derived="bool",
)  # fmt: skip
KINDS = (("prompt", "split", "labeler_ids"), ("chosen", "agreement", "n_labels", "strength_derived"), ("a_name",))


def said(text: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": text}, {"role": "assistant", "content": f"{text}!"}]


def rows() -> list[SharedRow]:
    plan, made = Plan(*KINDS), []
    for number, text in enumerate(NASTY):
        prompt = plan.part(0, {"prompt": said(text), "split": "train", "labeler_ids": ["a", text]})
        for other in NASTY:
            chosen = {"chosen": said(other), "agreement": 2 / 3, "n_labels": number, "strength_derived": number > 3}
            made.append(
                SharedRow(
                    plan,
                    (prompt, plan.part(1, chosen), plan.name_part(2, f"p{number}-{len(made)}")),
                    ("prompt", "chosen"),
                )
            )
    return made


def whole(row: SharedRow) -> dict[str, object]:
    return {**row.core, **row.facts}


def test_a_line_is_the_canonical_json_of_the_whole_row():
    for row in rows():
        wanted = orjson.dumps(whole(row), option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)
        assert row.plan.line(row.parts) == wanted


def test_core_and_facts_are_all_columns():
    row = rows()[0]
    assert set(row.core) == {"prompt", "chosen"}
    assert set(row.core) | set(row.facts) == {column.name for column in COLUMNS}


@pytest.mark.parametrize("kind", sorted(WRITERS))
def test_files_and_digests_are_those_of_whole_rows(tmp_path, monkeypatch, kind):
    monkeypatch.setattr("exports.shards.GROUP_ROWS", 40)
    monkeypatch.setattr("exports.shards.SHARD_ROWS", 100)
    made = {}
    for name in ("shared", "whole"):
        (tmp_path / name).mkdir()
        with Behind() as behind:
            split = WRITERS[kind](tmp_path / name, "train", COLUMNS, behind)
            for row in rows():
                if name == "shared":
                    split.write_shared(row.plan, [row.parts])
                else:
                    split.write(whole(row))
                split.end_group()
            files = split.close()
        assert len(files) > 1
        made[name] = ([(path.name, path.read_bytes(), count) for path, count in files], split.digest.hexdigest())
    assert made["shared"] == made["whole"]
    if kind == "parquet":
        assert sum(pq.ParquetFile(path).metadata.num_rows for path, _ in files) == len(NASTY) ** 2
