"""Changing many tasks, one after the other, as the job says; killed, it goes on after the last one.

Each task is a transaction of its own: a claim may hold one opening while it waits for another, so nobody else may
hold several. The cursor moves in it and names the fence: who lost the job changes nothing more.
"""

import logging
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts import trail
from accounts.errors import DomainError
from labeling.actions import hold_assignment, hold_job, locks, mark_task, slots
from labeling.actions.change_task import change_task, put_back, requeue
from labeling.actions.copy_rows import commit_lazily
from labeling.actions.make_gold import make_gold
from labeling.models import Assignment, AssignmentState, JobState, Opening, Task, TaskBefore, TaskChange, TaskState
from labeling.tasks.filters import find_tasks

PAGE = 200
# A lease that drafts have renewed for so many of its terms is stuck.
STUCK_LEASES = 2
Action = TaskChange.Action

logger = logging.getLogger(__name__)


def run(change_id: int) -> None:
    """Take the job and bring it to its end; does nothing when it is held or finished."""
    job = hold_job.take(TaskChange, change_id)
    if job is None:
        return
    try:
        while ids := list(remaining(job).order_by("pk").values_list("pk", flat=True)[:PAGE]):
            for task_id in ids:
                change_one(job, task_id)
        hold_job.finish(job)
    except hold_job.LostHold as lost:
        logger.info("Stopped: %s", lost)


def remaining(job: TaskChange) -> QuerySet[Task]:
    if job.undoes_id:
        done = TaskBefore.objects.filter(change_id=job.undoes_id, task_id__gt=job.cursor)
        return Task.objects.filter(pk__in=done.values("task_id"))
    if job.task_ids is not None:
        return Task.objects.filter(pk__in=[pk for pk in job.task_ids if pk > job.cursor])
    return find_tasks(job.project, job.filters, lambda path: Q((f"{path}__gt", job.cursor)))


@transaction.atomic
def change_one(job: TaskChange, task_id: int) -> None:
    """Change the task, keep what it was, and move the cursor past it, or nothing. Raises LostHold."""
    commit_lazily()
    locks.share_project(job.project_id)
    slots.lock_opening(task_id)
    task = Task.objects.select_related("project", "opening").get(pk=task_id)
    before = facts(task)
    try:
        with transaction.atomic():
            apply(job, task)
    except DomainError:
        pass  # it cannot become so: it is counted as left alone
    after = facts(Task.objects.select_related("opening").get(pk=task_id))
    is_changed = before != after or (job.action == Action.REQUEUE and after["state"] == TaskState.OPEN)
    if is_changed:
        TaskBefore.objects.create(change=job, task=task, before=before, after=after)
    count = "changed" if is_changed else "left_alone"
    total = job.total or 0
    progress = min((job.changed + job.left_alone + 1) / total, 1) if total else 0
    moved = TaskChange.objects.filter(pk=job.pk, fence=job.fence, state=JobState.RUNNING).update(
        cursor=task_id, progress=progress, lease_until=timezone.now() + hold_job.lease(), **{count: F(count) + 1}
    )
    if not moved:
        raise hold_job.LostHold(f"TaskChange {job.pk} was taken over or cancelled")
    job.cursor = task_id
    setattr(job, count, getattr(job, count) + 1)


def facts(task: Task) -> dict[str, Any]:
    opening = task.opening
    return {
        "priority": task.priority, "overlap": task.overlap, "allowed": opening.allowed, "least": opening.least,
        "most": opening.most, "state": task.state, "purpose": task.purpose, "is_adaptive": task.is_adaptive,
    }  # fmt: skip


def apply(job: TaskChange, task: Task) -> None:
    now, by = timezone.now(), job.created_by
    if job.action == Action.UNDO:
        undo(job, task)
    elif job.action == Action.PRIORITY and job.value != task.priority:
        change_task(task=task, by=by, now=now, priority=job.value)
    elif job.action == Action.OVERLAP and job.value != task.opening.allowed:
        change_task(task=task, by=by, now=now, overlap=job.value)
    elif job.action == Action.ONE_MORE:
        change_task(task=task, by=by, now=now, overlap=task.opening.allowed + 1)
    elif job.action == Action.ARCHIVE and task.state != TaskState.ARCHIVED:
        mark_task.mark_locked_task(task=task, mark="archived", by=by, now=now)
    elif job.action == Action.RESTORE and task.state != TaskState.OPEN:
        mark_task.mark_locked_task(task=task, mark="restored", by=by, now=now)
    elif job.action == Action.REQUEUE and task.state != TaskState.ARCHIVED:
        requeue_now(job, task)
    elif job.action == Action.GOLD and task.purpose == "work":
        make_gold(task=task, by=by, now=now)


def requeue_now(job: TaskChange, task: Task) -> None:
    """Restore a parked task, take it back from those who have held it too long, and put it at the head."""
    now = timezone.now()
    if task.state == TaskState.PARKED:
        mark_task.mark_locked_task(task=task, mark="restored", by=job.created_by, now=now)
    too_long = now - timedelta(minutes=STUCK_LEASES * task.project.lease_minutes)
    stuck = Assignment.objects.filter(task=task, state=AssignmentState.CLAIMED, slot__isnull=False)
    for assignment in stuck.filter(claimed_at__lt=too_long).order_by("pk"):
        hold_assignment.give_up_slot(hold_assignment.lock(assignment), AssignmentState.RELEASED)
    opening = Opening.objects.get(pk=task.pk)
    requeue(task, opening, allowed=opening.allowed)
    trail.record("task.requeued", by=job.created_by, now=now, project_id=task.project_id, subject=f"task:{task.pk}")


def undo(job: TaskChange, task: Task) -> None:
    """Put back what the change changed, unless it has been changed again since."""
    kept = TaskBefore.objects.get(change_id=job.undoes_id, task=task)
    now_is = facts(task)
    # What an older version wrote down knows fewer facts.
    if any(now_is[name] != was for name, was in kept.after.items()):
        return
    now, by, before = timezone.now(), job.created_by, kept.before
    if before["purpose"] != task.purpose:
        mark = "not_gold" if before["purpose"] == "work" else "gold"
        mark_task.mark_locked_task(task=task, mark=mark, by=by, now=now)
    if before["state"] != task.state:
        mark = {"open": "restored", "parked": "parked", "archived": "archived"}[before["state"]]
        mark_task.mark_locked_task(task=task, mark=mark, by=by, now=now)
    put_back(task=task, by=by, now=now, before=before)
