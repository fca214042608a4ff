"""Claiming: the next assignment for a labeler.

Races: two tabs of one labeler (the membership's row lock makes them queue), and many labelers at the head
of one queue (openings are taken with SKIP LOCKED; unique (task, slot) and (task, labeler) are the judges).
Design and measurements: docs/decisions/0003-slots-prove-overlap.md.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.errors import Conflict, DomainError
from accounts.models import User
from labeling.actions import check_limits, expire_leases, fill_slot, find_opening, mix_gold, qualify, slots
from labeling.actions.sit_down import Desk, sit_down
from labeling.models import Assignment, AssignmentState, Project, ProjectState, Purpose
from labeling.screen import sheets

# One under the eyes and one ready behind it.
MOST_IN_HAND = 2
# How often to look again after a task was lost to others, or ruled out since the labeler wrote on it.
MOST_TRIES = 200


class NothingLeft(DomainError):
    code = "nothing_left"
    detail = gettext_lazy("Nothing is left for you now.")


class HandsFull(NothingLeft):
    detail = gettext_lazy("There are two in hand already.")


class FewRemain(NothingLeft):
    detail = gettext_lazy("Few tasks remain: they wait in the queue for whoever is free first.")


class Limited(NothingLeft):
    """A cap is reached, or a manager paused this person: `code` and `detail` say which."""

    def __init__(self, limit: check_limits.Limit) -> None:
        super().__init__(limit.detail)
        self.code = limit.code


class ProjectNotOpen(Conflict):
    code = "project_not_open"
    detail = gettext_lazy("This project does not hand out work now.")


@dataclass(frozen=True)
class Claim:
    """The assignment, whether it was claimed just now, and its sheet."""

    assignment: Assignment
    is_new: bool
    sheet: sheets.Sheet


def next_assignment(
    *, project: Project, labeler: User, now: datetime, besides: Collection[int] = (), keep_back: int = 0
) -> Claim:
    """Return the oldest assignment in hand that is not among `besides`, else a newly claimed one.

    `keep_back` is for looking ahead: when no more than so many openings remain, nothing new is claimed.
    Raises ProjectNotOpen, or NothingLeft: after a second look that waits for locks, with two in hand, or kept back.
    """
    if project.state != ProjectState.OPEN:
        raise ProjectNotOpen(
            _("The project is %(state)s; it does not hand out work now.") % {"state": project.get_state_display()}
        )
    is_patient = False
    for _try in range(MOST_TRIES):
        try:
            if claim := try_once(project, labeler, now, besides, keep_back, is_patient=is_patient):
                return claim
        except qualify.AllAnswered:
            qualify.conclude(project=project, labeler=labeler, now=now)
        except (HandsFull, FewRemain, Limited):
            raise
        except NothingLeft:
            # Its transaction is over: whoever waits for a lock holds no opening that another waits for.
            if is_patient and not expire_leases.expire_leases(now=now, project_id=project.pk):
                raise
            is_patient = True
    raise NothingLeft


@transaction.atomic
def try_once(
    project: Project, labeler: User, now: datetime, besides: Collection[int], keep_back: int, *, is_patient: bool
) -> Claim | None:
    """None means that a task was lost to others or ruled out for this labeler: look again."""
    desk = sit_down(project, labeler, now)
    if desk is None:
        raise NothingLeft
    in_hand = [assignment for assignment in desk.mine if assignment.state == AssignmentState.CLAIMED]
    if others := [assignment for assignment in in_hand if assignment.pk not in besides]:
        return resume(desk, others[0], is_look_ahead=len(others) < len(in_hand))
    if len(in_hand) >= MOST_IN_HAND:
        raise HandsFull
    if limit := check_limits.limit_of(desk, len(in_hand)):
        raise Limited(limit)
    expired = [assignment for assignment in desk.mine if assignment.state == AssignmentState.EXPIRED]
    if desk.qualification_id:
        return next_to_pass(desk, expired, in_hand)
    if again := lease_again(desk, expired, in_hand):
        return again
    if keep_back and not find_opening.has_more_than(keep_back, project.pk, labeler.pk):
        raise FewRemain
    if gold := mix_gold.next_gold(desk):
        sheet = fill_slot.hand_out(desk, gold, Purpose.GOLD, is_look_ahead=bool(in_hand))
        return Claim(sheet.assignment, is_new=True, sheet=sheet) if sheet else None
    look = find_opening.second_look if is_patient else find_opening.first_look
    opening = look(project.pk, labeler.pk)
    if opening is not None:
        if not find_opening.is_claimable(opening):
            return None
        sheet = fill_slot.fill_slot(desk, opening, is_look_ahead=bool(in_hand))
        return Claim(sheet.assignment, is_new=True, sheet=sheet) if sheet else None
    if is_patient and (again := lease_again(desk, released(desk)[:MOST_TRIES], in_hand)):
        return again
    raise NothingLeft


def next_to_pass(desk: Desk, expired: list[Assignment], in_hand: list[Assignment]) -> Claim | None:
    """The next task of what this labeler has to pass before they get work: what they had of it comes again first."""
    theirs = [assignment for assignment in expired if assignment.purpose == Purpose.QUALIFICATION]
    if again := lease_again(desk, theirs, in_hand):
        return again
    if desk.standing:
        raise Limited(qualify.limit_of(desk.standing))
    if task_id := qualify.next_task(desk):
        sheet = fill_slot.hand_out(desk, task_id, Purpose.QUALIFICATION, is_look_ahead=bool(in_hand))
        return Claim(sheet.assignment, is_new=True, sheet=sheet) if sheet else None
    if again := lease_again(desk, released(desk).filter(purpose=Purpose.QUALIFICATION), in_hand):
        return again
    if in_hand:
        raise HandsFull
    raise qualify.AllAnswered


def resume(desk: Desk, assignment: Assignment, *, is_look_ahead: bool) -> Claim:
    """Hand out what is in hand already; its lease never gets shorter."""
    assignment.leased_until = max(assignment.leased_until, desk.lease_until(is_look_ahead=is_look_ahead))
    Assignment.objects.filter(pk=assignment.pk).update(leased_until=assignment.leased_until)
    assignment.project = desk.project
    return Claim(assignment, is_new=False, sheet=sheets.read_sheet(assignment))


def lease_again(desk: Desk, candidates: Iterable[Assignment], in_hand: list[Assignment]) -> Claim | None:
    """Lease one of the labeler's own released or expired assignments again: same order, same draft."""
    for assignment in candidates:
        with transaction.atomic():
            opening = slots.lock_opening(assignment.task_id)
            if not slots.take_again(assignment, opening):
                # Back to the savepoint: nobody goes on to wait for one opening while holding another.
                transaction.set_rollback(True)
                continue
        assignment.state = AssignmentState.CLAIMED
        assignment.leased_until = desk.lease_until(is_look_ahead=bool(in_hand))
        assignment.save(update_fields=["state", "slot", "leased_until"])
        assignment.project = desk.project
        return Claim(assignment, is_new=True, sheet=sheets.read_sheet(assignment))
    return None


def released(desk: Desk) -> QuerySet[Assignment]:
    """What the labeler gave back and nobody has taken since; it comes again when nothing else is left."""
    return Assignment.objects.filter(
        Q(purpose=Purpose.WORK, task__opening__filled__lt=F("task__opening__allowed"))
        | Q(purpose__in=[Purpose.GOLD, Purpose.QUALIFICATION]),
        labeler=desk.labeler,
        project=desk.project,
        state__in=["released", "expired"],
    ).order_by("task_id")
