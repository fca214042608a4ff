"""What reviewers say decides what a dataset holds: rejected never, returned only where the recipe asks for it."""

from typing import Any

import pytest
from django.utils import timezone

from exports.storage import folders
from labeling.actions.review_submission import review_submission
from labeling.actions.settle_task import settle_task
from labeling.actions.withdraw_review import withdraw_review
from labeling.models import Project, Submission, Task
from tests import make
from tests.exports import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def said() -> Submission:
    project = make.project()
    make.imported(project, [{"id": "one", "prompt": "?", "completions": ["good", "bad"], "split": "train"}])
    held = build.ranked(project, make.member(project), ["good"], ["bad"])
    return Submission.objects.select_related("assignment__project").get(assignment=held)


def judge(submission: Submission, verdict: str) -> None:
    review_submission(
        submission=submission, reviewer=make.manager(submission.assignment.project), verdict=verdict,
        comment="Because.", now=timezone.now(),
    )  # fmt: skip


def built(submission: Submission, **recipe: Any) -> tuple[int, list[tuple[str, str]]]:
    """How many pairs there are, and what `raw` says of each judgment: its review, why it was left out."""
    made = build.export(submission.assignment.project, configs=["preference", "raw"], **recipe)
    raw = sorted(build.rows(made, "raw"), key=lambda row: row["revision"])
    return len(build.rows(made, "preference")), [(row["review"], row["left_out"]) for row in raw]


def test_returned_work_is_no_row_until_it_is_amended(said: Submission) -> None:
    judge(said, "returned")
    assert built(said) == (0, [("returned", "returned")])
    make.submitted(said.assignment)
    assert built(said) == (1, [("returned", "superseded"), ("unreviewed", "")])


def test_returned_work_is_a_row_where_the_recipe_asks_for_it(said: Submission) -> None:
    judge(said, "returned")
    wanted = {"review": ["accepted", "unreviewed", "returned"]}
    assert built(said, filters=wanted) == (1, [("returned", "")])


def test_a_withdrawn_verdict_leaves_it_unreviewed(said: Submission) -> None:
    judge(said, "rejected")
    assert built(said) == (0, [("rejected", "rejected")])
    manager = make.manager(said.assignment.project)
    withdraw_review(submission=said, by=manager, now=timezone.now())
    assert built(said) == (1, [("unreviewed", "")])
    assert built(said, filters={"review": ["accepted"]})[0] == 0


def test_accepted_work_is_a_row(said: Submission) -> None:
    judge(said, "accepted")
    assert built(said, filters={"review": ["accepted"]}) == (1, [("accepted", "")])


def settled(project: Project, *best_first: list[str]) -> None:
    reviewer = make.member(project, "reviewer")
    assignment = settle_task(task=project.tasks.get(), reviewer=reviewer, role="reviewer", now=timezone.now())
    build.judged(assignment, *best_first)


def test_a_settled_tasks_rows_come_from_the_settling_judgment(said: Submission) -> None:
    project = said.assignment.project
    settled(project, ["bad"], ["good"])
    made = build.export(project, configs=["preference", "raw"])
    assert [build.texts_of(row) for row in build.rows(made, "preference")] == [("bad", "good")]
    raw = {row["purpose"]: row["left_out"] for row in build.rows(made, "raw")}
    assert raw == {"work": "settled", "review": ""}
    assert made.dropped["judgments"] == {"settled": 1}
    assert "a reviewer settled its task" in (folders.folder_of(made.pk) / "README.md").read_text()


def test_the_recipe_can_ask_for_the_others_votes_beside_it(said: Submission) -> None:
    project = said.assignment.project
    settled(project, ["bad"], ["good"])
    wanted = {"review": ["accepted", "unreviewed", "settled"]}
    made = build.export(project, configs=["preference", "raw"], filters=wanted)
    # One for, one against: nothing has a majority.
    assert build.rows(made, "preference") == []
    assert {row["left_out"] for row in build.rows(made, "raw")} == {""}


def test_a_rejected_settlement_settles_nothing(said: Submission) -> None:
    project = said.assignment.project
    settled(project, ["bad"], ["good"])
    mine = Submission.objects.get(assignment__purpose="review")
    review_submission(
        submission=mine, reviewer=make.manager(project), verdict="rejected", comment="Look again.", now=timezone.now()
    )
    made = build.export(project, configs=["preference"])
    assert [build.texts_of(row) for row in build.rows(made, "preference")] == [("good", "bad")]


def test_agreement_is_that_of_the_labelers_settled_tasks_included() -> None:
    """Ten disputed tasks that were settled and twenty that were not: the reviewer's votes are in no pair of people."""
    project = make.project(overlap=2)
    texts = ["good", "bad"]
    make.imported(
        project, [{"id": f"{n}", "prompt": f"{n}?", "completions": texts, "split": "train"} for n in range(30)]
    )
    one, other = make.member(project), make.member(project)
    reviewer = make.member(project, "reviewer")
    for number in range(30):
        held = build.ranked(project, one, ["good"], ["bad"])
        build.ranked(project, other, *([["bad"], ["good"]] if number < 10 else [["good"], ["bad"]]))
        if number < 10:
            task = Task.objects.get(pk=held.task_id)
            build.judged(
                settle_task(task=task, reviewer=reviewer, role="reviewer", now=timezone.now()), ["good"], ["bad"]
            )
    made = build.export(project, configs=["preference"])
    assert len(build.rows(made, "preference")) == 30
    strict = build.manifest(made)["statistics"]["agreement"]["strict"]
    assert strict["share"] == pytest.approx(20 / 30, abs=1e-6)
    assert strict["prompts"] == 30
