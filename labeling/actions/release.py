"""Releasing: the labeler gives the assignment back unjudged; the draft is kept."""

from datetime import datetime

from django.db import transaction

from accounts import trail
from labeling.actions import hold_assignment
from labeling.actions.skip import AlreadySubmitted
from labeling.models import Assignment, AssignmentState


@transaction.atomic
def release(*, assignment: Assignment, now: datetime) -> None:
    """Return the slot to the queue; harmless to repeat. Raises AlreadySubmitted."""
    held = hold_assignment.lock(assignment)
    if assignment.state in (AssignmentState.RELEASED, AssignmentState.SKIPPED):
        return
    if not hold_assignment.can_become(assignment, AssignmentState.RELEASED):
        raise AlreadySubmitted
    hold_assignment.give_up_slot(held, AssignmentState.RELEASED)
    trail.record(
        "assignment.released",
        by=assignment.labeler,
        now=now,
        project_id=assignment.project_id,
        subject=f"assignment:{assignment.pk}",
    )
