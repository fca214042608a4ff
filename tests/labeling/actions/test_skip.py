"""Skipping, parking, and what managers rule on tasks."""

import pytest
from django.utils import timezone

from accounts.errors import Invalid
from labeling.actions import claim, mark_task, skip
from labeling.models import Assignment, Opening, Project, Skip, Task
from tests import make

pytestmark = pytest.mark.django_db


def pass_on(assignment: Assignment, reason: str = "unclear") -> Skip:
    return skip.skip(assignment=assignment, reason=reason, note="why", active_seconds=4, now=timezone.now())


def test_a_skip_frees_the_slot_for_somebody_else() -> None:
    project = make.project()
    make.tasks(project, 1)
    labeler = make.member(project)
    held = make.claimed(project, labeler)
    assert pass_on(held).active_seconds == 4
    with pytest.raises(claim.NothingLeft):
        make.claimed(project, labeler)
    assert make.claimed(project, make.member(project)).task_id == held.task_id


def test_a_repeated_skip_changes_nothing() -> None:
    assignment = make.assignment("skipped")
    again = pass_on(assignment, "broken")
    assert again.reason == "unclear"
    assert Opening.objects.get(task_id=assignment.task_id).filled == 0


def test_a_skip_after_a_submission_is_a_conflict() -> None:
    with pytest.raises(skip.AlreadySubmitted):
        pass_on(make.assignment("submitted"))


def test_an_unknown_reason_is_refused() -> None:
    with pytest.raises(Invalid):
        pass_on(make.assignment(), "tired")


def skip_by_new_labeler(project: Project, reason: str) -> None:
    pass_on(make.claimed(project, make.member(project)), reason)


def test_two_skips_for_the_same_reason_park_the_task() -> None:
    project = make.project()
    task = make.tasks(project, 1)[0]
    skip_by_new_labeler(project, "unclear")
    skip_by_new_labeler(project, "broken")
    assert Task.objects.get(pk=task.pk).state == "open"
    skip_by_new_labeler(project, "unclear")
    assert Task.objects.get(pk=task.pk).state == "parked"
    with pytest.raises(claim.NothingLeft):
        make.claimed(project, make.member(project))


def test_one_skip_for_personal_data_parks_the_task_until_it_is_restored() -> None:
    project = make.project()
    task = make.tasks(project, 1)[0]
    skip_by_new_labeler(project, "personal_data")
    assert Task.objects.get(pk=task.pk).state == "parked"
    mark_task.mark_task(task=task, mark="restored", by=None, now=timezone.now())
    assert make.claimed(project, make.member(project)).task_id == task.pk
