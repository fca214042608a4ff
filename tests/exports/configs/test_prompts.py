"""Prompts alone: one row each, none whose reward-model rows are in test."""

import pytest
from django.utils import timezone

from labeling.actions.skip import skip
from labeling.models import Project, SkipReason
from tests import make
from tests.exports import build

pytestmark = pytest.mark.django_db


def imported(project: Project) -> Project:
    rows = [
        {"prompt": f"Prompt of {split}", "completions": [{"text": "a"}, {"text": "b"}], "split": split}
        for split in ("train", "validation", "test")
    ]
    if project.kind == "demonstration":
        rows = [{key: row[key] for key in ("prompt", "split")} for row in rows]
    make.imported(project, rows)
    return project


def prompts(project: Project) -> tuple[list[str], dict[str, int]]:
    made = build.export(project, configs=["prompts"])
    return [row["prompt"][0]["content"] for row in build.rows(made, "prompts")], made.dropped.get("prompts", {})


def test_the_reward_models_test_stays_unseen() -> None:
    project = imported(make.project())
    labeler = make.member(project)
    for _ in range(3):
        make.submitted(make.claimed(project, labeler))
    found, dropped = prompts(project)
    assert sorted(found) == ["Prompt of train", "Prompt of validation"]
    assert dropped == {"reward_test": 1}


def test_demonstrations_make_no_reward_rows() -> None:
    project = imported(make.project("demonstration"))
    labeler = make.member(project)
    for _ in range(3):
        make.submitted(make.claimed(project, labeler), text="Yes.")
    found, dropped = prompts(project)
    assert (sorted(found), dropped) == (["Prompt of test", "Prompt of train", "Prompt of validation"], {})


def test_a_prompt_of_which_nothing_counts_is_counted() -> None:
    project = imported(make.project())
    labeler = make.member(project)
    skip(assignment=make.claimed(project, labeler), reason=SkipReason.OTHER, note="?", now=timezone.now())
    assert prompts(project) == ([], {"nothing_counts": 1})
