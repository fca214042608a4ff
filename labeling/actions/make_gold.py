"""Making a task gold by its key, and an ordinary one again."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import trail
from accounts.errors import Conflict, Invalid
from accounts.models import User
from labeling.actions import locks, mark_task, slots
from labeling.actions.set_key import set_key
from labeling.models import AnswerKey, Membership, Project, Purpose, Task, TaskMark


class NoKey(Conflict):
    code = "no_key"
    detail = gettext_lazy("Nothing is sure in this task's key: put one pair of completions in order at least.")


class InQualification(Conflict):
    code = "in_qualification"
    detail = gettext_lazy("The task belongs to a qualification: it cannot be gold too.")


@transaction.atomic
def make_gold(*, task: Task, by: User | None, now: datetime, note: str = "") -> TaskMark:
    """The task leaves the queue and is mixed in; its judgments leave the datasets built from now on.

    Raises NoKey, InQualification. Race: a claim takes the task at this moment; it holds the opening's lock, and what
    it took stays work.
    """
    locks.share_project(task.project_id)
    slots.lock_opening(task.pk)
    task.refresh_from_db(fields=["state", "purpose"])
    if task.purpose == Purpose.QUALIFICATION:
        raise InQualification
    if not AnswerKey.objects.filter(task=task).exclude(pairs=[], flags={}).exists():
        raise NoKey
    return mark_task.mark_locked_task(task=task, mark=TaskMark.Mark.GOLD, note=note, by=by, now=now)


@transaction.atomic
def make_gold_by(*, task: Task, by: User | None, now: datetime, **key: Any) -> TaskMark:
    """Set the key (see `set_key`) and make the task gold, or neither."""
    set_key(task=task, by=by, now=now, **key)
    return make_gold(task=task, by=by, now=now)


def unmake_gold(*, task: Task, by: User | None, now: datetime, note: str = "") -> TaskMark:
    """Back into the queue; also how a proposed task is said not to become gold."""
    return mark_task.mark_task(task=task, mark=TaskMark.Mark.NOT_GOLD, note=note, by=by, now=now)


@transaction.atomic
def set_gold_rate(*, project: Project, rate: Any, by: User, now: datetime, member: Membership | None = None) -> None:
    """The share of tasks that is gold: the project's, or one member's (None: as the project says)."""
    if not (rate is None and member):
        check_share(rate)
    if member is None:
        Project.objects.filter(pk=project.pk).update(gold_rate=rate)
        project.gold_rate = rate
    else:
        Membership.objects.filter(pk=member.pk).update(gold_rate=rate)
        member.gold_rate = rate
    trail.record(
        "gold.rate_set", by=by, now=now, project_id=project.pk,
        subject=f"user:{member.user_id}" if member else f"project:{project.pk}", rate=rate,
    )  # fmt: skip


# More than half gold is no work.
HIGHEST_RATE = 0.5


def check_share(rate: Any) -> None:
    if isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 <= rate <= HIGHEST_RATE:
        raise Invalid(fields={"rate": [_("A share from 0 to %(most)s.") % {"most": HIGHEST_RATE}]})
