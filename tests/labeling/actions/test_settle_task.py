"""Settling a task with a judgment of one's own: who may, what it is, and what it leaves alone."""

import pytest
from django.utils import timezone

from accounts.models import User
from labeling.actions import claim, expire_leases, release, settle_task, skip, take_check
from labeling.actions.digest_projects import digest_projects
from labeling.actions.fill_slot import digest_of
from labeling.models import Assignment, AuthoredText, Check, Opening, Project, Submission, Task
from labeling.reviews.queue import Wish
from labeling.screen import ordering
from tests import make
from tests.labeling.test_concurrency import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def said() -> Submission:
    project = make.project()
    make.tasks(project, 2)
    return make.submitted(make.claimed(project, make.member(project)))


def settle(submission: Submission, reviewer: User) -> Assignment:
    task = Task.objects.select_related("project").get(pk=submission.assignment.task_id)
    return settle_task.settle_task(task=task, reviewer=reviewer, role="reviewer", now=timezone.now())


def test_it_is_an_assignment_without_a_slot_in_an_order_of_its_own(said: Submission) -> None:
    reviewer = make.member(said.assignment.project, "reviewer")
    mine = settle(said, reviewer)
    assert (mine.purpose, mine.state, mine.slot) == ("review", "claimed", None)
    assert sorted(mine.order) == sorted(said.assignment.order)
    assert settle(said, reviewer).pk == mine.pk
    judged = make.submitted(mine)
    assert not judged.is_surplus
    opening = Opening.objects.get(task=mine.task_id)
    assert (opening.filled, opening.counted) == (1, 1)
    assert settle(said, reviewer).pk == mine.pk


def test_it_ends_the_checks_of_the_task_alone(said: Submission) -> None:
    project = said.assignment.project
    other = make.submitted(make.claimed(project, make.member(project)))
    digest_projects(now=timezone.now())
    make.submitted(settle(said, make.member(project, "reviewer")))
    assert list(Check.objects.filter(closed_at=None).values_list("submission_id", flat=True)) == [other.pk]
    digest_projects(now=timezone.now())
    assert Check.objects.filter(closed_at=None).count() == 1


def test_who_has_the_task_as_a_labeler_does_not_settle_it(said: Submission) -> None:
    with pytest.raises(settle_task.AlreadyJudged):
        settle(said, said.assignment.labeler)
    project = said.assignment.project
    Opening.objects.update(allowed=2)
    holding = make.member(project, "reviewer")
    held = make.claimed(project, holding)
    assert held.task_id == said.assignment.task_id
    with pytest.raises(settle_task.AlreadyJudged):
        settle(said, holding)


def test_nobody_ranks_a_text_they_wrote(said: Submission) -> None:
    reviewer = make.member(said.assignment.project, "reviewer")
    text = said.assignment.task.completions.first().text
    AuthoredText.objects.create(labeler=reviewer, digest=digest_of(text))
    with pytest.raises(settle_task.OwnText):
        settle(said, reviewer)
    assert not Assignment.objects.filter(labeler=reviewer, purpose="review", state="claimed").exists()


def test_a_sealed_project_is_settled_no_more(said: Submission) -> None:
    Project.objects.update(state="sealed")
    with pytest.raises(settle_task.Sealed):
        settle(said, make.member(said.assignment.project, "reviewer"))


def test_it_is_in_nobodys_way(said: Submission) -> None:
    """Not handed out as work, not expired, not leased again when it was given back or skipped."""
    project = said.assignment.project
    reviewer = make.member(project, "reviewer")
    mine = settle(said, reviewer)
    assert make.claimed(project, reviewer).task_id != mine.task_id
    assert expire_leases.expire_leases() == 0
    release.release(assignment=Assignment.objects.select_related("project").get(pk=mine.pk), now=timezone.now())
    work = Assignment.objects.get(labeler=reviewer, purpose="work")
    with pytest.raises(claim.NothingLeft):
        make.claimed(project, reviewer, besides=(work.pk,))
    again = settle(said, reviewer)
    assert again.pk == mine.pk
    assert make.submitted(again).revision == 1


def test_a_settlement_that_was_skipped_can_still_be_made(said: Submission) -> None:
    reviewer = make.member(said.assignment.project, "reviewer")
    mine = settle(said, reviewer)
    skip.skip(assignment=mine, reason="unclear", now=timezone.now())
    assert make.submitted(settle(said, reviewer)).revision == 1


def test_its_order_is_balanced_like_any(said: Submission, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []
    lean = ordering.lean

    def spy(orders, policies, seen, chance):  # type: ignore[no-untyped-def]
        drawn.append(list(seen))
        return lean(orders, policies, seen, chance)

    monkeypatch.setattr(ordering, "lean", spy)
    reviewer = make.member(said.assignment.project, "reviewer")
    make.submitted(make.claimed(said.assignment.project, reviewer))
    settle(said, reviewer)
    assert len(drawn[-1]) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("has_looked", [False, True])
def test_four_tabs_at_once_get_one_assignment(has_looked: bool) -> None:
    project = make.project()
    make.tasks(project, 1)
    said = make.submitted(make.claimed(project, make.member(project)))
    digest_projects(now=timezone.now())
    reviewer = make.member(project, "reviewer")
    if has_looked:
        take_check.take_check(wish=Wish(project), reviewer=reviewer, now=timezone.now())
    got: list[int] = []
    at_once(lambda person: got.append(settle(said, person).pk), [reviewer] * 4)
    assert len(set(got)) == 1
    assert Assignment.objects.filter(labeler=reviewer).count() == 1
