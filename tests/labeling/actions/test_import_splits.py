"""Splits are fixed at import, by the groups of prompts."""

import pytest

from labeling.models import Opening, Project, Prompt
from tests import make
from tests.labeling.actions.test_run_import import run

pytestmark = pytest.mark.django_db


def test_splits_are_born_once():
    project = make.project(splits={"train": 0.5, "validation": 0.25, "test": 0.25})
    run(project, [{"prompt": f"q{number}", "completions": ["a", "b"]} for number in range(60)])
    born = dict(Prompt.objects.filter(project=project).values_list("id", "split"))
    assert set(born.values()) == {"train", "validation", "test"}
    Project.objects.filter(pk=project.pk).update(split_seed="other", splits={"train": 0, "validation": 0, "test": 1})
    project.refresh_from_db()
    job = run(project, [{"prompt": f"q{number}", "completions": ["c", "d"]} for number in range(60)])
    assert job.created == 60
    assert dict(Prompt.objects.filter(project=project).values_list("id", "split")) == born


def test_a_row_names_its_split_but_a_prompt_never_moves():
    project = make.project()
    run(project, [{"prompt": "q", "completions": ["a", "b"], "split": "test"}])
    job = run(project, [{"prompt": "q", "completions": ["c", "d"], "split": "train"}])
    assert Prompt.objects.get(project=project).split == "test"
    assert job.warnings["split_kept"]["count"] == 1


def test_what_links_different_splits_is_quarantined_and_counted():
    project = make.project()
    two = ["a", "b"]
    run(project, [{"prompt": "one", "completions": two, "split": "train"},
                  {"prompt": "two", "completions": two, "split": "test", "source_user": "u"}])  # fmt: skip
    job = run(project, [{"prompt": "ONE", "completions": two, "source_user": "u"}])
    prompt = Prompt.objects.get(project=project, is_quarantined=True)
    assert prompt.messages[0]["content"] == "ONE"
    assert prompt.split == "train"
    assert job.warnings["quarantined"]["count"] == 1


def test_one_user_for_all_is_named_in_a_warning():
    project = make.project()
    job = run(project, [row | {"source_user": "everyone"} for row in make.rows(10)])
    warning = next(warning for code, warning in job.warnings.items() if code.startswith("large_group"))
    assert "'everyone'" in warning["detail"]
    assert "10 of 10 rows" in warning["detail"]
    assert not any(code.startswith("large_group") for code in run(project, make.rows(10)).warnings)


def test_overlap_comes_from_the_row_or_from_the_split():
    project = make.project(overlap={"train": 1, "validation": 2, "test": 4})
    rows = [row | {"split": split} for row, split in zip(make.rows(3), ("train", "validation", "test"), strict=True)]
    run(project, [*rows, make.rows(1)[0] | {"overlap": 7}])
    found = Opening.objects.filter(project=project).order_by("task_id").values_list("allowed", flat=True)
    assert list(found) == [1, 2, 4, 7]
