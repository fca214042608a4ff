"""Asking for a change of many tasks, for its end or its being undone: written down, then a worker is woken."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import trail
from accounts.errors import Conflict, Invalid
from accounts.models import User
from labeling.actions import check_project, hold_job
from labeling.actions.change_task import check_priority
from labeling.models import Project, Task, TaskChange
from labeling.tasks import pages as task_pages

JOB = "labeling.jobs.change_tasks"
# Others ignore what stands in the page's field, which may be a number that no column holds.
WITH_VALUE = (TaskChange.Action.PRIORITY, TaskChange.Action.OVERLAP)
# By hand nobody chooses more; beyond that it is "all that fit".
MOST_CHOSEN = 1000


class CannotUndo(Conflict):
    code = "cannot_undo"
    detail = gettext_lazy("This change is still going on, or has been undone already.")


@transaction.atomic
def start_task_change(
    *, project: Project, action: str, by: User, now: datetime, value: int | None = None,
    task_ids: Sequence[int] | None = None, filters: Mapping[str, str] | None = None,
) -> TaskChange:  # fmt: skip
    """Begin a change of these tasks or, with None, of all that fit the filters. Raises Invalid."""
    check(action, value, task_ids)
    chosen = None if task_ids is None else own(project, task_ids)
    total = task_pages.count(project, filters or {}) if chosen is None else len(chosen)
    change = TaskChange.objects.create(
        project=project, action=action, value=value if action in WITH_VALUE else None,
        task_ids=chosen, filters=dict(filters or {}),
        total=None if total and total > task_pages.MOST_COUNTED else total, created_by=by, created_at=now,
    )  # fmt: skip
    return begin(change, by, now)


def check(action: str, value: int | None, task_ids: Sequence[int] | None) -> None:
    if action not in TaskChange.Action or action == TaskChange.Action.UNDO:
        raise Invalid(fields={"action": [_("There is no such action.")]})
    if action == TaskChange.Action.PRIORITY:
        check_priority(value)
    elif action == TaskChange.Action.OVERLAP:
        check_project.check_overlap(value)
    if task_ids is not None and not 0 < len(task_ids) <= MOST_CHOSEN:
        raise Invalid(fields={"task": [_("Choose some tasks first, %(most)s at most.") % {"most": MOST_CHOSEN}]})


def own(project: Project, task_ids: Sequence[int]) -> list[int]:
    """Those of the project, in order; others are not there for this manager."""
    found = Task.objects.filter(project=project, opening__isnull=False, pk__in=task_ids).order_by("pk")
    ids = list(found.values_list("pk", flat=True))
    if not ids:
        raise Invalid(fields={"task": [_("None of these tasks is in this project.")]})
    return ids


def begin(change: TaskChange, by: User, now: datetime) -> TaskChange:
    trail.record(
        f"tasks.{change.action}", by=by, now=now, project_id=change.project_id, subject=f"change:{change.pk}",
        value=change.value, filters=change.filters, count=change.total,
        **({"undoes": change.undoes_id} if change.undoes_id else {}),
    )  # fmt: skip
    hold_job.wake_on_commit(JOB, change.pk)
    return change


def undo_task_change(*, change: TaskChange, by: User, now: datetime) -> TaskChange:
    """Put the tasks back that nobody has changed since. Raises CannotUndo.

    Race: two managers undo one change; the database takes one undoing per change.
    """
    if not change.is_finished or change.undoes_id:
        raise CannotUndo
    try:
        with transaction.atomic():
            undoing = TaskChange.objects.create(
                project_id=change.project_id, action=TaskChange.Action.UNDO, undoes=change, total=change.changed,
                created_by=by, created_at=now,
            )  # fmt: skip
            return begin(undoing, by, now)
    except IntegrityError as error:
        raise CannotUndo from error


@transaction.atomic
def stop_task_change(*, change: TaskChange, by: User, now: datetime) -> None:
    """What is changed by then stays, and can be undone. Raises JobFinished."""
    hold_job.cancel(change)
    trail.record(
        "tasks.stopped", by=by, now=now, project_id=change.project_id, subject=f"change:{change.pk}",
        count=change.changed,
    )  # fmt: skip
