"""Making a qualification set and putting it in force; taking it out of force again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import trail
from accounts.errors import Conflict, Invalid
from accounts.models import User
from labeling.actions import check_turns, locks
from labeling.kinds import KINDS
from labeling.models import (
    Membership,
    Opening,
    Project,
    Purpose,
    QualificationSet,
    QualificationTask,
    Role,
    Standing,
    Task,
    TaskState,
)
from labeling.models.qualifications import HIGHEST_GRADE, LOWEST_GRADE

MOST_TASKS = 200


class NameTaken(Conflict):
    code = "name_taken"
    detail = gettext_lazy("A qualification of this project has this name already.")


def make_qualification(
    *,
    project: Project,
    name: str,
    task_ids: Sequence[int],
    asks_members: bool,
    by: User,
    now: datetime,
    least_pairs: float = 0.75,
    least_flags: float = 0.75,
    least_grade: float = 6,
) -> QualificationSet:
    """Take these tasks, in this order, out of the queue and make labelers pass them before they get work.

    asks_members: whether those who are labelers already have to pass too, or are waived. Who has passed an earlier
    set has passed. Raises Invalid and NameTaken.
    """
    if not name.strip() or len(name) > 200 or "\0" in name:
        raise Invalid(fields={"name": [_("A text of 1 to 200 characters.")]})
    check_number("least_pairs", least_pairs, 0, 1)
    check_number("least_flags", least_flags, 0, 1)
    check_number("least_grade", least_grade, LOWEST_GRADE, HIGHEST_GRADE)
    if not 1 <= len(task_ids) <= MOST_TASKS or len(set(task_ids)) < len(task_ids):
        raise Invalid(fields={"tasks": [_("Choose 1 to %(most)s tasks, each once.") % {"most": MOST_TASKS}]})
    made = QualificationSet(
        project=project, name=name.strip(), least_pairs=least_pairs, least_flags=least_flags, least_grade=least_grade,
        created_by=by, created_at=now,
    )  # fmt: skip
    try:
        write(made, task_ids, asks_members=asks_members)
    except IntegrityError as error:
        if "qualification_name_once_per_project" not in str(error):
            raise
        raise NameTaken(fields={"name": [_("It is taken.")]}) from error
    return made


@transaction.atomic
def write(made: QualificationSet, task_ids: Sequence[int], *, asks_members: bool) -> None:
    """Race: a claim takes one of the tasks now; it holds the opening's lock, and what it took stays work."""
    project = made.project
    locks.share_project(project.pk)
    list(Opening.objects.select_for_update().filter(project=project, task_id__in=task_ids).order_by("task_id"))
    check_tasks(project, task_ids)
    made.save(force_insert=True)
    QualificationTask.objects.bulk_create(
        [QualificationTask(task_id=pk, set=made, position=place) for place, pk in enumerate(task_ids)]
    )
    Task.objects.filter(pk__in=task_ids).update(purpose=Purpose.QUALIFICATION)
    Opening.objects.filter(task_id__in=task_ids).update(is_held=True)
    put_in_force(project, made, by=made.created_by, now=made.created_at)
    check_turns.leave_queue(project.pk, task_ids, now=made.created_at)
    if not asks_members:
        Membership.objects.filter(project=project, role=Role.LABELER, standing="").update(standing=Standing.WAIVED)


def check_tasks(project: Project, task_ids: Sequence[int]) -> None:
    found = {task.pk: task for task in Task.objects.filter(project=project, pk__in=task_ids).select_related("key")}
    needs_key = KINDS[project.kind].most_cards > 0
    for pk in task_ids:
        task = found.get(pk)
        if task is None or task.purpose != Purpose.WORK or task.state != TaskState.OPEN:
            raise Invalid(fields={"tasks": [_("One of them is not free any more. Choose again.")]})
        key = getattr(task, "key", None)
        if needs_key and not (key and (key.pairs or key.flags)):
            raise Invalid(fields={"tasks": [_("One of them has no answer key.")]})


def put_in_force(project: Project, qualification: QualificationSet | None, *, by: User | None, now: datetime) -> None:
    """The set that labelers take from now on; None: none has to be passed."""
    Project.objects.filter(pk=project.pk).update(qualification=qualification)
    project.qualification = qualification
    trail.record(
        "qualification.in_force" if qualification else "qualification.none", by=by, now=now, project_id=project.pk,
        subject=f"project:{project.pk}", name=qualification.name if qualification else "",
    )  # fmt: skip


@transaction.atomic
def take_out_of_force(*, project: Project, by: User, now: datetime) -> None:
    """Nobody has to pass anything any more; sets, answers and standings stay."""
    put_in_force(project, None, by=by, now=now)


def check_number(name: str, value: Any, least: float, most: float) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise Invalid(fields={name: [_("A number from %(least)s to %(most)s.") % {"least": least, "most": most}]})
