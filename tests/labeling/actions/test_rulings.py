"""Reviews, exclusions and overlap: what counts, and how slots open again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Event
from labeling.actions import change_project, claim, review_submission
from labeling.models import Assignment, Opening, Project, Submission
from tests import make

pytestmark = pytest.mark.django_db


def counts(project: Project) -> list[tuple[int, int, int]]:
    return list(Opening.objects.filter(project=project).order_by("task_id").values_list("allowed", "filled", "counted"))


def rule(project: Project, labeler, is_excluded: bool, **options) -> None:
    make.ruled(project, labeler, is_excluded=is_excluded, **options)


def test_a_rejected_submission_opens_its_slot_again() -> None:
    project = make.project()
    make.tasks(project, 1)
    submission = make.submitted(make.claimed(project, make.member(project)))
    reviewer = make.member(project, "reviewer")
    review_submission.review_submission(
        submission=submission, reviewer=reviewer, verdict="rejected", comment="No.", now=timezone.now()
    )
    assert counts(project) == [(1, 0, 0)]
    assert make.claimed(project, make.member(project)).task_id == submission.assignment.task_id


def test_only_the_standing_submission_is_reviewed() -> None:
    assignment = make.assignment()
    first = make.submitted(assignment)
    make.submitted(assignment)
    with pytest.raises(review_submission.NotStanding):
        review_submission.review_submission(
            submission=first, reviewer=make.user(), verdict="rejected", comment="No.", now=timezone.now()
        )


def test_excluding_a_labeler_opens_all_their_slots_and_reinstating_fills_them() -> None:
    project = make.project()
    make.tasks(project, 3)
    labeler = make.member(project)
    for _ in range(2):
        make.submitted(make.claimed(project, labeler))
    make.claimed(project, labeler)
    rule(project, labeler, True)
    assert counts(project) == [(1, 0, 0)] * 3
    with pytest.raises(claim.NothingLeft):
        make.claimed(project, labeler)
    make.submitted(make.claimed(project, make.member(project)))
    rule(project, labeler, False)
    # The first task went to the other labeler; the second is counted for its author again.
    assert counts(project) == [(1, 1, 1), (1, 1, 1), (1, 0, 0)]


def test_an_exclusion_since_a_moment_keeps_what_came_before() -> None:
    project = make.project()
    make.tasks(project, 2)
    labeler = make.member(project)
    early, late = timezone.now() - timedelta(days=2), timezone.now()
    make.submitted(make.claimed(project, labeler), now=early)
    make.submitted(make.claimed(project, labeler), now=late)
    rule(project, labeler, True, since=late - timedelta(hours=1))
    assert counts(project) == [(1, 1, 1), (1, 0, 0)]


def test_an_excluded_labelers_late_submission_is_surplus() -> None:
    project = make.project()
    make.tasks(project, 1)
    labeler = make.member(project)
    held = make.claimed(project, labeler)
    rule(project, labeler, True)
    held.refresh_from_db()
    assert make.submitted(held).is_surplus


def test_lowering_the_overlap_closes_free_slots_only() -> None:
    project = make.project(overlap=3)
    make.tasks(project, 2)
    for _ in range(2):
        make.claimed(project, make.member(project))
    change_project.change_project(project=project, by=None, now=timezone.now(), overlap=1)
    assert counts(project) == [(1, 2, 0), (1, 0, 0)]
    for assignment in Assignment.objects.filter(project=project):
        assert not make.submitted(assignment).is_surplus


def test_raising_the_overlap_reopens_done_tasks_for_those_who_passed_them() -> None:
    project = make.project()
    tasks = make.tasks(project, 3)
    one, other = make.member(project), make.member(project)
    make.submitted(make.claimed(project, one))
    make.submitted(make.claimed(project, other))
    change_project.change_project(project=project, by=None, now=timezone.now(), overlap=2)
    assert make.claimed(project, one).task_id == tasks[1].pk
    assert make.claimed(project, other).task_id == tasks[0].pk


def test_tasks_with_an_overlap_of_their_own_keep_it() -> None:
    project = make.project()
    make.tasks(project, 1, overlap=2)
    change_project.change_project(project=project, by=None, now=timezone.now(), overlap=5)
    assert counts(project) == [(2, 0, 0)]


def test_overlap_may_differ_by_split() -> None:
    project = make.project(overlap={"train": 1, "validation": 3, "test": 4})
    make.tasks(project, 1, split="train")
    make.tasks(project, 1, split="test")
    assert [allowed for allowed, _, _ in counts(project)] == [1, 4]


def test_every_change_leaves_one_line_in_the_trail() -> None:
    project = make.project()
    make.tasks(project, 1)
    held = make.claimed(project, make.member(project))
    make.submitted(held)
    make.submitted(held)
    verbs = list(Event.objects.filter(subject=f"assignment:{held.pk}").order_by("id").values_list("verb", flat=True))
    assert verbs == ["assignment.claimed", "assignment.submitted", "assignment.amended"]
    assert Submission.objects.count() == 2
