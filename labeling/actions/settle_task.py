"""Settling a task with a judgment of one's own: a reviewer gets an assignment on it, without a slot.

It is judged on the labeling screen like any other, in an order of its own; when it is submitted, the task's open
checks are over and its rows come from it (docs/decisions/0016-a-settling-judgment-decides.md).
"""

import random
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy

from accounts import trail
from accounts.errors import Conflict
from accounts.models import User
from labeling.actions import fill_slot
from labeling.actions.take_check import NOWHERE
from labeling.kinds import KINDS
from labeling.models import Assignment, AssignmentState, AuthoredText, Project, ProjectState, Purpose, Task
from labeling.queries import current_version
from labeling.screen import ordering, sheets

# Nobody waits for it: it holds no slot, and is never taken back.
LEASE = timedelta(days=3650)

chance = random.SystemRandom()


class AlreadyJudged(Conflict):
    code = "already_judged"
    detail = gettext_lazy("You have this task as a labeler: somebody else settles it.")


class OwnText(Conflict):
    code = "own_text"
    detail = gettext_lazy("You wrote one of these texts: somebody else settles it.")


class Sealed(Conflict):
    code = "project_sealed"
    detail = gettext_lazy("The project is sealed: nothing more is judged.")


def settle_task(*, task: Task, reviewer: User, role: str, now: datetime) -> Assignment:
    """The reviewer's assignment on the task, made now or before. Raises AlreadyJudged, OwnText or Sealed.

    Race: two tabs of one reviewer; the unique (task, labeler) is the judge, the second looks again and finds the
    first one's.
    """
    try:
        return try_once(task, reviewer, role, now)
    except IntegrityError:
        return try_once(task, reviewer, role, now)


@transaction.atomic
def try_once(task: Task, reviewer: User, role: str, now: datetime) -> Assignment:
    if task.project.state == ProjectState.SEALED:
        raise Sealed
    mine = Assignment.objects.select_for_update().filter(task=task, labeler=reviewer).first()
    if mine is not None and mine.state != AssignmentState.EXCLUDED:
        if mine.purpose != Purpose.REVIEW:
            raise AlreadyJudged
        return mine
    assignment = lay_out(task, reviewer, role, now)
    if mine is not None:
        # Ruled out as a labeler, since they look at what others said: that is what settling is for.
        mine.delete()
    assignment.save(force_insert=True)
    trail.record(
        "task.settling", by=reviewer, now=now, project_id=task.project_id, subject=f"assignment:{assignment.pk}"
    )
    return assignment


def lay_out(task: Task, reviewer: User, role: str, now: datetime) -> Assignment:
    """A random order: the one under review must not be the one that the reviewer sees."""
    _messages, cards = sheets.read_task(task.pk)
    shown = cards if KINDS[task.project.kind].most_cards > 0 else []
    digests = [fill_slot.digest_of(card.text) for card in shown]
    if AuthoredText.objects.filter(labeler=reviewer, digest__in=digests).exists():
        raise OwnText
    policies = {card.index: card.policy for card in shown}
    order = ordering.latin_row(ordering.draw_base(policies, seats_of(reviewer, task.project), chance), 0)
    return Assignment(
        task=task, project=task.project, labeler=reviewer, version=current_version(task.project),
        purpose=Purpose.REVIEW, state=AssignmentState.CLAIMED, role=role, order=order,
        seats=[policies[index] for index in order], lane=NOWHERE, position=NOWHERE, leased_until=now + LEASE,
        claimed_at=now,
    )  # fmt: skip


def seats_of(reviewer: User, project: Project) -> list[list[int]]:
    """Of their latest assignments, so that policies are balanced over places in what they settle too."""
    latest = Assignment.objects.filter(labeler=reviewer, project=project).order_by("-id")
    return list(latest.values_list("seats", flat=True)[: fill_slot.SEATS_WEIGHED])
