"""Rulings on a task: parked, restored, archived, gold. Snapshots see them by their number."""

from datetime import datetime

from django.db import transaction

from accounts import trail
from accounts.models import User
from labeling.actions import check_turns, locks, slots
from labeling.models import Opening, Purpose, Task, TaskMark, TaskState

STATE_AFTER = {
    TaskMark.Mark.PARKED: TaskState.PARKED,
    TaskMark.Mark.RESTORED: TaskState.OPEN,
    TaskMark.Mark.ARCHIVED: TaskState.ARCHIVED,
}
PURPOSE_AFTER = {TaskMark.Mark.GOLD: Purpose.GOLD, TaskMark.Mark.NOT_GOLD: Purpose.WORK}


@transaction.atomic
def mark_task(*, task: Task, mark: str, by: User | None, now: datetime, note: str = "") -> TaskMark:
    """Put the mark on the task; parked and archived tasks are handed out to nobody, gold ones beside the queue only.

    Race: a claim takes the task at this moment; it holds the opening's lock, or waits for ours.
    """
    locks.share_project(task.project_id)
    slots.lock_opening(task.pk)
    # What it was before the lock may have changed meanwhile.
    task.refresh_from_db(fields=["state", "purpose"])
    return mark_locked_task(task=task, mark=mark, by=by, now=now, note=note)


def mark_locked_task(*, task: Task, mark: str, by: User | None, now: datetime, note: str = "") -> TaskMark:
    """For callers that hold the project's shared lock and the opening's row already."""
    state, purpose = STATE_AFTER.get(TaskMark.Mark(mark)), PURPOSE_AFTER.get(TaskMark.Mark(mark))
    if task.purpose == Purpose.QUALIFICATION:
        # It stays in its set: nobody else shall get it as work.
        purpose = None
    if state or purpose:
        task.state, task.purpose = state or task.state, purpose or task.purpose
        task.save(update_fields=["state", "purpose"])
        is_held = task.state != TaskState.OPEN or task.purpose != Purpose.WORK
        Opening.objects.filter(task_id=task.pk).update(is_held=is_held)
    if purpose == Purpose.GOLD:
        check_turns.leave_queue(task.project_id, [task.pk], now=now)
    made = TaskMark.objects.create(task=task, mark=mark, note=note, created_by=by, created_at=now)
    trail.record(f"task.{mark}", by=by, now=now, project_id=task.project_id, subject=f"task:{task.pk}", note=note)
    return made
