"""Both ways give the same dataset to the byte, whatever the recipe: files, card, manifest with all its counts."""

from typing import Any

import pytest
from django.utils import timezone

from labeling.actions.erase_labeler import erase_labeler
from labeling.models import Project
from tests import make
from tests.exports import build
from tests.exports.small_project import small_project
from tests.exports.usual.drawn import drawn_project
from tests.exports.usual.ways import both

pytestmark = pytest.mark.django_db

PAIRS = ["preference", "reward"]
# Recipes whose pairs all go the short way where they can.
OPEN: list[dict[str, Any]] = [
    {},
    {"files": "jsonl"},
    {"target": "openrlhf"},
    {"target": "none", "files": "csv"},
    {"aggregate": "each"},
    {"labelers": "none"},
    {"pairs": {"preference": "adjacent", "reward": "adjacent"}},
    {"pairs": {"preference": "best_worst", "reward": "best_rest"}},
    {"margin": "large"},
    {"min_votes": 2},
    {"min_agreement": 0.7},
    {"min_strength": {"preference": 2}},
    {"rewrites": "exclude"},
    {"rewrites": "only"},
    {"filters": {"batches": ["one"]}},
    {"filters": {"use_case": ["chat"], "language": ["de"]}},
    {"filters": {"roles": ["labeler"], "guideline_version_min": 2}},
    {"filters": {"groups": ["heldout"]}},
    {"filters": {"labelers_exclude": ["ANN"]}},
    {"filters": {"review": ["unreviewed"]}},
]
CLOSED: list[dict[str, Any]] = [
    {"pairs": {"preference": "one"}},
    {"filters": {"since": "2020-01-01"}},
    {"filters": {"licenses": ["MIT"]}},
    {"filters": {"flags_exclude": ["harmful"]}},
    {"filters": {"review": ["accepted"]}},
    {"configs": ["preference", "sft"]},
    {"metadata": False},
    {"personal_data": "drop"},
    {"target": "llamafactory"},
    {"target": "none", "files": "csv", "metadata": False},
]


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a project has many pages, and a page is part of several row groups, which end by rows or by bytes.

    Figures are told of few prompts too: else most of them would be null.
    """
    monkeypatch.setattr("exports.actions.write_dataset.PAGE", 7)
    monkeypatch.setattr("exports.writing.shards.GROUP_ROWS", 10)
    monkeypatch.setattr("exports.writing.shards.GROUP_BYTES", 900)
    monkeypatch.setattr("exports.writing.shards.SHARD_ROWS", 30)
    monkeypatch.setattr("exports.writing.shards.SHARD_BYTES", 4_000)
    monkeypatch.setattr("labeling.statistics.shares.FEWEST_PROMPTS", 2)


def named(recipe: dict[str, Any], project: Project) -> dict[str, Any]:
    """With the name that the labeler has in this project."""
    filters = recipe.get("filters", {})
    if "labelers_exclude" in filters:
        filters = filters | {"labelers_exclude": [f"ann-{project.pk}"]}
    return {"configs": PAIRS, **recipe, "filters": filters}


def test_the_short_way_is_open() -> None:
    project = drawn_project(1)
    for recipe in OPEN:
        usual, made = both(project, **named(recipe, project))
        assert usual, recipe
        assert made.counts or "min_votes" in recipe, recipe


def test_the_short_way_is_closed() -> None:
    project = drawn_project(2)
    for recipe in CLOSED:
        usual, _ = both(project, **named(recipe, project))
        assert not usual, recipe


def test_some_prompts_of_the_drawn_project_are_usual_and_some_are_not() -> None:
    """Else the test above would hold little."""
    project = drawn_project(3)
    usual, made = both(project, configs=["preference"])
    judged = project.prompts.filter(tasks__assignments__state="submitted").distinct().count()
    assert judged / 4 < len(usual) < judged * 3 / 4
    assert {"judgments", "preference"} <= set(made.dropped)
    assert project.tasks.count() == project.prompts.count() + 3, "three prompts have two tasks"
    figures = build.manifest(made)["statistics"]
    assert all(figure["share"] is not None for of in ("agreement", "bias") for figure in figures[of].values())


def test_the_project_that_was_counted_by_hand() -> None:
    usual, _ = both(small_project(), configs=PAIRS, margin="small")
    assert not usual, "dave judged all tasks, and is excluded"


def test_demonstrations_go_the_long_way_also_beside_completions_that_came_with_them() -> None:
    project = make.project("demonstration", overlap=1)
    turns = [{"role": "user", "content": "Q?"}, {"role": "assistant", "content": "An answer."}]
    make.imported(project, [{"id": "a", "messages": turns}])
    make.submitted(make.claimed(project, make.member(project)))
    usual, made = both(project, configs=PAIRS)
    assert not usual
    assert made.dropped == {name: {"demonstration": 1} for name in PAIRS}


def test_whom_a_snapshot_did_not_know_as_erased_is_left_out_of_it() -> None:
    project = make.project(overlap=1)
    make.tasks(project, 2)
    gone = make.member(project)
    for person in (gone, make.member(project)):
        make.submitted(make.claimed(project, person))
    usual, first = both(project, configs=["preference"])
    assert len(usual) == 2
    erase_labeler(project=project, labeler=gone, by=make.manager(project), now=timezone.now())
    usual, again = both(project, snapshot=str(first.pk))
    assert len(usual) == 1
    assert again.dropped["judgments"] == {"erased": 1}


def test_nothing_judged_and_nothing_usual() -> None:
    assert both(make.project(), configs=PAIRS)[0] == []
