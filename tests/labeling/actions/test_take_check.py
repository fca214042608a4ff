"""Taking turns: one reviewer each, in order, never one's own, and nobody labels what they have seen judged."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from labeling.actions import claim, review_submission, take_check
from labeling.actions.check_turns import HeldByAnother
from labeling.actions.digest_projects import digest_projects
from labeling.models import Assignment, Check, Project, Submission
from labeling.reviews.queue import Wish, place_of, waiting
from tests import make
from tests.labeling.test_concurrency import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    """Four judgments wait, two of each of two labelers."""
    return queued(4)


def queued(count: int) -> Project:
    project = make.project()
    make.tasks(project, count)
    for _ in range(2):
        labeler = make.member(project)
        for _ in range(count // 2):
            make.submitted(make.claimed(project, labeler))
    digest_projects(now=timezone.now())
    return project


def take(project: Project, reviewer: User, *, after: Check | None = None, **wish: Any) -> Check | None:
    place = place_of(project, after.pk) if after else None
    return take_check.take_check(wish=Wish(project, after=place, **wish), reviewer=reviewer, now=timezone.now())


def test_the_same_again_until_one_goes_on(project: Project) -> None:
    reviewer = make.member(project, "reviewer")
    first = take(project, reviewer)
    assert first == take(project, reviewer)
    second = take(project, reviewer, after=first)
    assert second is not None
    assert second != first
    first.refresh_from_db()
    assert first.holder_id is None
    ids = list(Check.objects.order_by("rank", "weight", "task").values_list("pk", flat=True))
    assert [first.pk, second.pk] == ids[:2]


def test_the_end_of_the_queue_is_nothing(project: Project) -> None:
    reviewer = make.member(project, "reviewer")
    last = Check.objects.order_by("rank", "weight", "task").last()
    assert last is not None
    assert take(project, reviewer, after=last) is None


def test_two_reviewers_never_get_the_same(project: Project) -> None:
    one, other = make.member(project, "reviewer"), make.member(project, "reviewer")
    mine, theirs = take(project, one), take(project, other)
    assert mine is not None
    assert theirs is not None
    assert mine != theirs
    with pytest.raises(HeldByAnother):
        review_submission.review_submission(
            submission=mine.submission, reviewer=other, verdict="accepted", now=timezone.now()
        )
    Check.objects.update(held_until=timezone.now() - timedelta(seconds=1))
    assert take(project, other) == mine


def test_filters_by_reason_and_labeler(project: Project) -> None:
    reviewer = make.member(project, "reviewer")
    assert take(project, reviewer, reason="disputed") is None
    assert take(project, reviewer, reason="new_labeler") is not None
    (_first, _), (second, _count) = waiting(project, reviewer).labelers
    taken = take(project, reviewer, labeler_id=second.pk)
    assert taken is not None
    assert taken.labeler_id == second.pk


def test_ones_own_work_is_for_others() -> None:
    project = make.project()
    make.tasks(project, 1)
    reviewer = make.member(project, "reviewer")
    make.submitted(make.claimed(project, reviewer))
    digest_projects(now=timezone.now())
    assert Check.objects.count() == 1
    assert take(project, reviewer) is None
    assert waiting(project, reviewer).count == 0
    assert waiting(project, make.manager(project)).count == 1


def test_a_task_that_one_is_still_to_judge_is_not_shown_judged() -> None:
    project = make.project(overlap=2)
    make.tasks(project, 1)
    reviewer = make.member(project, "reviewer")
    held = make.claimed(project, reviewer)
    make.submitted(make.claimed(project, make.member(project)))
    digest_projects(now=timezone.now())
    assert take(project, reviewer) is None
    make.submitted(held)
    assert take(project, reviewer) is not None


def test_who_has_seen_judgments_of_a_task_does_not_label_it() -> None:
    project = make.project(overlap=2)
    make.tasks(project, 2)
    make.submitted(make.claimed(project, make.member(project)))
    digest_projects(now=timezone.now())
    reviewer = make.member(project, "reviewer")
    seen = take(project, reviewer)
    assert seen is not None
    assert make.claimed(project, reviewer).task_id != seen.task_id
    with pytest.raises(claim.NothingLeft):
        make.claimed(project, reviewer, besides=(Assignment.objects.latest("id").pk,))
    Assignment.objects.filter(labeler=reviewer, state="claimed").delete()
    # Their place in the queue has not moved either.
    assert make.claimed(project, reviewer).task_id != seen.task_id


def test_holding_a_certain_one(project: Project) -> None:
    one, other = make.member(project, "reviewer"), make.member(project, "reviewer")
    last = Check.objects.order_by("task").last()
    assert last is not None
    held = take_check.hold_check(submission_id=last.pk, reviewer=one, now=timezone.now())
    assert held is not None
    assert held.holder == one
    assert take_check.hold_check(submission_id=last.pk, reviewer=other, now=timezone.now()) is None
    author = User.objects.get(pk=last.labeler_id)
    Check.objects.update(holder=None, held_until=None)
    assert take_check.hold_check(submission_id=last.pk, reviewer=author, now=timezone.now()) is None


@pytest.mark.django_db(transaction=True)
def test_a_crowd_of_reviewers_shares_the_queue() -> None:
    project = queued(10)
    reviewers = [make.member(project, "reviewer") for _ in range(8)]
    taken: list[tuple[int, int]] = []

    def work(reviewer: User) -> None:
        while turn := take(project, reviewer):
            taken.append((turn.pk, reviewer.pk))
            submission = Submission.objects.select_related("assignment__project").get(pk=turn.pk)
            review_submission.review_submission(
                submission=submission, reviewer=reviewer, verdict="accepted", now=timezone.now()
            )

    at_once(work, reviewers)
    assert sorted(pk for pk, _ in taken) == sorted(Check.objects.values_list("pk", flat=True))
    assert not Check.objects.filter(closed_at=None).exists()
