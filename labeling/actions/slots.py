"""Giving slots out and taking them back. Every function here needs the opening's row lock.

Race: two claims, or a claim and a late submission, reach for the last slot of a task. The opening's row
is locked by whoever changes its counts, and the unique (task, slot) constraint is the judge.
"""

from django.db import connection

from labeling.models import Assignment, Lane, Opening, Purpose, Task, TaskState


def lock_opening(task_id: int) -> Opening:
    return Opening.objects.select_for_update().get(task_id=task_id)


def retake_slot(assignment: Assignment, opening: Opening) -> bool:
    """Give the assignment a free slot that shows its order; False when there is none."""
    if opening.filled >= opening.allowed:
        return False
    rows = max(len(opening.base_order or []), 1)
    taken = set(Assignment.objects.filter(task_id=opening.task_id, slot__isnull=False).values_list("slot", flat=True))
    slot = next((s for s in range(opening.allowed) if s not in taken and s % rows == assignment.row % rows), None)
    if slot is None:
        return False
    assignment.slot = slot
    opening.filled += 1
    Opening.objects.filter(pk=opening.pk).update(filled=opening.filled)
    return True


def take_again(assignment: Assignment, opening: Opening) -> bool:
    """Whether what was given back can be leased again: work needs a free slot, gold only that its task is open."""
    if assignment.purpose != Purpose.WORK:
        return Task.objects.filter(pk=opening.task_id, state=TaskState.OPEN).exists()
    return not opening.is_held and retake_slot(assignment, opening)


def return_slot(opening: Opening, *, was_counted: bool = False) -> None:
    """Take a slot back: the task goes ahead of the untouched ones of its priority.

    The caller sets the assignment's slot to null in the same transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE labeling_opening o
            SET filled = filled - 1, counted = counted - %s,
                lane = -2 * t.priority, position = nextval('labeling_number')
            FROM labeling_task t WHERE t.id = o.task_id AND o.task_id = %s
            RETURNING o.project_id, o.lane, o.position, o.filled, o.counted
            """,
            [int(was_counted), opening.task_id],
        )
        row = cursor.fetchone()
    project_id, opening.lane, opening.position, opening.filled, opening.counted = row
    open_lane(project_id, opening.lane)


def open_lane(project_id: int, rank: int) -> None:
    """Make sure that claims visit this lane."""
    if not Lane.objects.filter(project_id=project_id, rank=rank).exists():
        Lane.objects.bulk_create([Lane(project_id=project_id, rank=rank)], ignore_conflicts=True)
