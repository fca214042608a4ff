"""Changing a task's priority or overlap; its place in the queue follows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts import trail
from accounts.errors import Invalid
from accounts.models import User
from labeling.actions import adapt_overlap, check_project, slots
from labeling.kinds.form import is_whole
from labeling.models import Opening, Task
from labeling.queues import lane_rank

# Far beyond any scheme of priorities; keeps a lane's rank a small number.
HIGHEST_PRIORITY = 1_000_000


@transaction.atomic
def change_task(
    *, task: Task, by: User | None, now: datetime, priority: int | None = None, overlap: int | None = None
) -> Task:
    """Set what is given. Lowering the overlap closes free slots only; Invalid names the field that does not fit.

    Race: a claim or a submission changes the task's counts at this moment; it holds the opening's lock.
    """
    if priority is not None:
        check_priority(priority)
    if overlap is not None:
        check_project.check_overlap(overlap)
    opening = slots.lock_opening(task.pk)
    # What it was before the lock may have changed meanwhile.
    task.refresh_from_db(fields=["priority"])
    changes = {name: value for name, value in (("priority", priority), ("overlap", overlap)) if value is not None}
    before = {"priority": task.priority, "overlap": opening.allowed}
    if overlap is not None:
        adapt_overlap.fix(opening)
    Task.objects.filter(pk=task.pk).update(**changes)
    for name, value in changes.items():
        setattr(task, name, value)
    requeue(task, opening, allowed=overlap or opening.allowed)
    trail.record(
        "task.changed", by=by, now=now, project_id=task.project_id, subject=f"task:{task.pk}",
        changes={name: value for name, value in changes.items() if value != before[name]}, before=before,
    )  # fmt: skip
    return task


def check_priority(priority: Any) -> None:
    if not (is_whole(priority) and abs(priority) <= HIGHEST_PRIORITY):
        bounds = {"least": -HIGHEST_PRIORITY, "most": HIGHEST_PRIORITY}
        raise Invalid(fields={"priority": [_("A whole number from %(least)s to %(most)s.") % bounds]})


def put_back(*, task: Task, by: User | None, now: datetime, before: Mapping[str, Any]) -> None:
    """Give a task whose opening is locked the priority and overlap again that it had, its project's included.

    An overlap that grows again grows by its judgments: the task leaves the agreement, which is of fixed overlaps only.
    """
    opening = Opening.objects.get(pk=task.pk)
    was = {"priority": task.priority, "overlap": opening.allowed}
    is_adaptive = before.get("is_adaptive", task.is_adaptive)
    Task.objects.filter(pk=task.pk).update(
        priority=before["priority"], overlap=before["overlap"], is_adaptive=is_adaptive
    )
    Opening.objects.filter(pk=task.pk).update(least=before["least"], most=before["most"])
    task.priority = before["priority"]
    if was == {"priority": before["priority"], "overlap": before["allowed"]}:
        return
    requeue(task, opening, allowed=before["allowed"])
    now_is = {"priority": before["priority"], "overlap": before["allowed"]}
    trail.record(
        "task.changed", by=by, now=now, project_id=task.project_id, subject=f"task:{task.pk}",
        changes={name: value for name, value in now_is.items() if value != was[name]}, before=was,
    )  # fmt: skip


def requeue(task: Task, opening: Opening, *, allowed: int) -> None:
    """Move the task among those that came back: its old place may lie behind the labelers' positions."""
    rank = lane_rank(task.priority, is_returned=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE labeling_opening SET allowed = %s, lane = %s, position = nextval('labeling_number')"
            " WHERE task_id = %s",
            [allowed, rank, opening.task_id],
        )
    slots.open_lane(task.project_id, rank)
