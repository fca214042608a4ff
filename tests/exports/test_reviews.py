"""What reviewers say decides what a dataset holds: rejected never, returned only where the recipe asks for it."""

from typing import Any

import pytest
from django.utils import timezone

from labeling.actions.review_submission import review_submission
from labeling.actions.withdraw_review import withdraw_review
from labeling.models import Submission
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
