"""Single answers for KTO: what is settled to be good or bad, and why the others are not rows."""

from typing import Any

import pytest

from labeling.models import Assignment, Project
from tests import make
from tests.exports import build

pytestmark = pytest.mark.django_db
FORM = {
    "completion": [
        {"name": "overall", "type": "scale", "min": 1, "max": 7},
        {"name": "harmful", "type": "flag"},
    ]
}


def project_of(overlap: int = 1, completions: tuple[str, ...] = ("one", "two", "three"), **settings: Any) -> Project:
    project = make.project(overlap=overlap, form=settings.pop("form", FORM), ranking=settings)
    make.imported(project, [{"prompt": "Why?", "completions": [{"text": text} for text in completions], "id": "only"}])
    return project


def judge(project: Project, said: dict[str, Any], tiers: list[list[str]] | None = None, **more: Any) -> Assignment:
    """Somebody ranks the next task as told and answers for texts: a rating, or all answers."""
    held = make.claimed(project, make.member(project))
    letters = build.letters(held)
    ratings = {
        letters[text]: answers if isinstance(answers, dict) else {"overall": answers} for text, answers in said.items()
    }
    order = tiers or [[text] for text in ("one", "two", "three", "same", "same ", "other") if text in letters]
    return build.judged(held, *order, ratings=ratings, **more)


def labels(project: Project, **recipe: Any) -> tuple[dict[str, bool], dict[str, int]]:
    """{text: label} of the rows, and what was dropped."""
    made = build.export(project, configs=["kto"], **recipe)
    rows = build.rows(made, "kto")
    found = {row["completion"][0]["content"]: row["label"] for row in rows}
    assert len(found) == len(rows)
    return found, made.dropped.get("kto", {})


def test_ratings_decide_and_the_middle_is_left_out() -> None:
    project = project_of()
    judge(project, {"one": 6, "two": 4, "three": 2})
    assert labels(project) == ({"one": True, "three": False}, {"between": 1})
    assert labels(project, kto={"good": 4, "bad": 1}) == ({"one": True, "two": True}, {"between": 1})


def test_a_first_rank_alone_is_no_label() -> None:
    project = project_of(form={})
    judge(project, {})
    made = build.export(project, configs=["kto"])
    assert (build.rows(made, "kto"), made.dropped["kto"]) == ([], {"no_line_or_rating": 3})
    assert "overall" in build.manifest(made)["omitted"]["reasons"]["kto"]


def test_without_the_question_the_line_decides() -> None:
    project = project_of(form={}, acceptability=True)
    judge(project, {}, acceptable_tiers=1)
    assert labels(project) == ({"one": True, "two": False, "three": False}, {})


def test_line_and_rating_that_contradict_each_other_are_counted() -> None:
    project = project_of(acceptability=True)
    judge(project, {"one": 2, "two": 6, "three": 2}, acceptable_tiers=2)
    assert labels(project) == ({"two": True, "three": False}, {"contradiction": 1})
    assert labels(project, kto={"from": "acceptability"}) == ({"two": True, "three": False}, {"contradiction": 1})


def test_several_labelers_need_a_strict_majority() -> None:
    project = project_of(overlap=3)
    judge(project, {"one": 6, "two": 6, "three": 1})
    judge(project, {"one": 7, "two": 2, "three": 1})
    judge(project, {"one": 1, "two": 4, "three": 3})
    assert labels(project) == ({"one": True, "three": False}, {"no_majority": 1})
    assert labels(project, min_agreement=0.9) == ({"three": False}, {"no_majority": 1, "min_agreement": 1})
    assert labels(project, min_votes=4) == ({}, {"no_majority": 1, "min_votes": 2})


def test_a_vetoed_text_is_bad_whatever_its_rating() -> None:
    project = project_of(overlap=3)
    for flags in ((True, True, True), (True, False, True), (False, False, True)):
        said = zip(("one", "two", "three"), (6, 6, 4), flags, strict=True)
        judge(project, {text: {"overall": rating, "harmful": flag} for text, rating, flag in said})
    assert labels(project) == ({"one": True, "two": True}, {"between": 1})
    made = build.export(project, configs=["kto"], kto={"veto_flags": ["harmful"]}, min_agreement=0.6)
    found = {row["completion"][0]["content"]: row for row in build.rows(made, "kto")}
    assert {text: row["label"] for text, row in found.items()} == {"one": False, "two": True, "three": False}
    assert {text: row["is_vetoed"] for text, row in found.items()} == {"one": True, "two": False, "three": True}
    assert found["one"]["agreement"] == pytest.approx(2 / 3)
    assert (found["one"]["n_good"], found["one"]["n_bad"]) == (3, 0)


def test_a_veto_alone_is_no_judgment() -> None:
    project = project_of()
    judge(project, {"one": {"overall": 6}, "two": {"harmful": True}})
    found = labels(project, kto={"veto_flags": ["harmful"]})
    assert found == ({"one": True}, {"no_line_or_rating": 2})


def test_what_people_wrote_is_good_and_its_base_is_what_it_was_rated() -> None:
    project = project_of(rewrite="optional")
    judge(project, {"one": 3, "two": 3, "three": 3}, rewrite=("one", "better"))
    assert labels(project)[0] == {"better": True, "one": False, "two": False, "three": False}
    assert labels(project, rewrites="exclude")[1] == {"rewrite": 1}
    assert labels(project, rewrites="only") == ({"better": True}, {"not_a_rewrite": 3})


def test_rewrites_alone_make_no_dataset_where_the_form_asks_nothing_absolute() -> None:
    project = project_of(form={}, rewrite="optional")
    judge(project, {}, rewrite=("one", "better"))
    made = build.export(project, configs=["sft", "kto"])
    assert (build.rows(made, "kto"), made.dropped["kto"]) == ([], {"no_line_or_rating": 4})
    assert set(build.manifest(made)["omitted"]["reasons"]) == {"kto"}
    assert [row["completion"][0]["content"] for row in build.rows(made, "sft")] == ["better"]


def test_demonstrations_are_good() -> None:
    project = make.project("demonstration")
    make.tasks(project, 1)
    make.submitted(make.claimed(project, make.member(project)), text="An answer")
    assert labels(project) == ({"An answer": True}, {})


def test_the_same_text_with_both_labels_is_no_row() -> None:
    project = project_of(completions=("same", "same ", "other"))
    judge(project, {"same": 7, "same ": 1, "other": 7})
    assert labels(project) == ({"other": True}, {"contradiction": 2})
