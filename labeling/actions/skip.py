"""Skipping: the slot goes to somebody else, with a reason. Some reasons park the task for a manager."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import trail
from accounts.errors import Conflict, Invalid
from labeling.actions import hold_assignment, mark_task
from labeling.models import Assignment, AssignmentState, Opening, Skip, SkipReason, Task, TaskMark, TaskState
from labeling.storable import check_storable

# So many skips for the same reason park a task; one for personal data does.
SAME_REASON_PARKS = 2
LONGEST_NOTE = 5_000


class AlreadySubmitted(Conflict):
    code = "already_submitted"
    detail = gettext_lazy("This assignment was submitted already.")


@transaction.atomic
def skip(
    *,
    assignment: Assignment,
    reason: str,
    now: datetime,
    note: str = "",
    active_seconds: float | None = None,
    wall_seconds: float | None = None,
    opened_at: datetime | None = None,
) -> Skip:
    """Record the skip and return the slot; repeats change nothing. Raises AlreadySubmitted or Invalid."""
    check(reason, note)
    held = hold_assignment.lock(assignment)
    if assignment.state == AssignmentState.SKIPPED:
        return assignment.skip
    if not hold_assignment.can_become(assignment, AssignmentState.SKIPPED):
        raise AlreadySubmitted
    hold_assignment.give_up_slot(held, AssignmentState.SKIPPED)
    made = Skip.objects.create(
        assignment=assignment,
        project_id=assignment.project_id,
        task_id=assignment.task_id,
        reason=reason,
        note=note,
        active_seconds=active_seconds,
        wall_seconds=wall_seconds,
        opened_at=opened_at or assignment.opened_at,
        skipped_at=now,
    )
    trail.record(
        "assignment.skipped",
        by=assignment.labeler,
        now=now,
        project_id=assignment.project_id,
        subject=f"assignment:{assignment.pk}",
        reason=reason,
    )
    park_if_needed(held.opening, reason, now)
    return made


def check(reason: str, note: str) -> None:
    if reason not in SkipReason.values:
        raise Invalid(fields={"reason": [_("It is one of: %(choices)s.") % {"choices": ", ".join(SkipReason.values)}]})
    if len(note) > LONGEST_NOTE:
        raise Invalid(fields={"note": [_("It has at most %(most)s characters.") % {"most": LONGEST_NOTE}]})
    check_storable(note, "note")


def park_if_needed(opening: Opening, reason: str, now: datetime) -> None:
    """Park the task after one skip for personal data, or two for the same reason since it was last restored."""
    task = Task.objects.get(pk=opening.task_id)
    if task.state != TaskState.OPEN:
        return
    skips = Skip.objects.filter(assignment__task=task, assignment__state=AssignmentState.SKIPPED, reason=reason)
    restored = task.marks.filter(mark=TaskMark.Mark.RESTORED).order_by("-number").first()
    if restored:
        skips = skips.filter(number__gt=restored.number)
    if reason == SkipReason.PERSONAL_DATA or skips.count() >= SAME_REASON_PARKS:
        mark_task.mark_locked_task(task=task, mark=TaskMark.Mark.PARKED, note=f"skipped: {reason}", by=None, now=now)
