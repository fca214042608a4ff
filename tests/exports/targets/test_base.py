"""What the build does for layouts that want something of their own: one file format, facts beside, other paths."""

from dataclasses import dataclass

import orjson
import pytest
from datasets import load_dataset

from exports.storage import folders
from exports.targets import TARGETS, trl
from exports.targets.base import Layout, evaluation_split, why_left
from exports.writing import shards
from tests import make
from tests.exports.build import contents, export, rows
from tests.exports.targets import nasty

pytestmark = pytest.mark.django_db
CONFIGS = {"configs": ["preference"]}


def judged_project():
    of = make.project(splits={"train": 1.0, "validation": 0.0, "test": 0.0})
    make.tasks(of, 6, completions=3)
    labeler = make.member(of)
    for _ in range(6):
        make.submitted(make.claimed(of, labeler))
    return of


def lines(path):
    return [orjson.loads(line) for line in path.read_bytes().splitlines()]


def test_facts_beside_rows_are_joined_by_file_and_line(monkeypatch):
    of = judged_project()
    whole = rows(export(of, **CONFIGS), "preference")
    monkeypatch.setitem(trl.LAYOUTS, "preference", Layout(side_car=True, files=("jsonl",)))
    # Several files, whose ends are not those of the facts' own.
    monkeypatch.setattr(shards, "SHARD_ROWS", 4)
    made = export(of, **CONFIGS)
    folder = folders.folder_of(made.pk)
    files = sorted(folder.glob("preference/train-*.jsonl"))
    facts = [fact for path in sorted(folder.glob("preference_facts/train-*.jsonl")) for fact in lines(path)]
    assert len(files) > 1
    assert len(facts) == len(whole) == sum(made.counts["preference"].values())
    seen = []
    for fact in facts:
        row = lines(files[fact.pop("file")])[fact.pop("line") - 1]
        assert set(row) == {"prompt", "chosen", "rejected"}
        seen.append(row | fact)
    assert seen == whole
    manifest = orjson.loads((folder / "manifest.json").read_bytes())
    assert set(manifest["row_hashes"]) == {"preference/train", "preference_facts/train"}
    assert len(load_dataset(str(folder), "preference")["train"]) == len(whole)


def test_no_facts_beside_when_none_are_wanted(monkeypatch):
    monkeypatch.setitem(trl.LAYOUTS, "preference", Layout(side_car=True))
    made = export(judged_project(), metadata=False, **CONFIGS)
    assert not list(folders.folder_of(made.pk).glob("*_facts"))


@dataclass(frozen=True)
class Elsewhere(Layout):
    def path(self, name, split, number, total, suffix):
        return f"data/{split}/{name}-{number}{suffix}"

    def pattern(self, name, split, suffix):
        return f"data/{split}/{name}-*{suffix}"

    def refuses(self, row):
        return "too_long" if row.facts["pair_id"] == self.refused else ""

    refused: str = ""


def test_a_layout_has_its_own_paths_and_refuses_rows(monkeypatch):
    of = judged_project()
    whole = rows(export(of, **CONFIGS), "preference")
    monkeypatch.setitem(trl.LAYOUTS, "preference", Elsewhere(refused=whole[3]["pair_id"]))
    made = export(of, **CONFIGS)
    folder = folders.folder_of(made.pk)
    assert made.dropped["preference"] == {"too_long": 1}
    assert [file["path"] for file in made.files if file["rows"]] == ["data/train/preference-0.parquet"]
    assert load_dataset(str(folder), "preference")["train"].to_list() == [*whole[:3], *whole[4:]]


@pytest.mark.parametrize("target", TARGETS)
def test_two_builds_are_the_same_bytes(target):
    made = export(nasty.project(), target=target)
    again = export(made.project, snapshot=str(made.pk))
    assert contents(folders.folder_of(made.pk)) == contents(folders.folder_of(again.pk))


def test_words():
    assert why_left(TARGETS["openrlhf"], "kto") == "OpenRLHF has no KTO trainer any more."
    assert why_left(TARGETS["openrlhf"], "sft") == ""
    assert evaluation_split(["train", "test", "validation"]) == "validation"
    assert evaluation_split(["train", "test"]) == "test"
    assert evaluation_split(["train"]) == ""
