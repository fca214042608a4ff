"""Getting hold of an assignment to change it: locks in their order, state changes by the one table.

Race: a labeler submits, skips or releases in two tabs, or while the lease is being expired. Project lock,
then the opening's row, then the assignment's, so that everyone who changes a task's counts queues there.
"""

from labeling.actions import locks, slots
from labeling.models import TRANSITIONS, Assignment, AssignmentState, Opening


def lock(assignment: Assignment) -> tuple[Assignment, Opening]:
    """Lock opening and assignment, and return both as they are now."""
    locks.share_project(assignment.project_id)
    opening = slots.lock_opening(assignment.task_id)
    fresh = Assignment.objects.select_for_update().get(pk=assignment.pk)
    fresh.project, fresh.version = assignment.project, assignment.version
    return fresh, opening


def can_become(assignment: Assignment, state: AssignmentState) -> bool:
    return state in TRANSITIONS[assignment.state]


def give_up_slot(assignment: Assignment, opening: Opening, state: AssignmentState) -> None:
    """Move to a state without a slot; a slot that was held goes back to the queue."""
    held = assignment.slot is not None
    was_counted = assignment.state == AssignmentState.SUBMITTED
    assignment.state, assignment.slot = state, None
    assignment.save(update_fields=["state", "slot"])
    if held:
        slots.return_slot(opening, was_counted=was_counted)
