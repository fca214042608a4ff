"""Getting hold of an assignment to change it: locks in their order, state changes by the one table.

Race: a labeler submits, skips or releases in two tabs, or while the lease is being expired. Project lock,
then the opening's row, then the assignment's, so that everyone who changes a task's counts queues there.
"""

from dataclasses import dataclass

from django.db import connection

from labeling.actions import adapt_overlap, locks, slots
from labeling.models import TRANSITIONS, Assignment, AssignmentState, Opening


@dataclass(frozen=True)
class Held:
    """An assignment and its opening, both locked, and what else a submission has to know of its labeler."""

    assignment: Assignment
    opening: Opening
    # The labeler's role now; the one they claimed with if they are no longer a member.
    role: str
    is_excluded: bool


def lock(assignment: Assignment) -> Held:
    """Lock project (shared), opening and assignment, and bring the assignment's state and slot up to date."""
    with connection.cursor() as cursor:
        # The function is evaluated by the join, below the row lock: the project's lock comes first.
        cursor.execute(
            """
            SELECT o.allowed, o.filled, o.counted, o.least, o.most, o.is_held, o.base_order
            FROM pg_advisory_xact_lock_shared(%s, %s), labeling_opening o WHERE o.task_id = %s FOR UPDATE OF o
            """,
            [locks.NAMESPACE, assignment.project_id, assignment.task_id],
        )
        allowed, filled, counted, least, most, is_held, base_order = cursor.fetchone()
        cursor.execute(
            """
            SELECT a.state, a.slot, COALESCE(m.role, a.role), COALESCE((
                SELECT x.is_excluded FROM labeling_exclusion x
                WHERE x.project_id = a.project_id AND x.labeler_id = a.labeler_id
                ORDER BY x.number DESC LIMIT 1), false)
            FROM labeling_assignment a LEFT JOIN labeling_membership m
                ON m.project_id = a.project_id AND m.user_id = a.labeler_id AND m.removed_at IS NULL
            WHERE a.id = %s FOR UPDATE OF a
            """,
            [assignment.pk],
        )
        assignment.state, assignment.slot, role, is_excluded = cursor.fetchone()
    opening = Opening(
        task_id=assignment.task_id, project_id=assignment.project_id, allowed=allowed, filled=filled,
        counted=counted, least=least, most=most, is_held=is_held, base_order=base_order,
    )  # fmt: skip
    return Held(assignment, opening, role, is_excluded)


def can_become(assignment: Assignment, state: AssignmentState) -> bool:
    return state in TRANSITIONS[assignment.state]


def give_up_slot(held: Held, state: AssignmentState) -> None:
    """Move to a state without a slot; a slot that was held goes back to the queue."""
    assignment, had_slot = held.assignment, held.assignment.slot is not None
    was_counted = assignment.state == AssignmentState.SUBMITTED
    assignment.state, assignment.slot = state, None
    assignment.save(update_fields=["state", "slot"])
    if had_slot:
        slots.return_slot(held.opening, was_counted=was_counted)


def open_counted_slot(held: Held) -> None:
    """A submission stops counting: it stays submitted, its slot opens again."""
    held.assignment.slot = None
    held.assignment.save(update_fields=["slot"])
    slots.return_slot(held.opening, was_counted=True)
    adapt_overlap.adapt_overlap(held.opening, held.assignment.project_id)


def count_again(held: Held) -> bool:
    """A submission counts again if its slot is still free."""
    if held.assignment.slot is not None:
        return False
    adapt_overlap.make_room(held.opening)
    if not slots.retake_slot(held.assignment, held.opening):
        return False
    held.assignment.save(update_fields=["slot"])
    Opening.objects.filter(pk=held.opening.pk).update(counted=held.opening.counted + 1)
    adapt_overlap.adapt_overlap(held.opening, held.assignment.project_id)
    return True
