"""Excluding a labeler's work: it stops counting and its slots open again; reinstating undoes that."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from accounts import trail
from accounts.errors import Conflict
from accounts.models import User
from labeling import verdicts
from labeling.actions import hold_assignment, locks
from labeling.models import Assignment, AssignmentState, Exclusion, Project, Purpose


class Erased(Conflict):
    code = "erased"
    detail = gettext_lazy("This person's work was erased from the project for good.")


def exclude_labeler(
    *,
    project: Project,
    labeler: User,
    is_excluded: bool,
    by: User,
    now: datetime,
    since: datetime | None = None,
    reason: str = "",
    is_erasure: bool = False,
) -> Exclusion:
    """Record the ruling, then open (or fill again) the slots it concerns, one task at a time.

    since: only submissions from that moment on; None: all of them. Exports obey the ruling itself, so
    they are right even if this stops half-way; calling it again finishes the slots.
    Raises Erased for somebody who was erased, unless it erases again.
    """
    ruling = Exclusion(
        project=project, labeler=labeler, is_excluded=is_excluded, since=since, reason=reason,
        is_erasure=is_erasure, created_by=by, created_at=now,
    )  # fmt: skip
    record(ruling)
    theirs = Assignment.objects.filter(project=project, labeler=labeler, purpose=Purpose.WORK).order_by("task_id")
    for assignment in theirs.select_related("project", "version").iterator(chunk_size=500):
        if is_excluded:
            open_slot(assignment, since)
        elif assignment.state == AssignmentState.SUBMITTED and assignment.slot is None:
            fill_slot_again(assignment)
    return ruling


@transaction.atomic
def record(ruling: Exclusion) -> None:
    locks.share_project(ruling.project_id)
    if not ruling.is_erasure:
        check_not_erased(ruling.project, ruling.labeler)
    ruling.save(force_insert=True)
    trail.record(
        event_of(ruling),
        by=ruling.created_by,
        now=ruling.created_at,
        project_id=ruling.project_id,
        subject=f"user:{ruling.labeler_id}",
        reason=ruling.reason,
    )


def check_not_erased(project: Project, labeler: User) -> None:
    if Exclusion.objects.filter(project=project, labeler=labeler, is_erasure=True).exists():
        raise Erased


def event_of(ruling: Exclusion) -> str:
    if ruling.is_erasure:
        return "labeler.erased"
    return "labeler.excluded" if ruling.is_excluded else "labeler.reinstated"


@transaction.atomic
def open_slot(assignment: Assignment, since: datetime | None) -> None:
    held = hold_assignment.lock(assignment)
    if assignment.slot is None:
        return
    if assignment.state == AssignmentState.CLAIMED:
        hold_assignment.give_up_slot(held, AssignmentState.RELEASED)
        return
    standing = assignment.submissions.order_by("-revision").first()
    if since is None or (standing and standing.submitted_at >= since):
        hold_assignment.open_counted_slot(held)


@transaction.atomic
def fill_slot_again(assignment: Assignment) -> None:
    """Count a reinstated submission if its slot is still free and no reviewer rejected it."""
    held = hold_assignment.lock(assignment)
    standing = assignment.submissions.order_by("-revision").first()
    if standing is None or not verdicts.is_rejected(standing):
        hold_assignment.count_again(held)
