"""A preview is the build's own rows: the same counts, drops and first rows; of large projects, honest numbers."""

import csv
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pyarrow.parquet as pq
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from exports.actions.preview_dataset import preview_dataset
from exports.models import Export
from exports.previews import sampling
from exports.previews.preview import FEWEST, ROWS, TEXT_SHOWN, Preview, Sum, projected, shorten
from exports.recipes.recipe import BadRecipe
from exports.storage import folders
from exports.targets import TARGETS
from exports.writing.csv_rows import as_cell
from labeling.models import Project
from tests import make
from tests.exports.build import export, manifest
from tests.exports.small_project import small_project

pytestmark = pytest.mark.django_db
SPLITS = ("train", "validation", "test")


def cells(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


READERS: dict[str, Callable[[Path], list[dict[str, Any]]]] = {
    ".parquet": lambda path: pq.read_table(path).to_pylist(),
    ".jsonl": lambda path: [orjson.loads(line) for line in path.read_bytes().split(b"\n") if line],
    ".csv": cells,
}


def preview(project: Project, **recipe: Any) -> Preview:
    """However long it takes on this machine."""
    return preview_dataset(project=project, recipe=recipe, now=timezone.now(), seconds=math.inf)


def written(of: Export, config: str) -> list[dict[str, Any]]:
    """The first rows of the config's files, train first."""
    layout, found = TARGETS[of.recipe["target"]].LAYOUTS[config], []
    for split in SPLITS:
        for suffix, read in READERS.items():
            for path in sorted(folders.folder_of(of.pk).glob(layout.pattern(config, split, suffix))):
                found += read(path)
    return found[:ROWS]


def numbers(figures: dict[str, dict[str, Any]]) -> dict[str, dict[str, int]]:
    assert all(figure.is_exact for inner in figures.values() for figure in inner.values())
    return {name: {key: figure.value for key, figure in inner.items()} for name, inner in figures.items()}


def test_a_preview_is_what_the_build_gives_for_every_target() -> None:
    project = small_project()
    for target in TARGETS:
        for files in ("parquet", "jsonl"):
            recipe = {"target": target, "files": files, "personal_data": "drop"}
            seen, built = preview(project, **recipe), export(project, **recipe)
            assert seen.is_exact
            assert numbers(seen.counts) == built.counts, target
            assert numbers(seen.dropped) == built.dropped, target
            told = manifest(built)
            assert seen.omitted == told["omitted"]["reasons"], target
            assert seen.judgments.value == told["judgments"]
            for config in built.counts:
                assert [row.row for row in seen.rows[config]] == written(built, config), (target, config)


@pytest.mark.parametrize(
    "recipe",
    [
        {"aggregate": "each", "margin": "small", "sft": ["best"], "min_strength": {"preference": 0}},
        {"metadata": False, "filters": {"review": ["accepted"]}},
        {"min_votes": 3, "min_agreement": 0.9, "labelers": "none", "rewrites": "only"},
        {"filters": {"language": ["xx"]}},
    ],
)
def test_whatever_the_recipe(recipe: dict[str, Any]) -> None:
    project = small_project()
    seen, built = preview(project, **recipe), export(project, **recipe)
    assert (numbers(seen.counts), numbers(seen.dropped)) == (built.counts, built.dropped)
    assert all([row.row for row in seen.rows[config]] == written(built, config) for config in built.counts)


def test_rows_for_spreadsheets() -> None:
    project = small_project()
    seen = preview(project, target="none", files="csv", configs=["preference"])
    built = export(project, target="none", files="csv", configs=["preference"])
    for shown, row in zip(seen.rows["preference"], written(built, "preference"), strict=True):
        assert {name: as_cell(one) for name, one in shown.row.items()} == row


def test_only_ten_rows_are_kept_and_they_are_the_first() -> None:
    project = make.project()
    make.tasks(project, 5)
    labeler = make.member(project)
    for _ in range(5):
        make.submitted(make.claimed(project, labeler))
    seen, built = preview(project, configs=["reward"]), export(project, configs=["reward"])
    assert sum(figure.value or 0 for figure in seen.counts["reward"].values()) == 30
    assert len(seen.rows["reward"]) == ROWS
    assert [row.row for row in seen.rows["reward"]] == written(built, "reward")


def test_long_texts_are_cut_and_say_how_long_they_are() -> None:
    cut: dict[str, int] = {}
    shown = shorten({"prompt": [{"role": "user", "content": "x" * 5000}], "ids": list(range(50)), "n": 3}, cut)
    assert shown["prompt"][0]["content"] == "x" * TEXT_SHOWN + "…"
    assert shown["ids"] == list(range(20))
    assert cut == {"prompt.0.content": 5000, "ids": 50}


def test_an_earlier_moment_is_previewed_as_it_was() -> None:
    project = make.project()
    make.tasks(project, 3)
    labeler = make.member(project)
    make.submitted(make.claimed(project, labeler))
    first = export(project, configs=["raw"])
    make.submitted(make.claimed(project, labeler))
    assert preview(project, snapshot=str(first.pk)).judgments.value == 1
    assert preview(project, configs=["raw"]).judgments.value == 2


def test_nothing_judged_is_nothing_and_exact() -> None:
    project = make.project()
    make.tasks(project, 2)
    seen = preview(project)
    assert (seen.is_exact, seen.prompts, seen.counts, seen.rows) == (True, 0, {}, {})


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project that counts as large: walked along in strides of its digests."""
    project = make.project()
    make.tasks(project, 60, completions=2)
    labeler = make.member(project)
    for _ in range(45):
        make.submitted(make.claimed(project, labeler))
    monkeypatch.setattr(sampling, "FEW_ASSIGNMENTS", 10)
    monkeypatch.setattr(sampling, "STRIDE", 7)
    monkeypatch.setattr(sampling, "PAGE", 3)
    return project


def test_walked_to_its_end_a_project_is_counted_exactly(many: Project) -> None:
    seen = preview(many, configs=["reward"])
    assert seen.is_exact
    assert seen.prompts == 45
    assert numbers(seen.counts) == export(many, configs=["reward"]).counts


def test_a_sample_projects_and_says_so(many: Project) -> None:
    seen = preview_dataset(
        project=many, recipe={"configs": ["reward"]}, now=timezone.now(), seconds=math.inf, enough=30
    )
    assert not seen.is_exact
    assert 0 < seen.share < 1
    # Up to the end of the page.
    assert 30 <= seen.prompts < 33
    assert seen.judgments.value is not None
    assert seen.judgments.low <= seen.judgments.value <= seen.judgments.high
    assert seen.judgments.low >= 30
    again = preview_dataset(
        project=many, recipe={"configs": ["reward"]}, now=timezone.now(), seconds=math.inf, enough=30
    )
    assert again == seen


def test_time_ends_it_too(many: Project) -> None:
    seen = preview_dataset(project=many, recipe={}, now=timezone.now(), seconds=0)
    assert seen.prompts == 3
    assert seen.judgments.value is None
    assert seen.as_json()["judgments"] == {"value": None, "n": 3, "reason": "not_enough_data"}


def test_intervals_hold_what_they_promise() -> None:
    """Of 400 samples of a known population, about 95 in 100 intervals hold its sum."""
    from random import Random

    draw = Random(7)
    population = [draw.choice((0, 1, 1, 6, 36)) for _ in range(3000)]
    held = 0
    for _ in range(400):
        seen = Sum()
        for count in population:
            if draw.random() < 0.1:
                seen.add(count)
        figure = projected(seen, 0.1, 300)
        assert figure.value is not None
        held += figure.low <= sum(population) <= figure.high
    assert 0.92 <= held / 400 <= 0.98


def test_too_few_are_not_projected() -> None:
    seen = Sum()
    for _ in range(FEWEST - 1):
        seen.add(1)
    assert projected(seen, 0.01, 500).value is None
    seen.add(1)
    assert projected(seen, 0.01, 500).value == 2000
    assert math.isclose(projected(seen, 1, 500).value or 0, 20)


def test_pages_cost_the_same_number_of_queries(many: Project) -> None:
    with CaptureQueriesContext(connection) as first:
        preview_dataset(project=many, recipe={}, now=timezone.now(), seconds=0)
    assert len(first) <= 25


def test_the_api_previews_and_builds_nothing() -> None:
    project = small_project()
    client = APIClient()
    client.force_authenticate(make.manager(project))
    address = f"/api/projects/{project.slug}/exports/preview/"
    told = client.post(address, {"configs": ["preference"], "target": "openrlhf"}, format="json").json()
    assert told["exact"] is True
    assert told["counts"]["preference"]["train"]["value"] == 2
    assert told["recipe"]["min_strength"] == {"preference": 2, "reward": 0}
    assert set(told["rows"]["preference"][0]["row"]) >= {"prompt", "chosen", "rejected"}
    assert not Export.objects.exists()
    wrong = client.post(address, {"configs": ["x"], "filters": {"batches": ["no"]}}, format="json")
    assert (wrong.status_code, set(wrong.json()["fields"])) == (400, {"configs"})


def test_the_command_previews_everything_and_writes_nothing(
    many: Project, tmp_path: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    call_command("export_dataset", many.slug, "--preview")
    told = json.loads(capsys.readouterr().out)
    assert (told["exact"], told["prompts"]) == (True, 45)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "recipe",
    [
        {"filters": {"batches": ["\ud800"]}}, {"kto": {"question": "\udfff"}}, {"snapshot": 10**15}, {"snapshot": True},
        {"filters": {"labelers_exclude": ["nobody"] * 10_001}}, {"filters": {"use_case": [None]}},
        {"min_votes": 10**40},
    ],
)  # fmt: skip
def test_nonsense_is_refused(recipe: dict[str, Any]) -> None:
    with pytest.raises(BadRecipe):
        preview(make.project(), **recipe)


def test_ten_thousand_names_are_read() -> None:
    names = [f"<b>{number}</b>" for number in range(10_000)]
    assert preview(make.project(), filters={"use_case": names, "language": names}).is_exact
    with pytest.raises(BadRecipe, match="valid"):
        preview(make.project(), filters={"labelers_exclude": names})


def test_another_projects_snapshot_is_none() -> None:
    of_another = export(small_project(), configs=["raw"])
    with pytest.raises(BadRecipe) as refusal:
        preview(make.project(), snapshot=str(of_another.pk))
    assert refusal.value.fields == {"snapshot": ["This project has no such export."]}
