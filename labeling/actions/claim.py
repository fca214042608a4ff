"""Claiming: the next assignment for a labeler.

Races: two tabs of one labeler (the membership's row lock makes them queue), and many labelers at the head
of one queue (openings are taken with SKIP LOCKED; unique (task, slot) and (task, labeler) are the judges).
Design and measurements: docs/decisions/0003-slots-prove-overlap.md.
"""

import hashlib
import random
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F

from accounts.errors import Conflict, DomainError
from accounts.models import User
from labeling import ordering, sheets
from labeling.actions import expire_leases, slots
from labeling.models import Assignment, AssignmentState, Membership, Opening, Project, ProjectState, Role

# One under the eyes and one ready behind it.
MOST_IN_HAND = 2
# How long a look-ahead is held before it is opened: a few judgments of Llama's or HelpSteer's length.
LOOK_AHEAD = timedelta(minutes=10)
# How far back a labeler's seats are weighed: enough for nine policies over nine positions.
SEATS_WEIGHED = 100
# After a text of the labeler's own is found on a task, the next task is tried, this often at most.
MOST_TRIES = 50

chance = random.SystemRandom()


class NothingLeft(DomainError):
    code = "nothing_left"
    detail = "Nothing is left for you now."


class ProjectNotOpen(Conflict):
    code = "project_not_open"
    detail = "This project does not hand out work now."


@dataclass(frozen=True)
class Claim:
    """The assignment, whether it was claimed just now, and its sheet."""

    assignment: Assignment
    is_new: bool
    sheet: sheets.Sheet


@dataclass(frozen=True)
class Desk:
    """The labeler's place in the project, locked until the end of the transaction."""

    project: Project
    labeler: User
    role: str
    version_id: int
    now: datetime

    def lease_until(self, *, is_look_ahead: bool) -> datetime:
        lease = timedelta(minutes=self.project.lease_minutes)
        return self.now + (min(lease, LOOK_AHEAD) if is_look_ahead else lease)


def next_assignment(*, project: Project, labeler: User, now: datetime, besides: Collection[int] = ()) -> Claim:
    """Return the oldest assignment in hand that is not among `besides`, else a newly claimed one.

    Raises ProjectNotOpen, or NothingLeft: after a second look that waits for locks, or with two in hand.
    """
    if project.state != ProjectState.OPEN:
        raise ProjectNotOpen(f"The project is {project.get_state_display()}; it does not hand out work now.")
    for _ in range(MOST_TRIES):
        try:
            if claim := try_once(project, labeler, now, besides):
                return claim
        except NothingLeft:
            # In transactions of their own: a claim that held several openings could block another for ever.
            if not expire_leases.expire_leases(now=now, project_id=project.pk):
                raise
    raise NothingLeft


@transaction.atomic
def try_once(project: Project, labeler: User, now: datetime, besides: Collection[int]) -> Claim | None:
    """None means that a task was ruled out for this labeler: look again."""
    desk = sit_down(project, labeler, now)
    mine = list(
        Assignment.objects.filter(labeler=labeler, project=project, state__in=["claimed", "expired"]).order_by("id")
    )
    in_hand = [assignment for assignment in mine if assignment.state == AssignmentState.CLAIMED]
    if others := [assignment for assignment in in_hand if assignment.pk not in besides]:
        return resume(desk, others[0], is_look_ahead=len(others) < len(in_hand))
    if len(in_hand) >= MOST_IN_HAND:
        raise NothingLeft
    expired = [assignment for assignment in mine if assignment.state == AssignmentState.EXPIRED]
    return lease_again(desk, expired, in_hand) or claim_from_queue(desk, in_hand)


def sit_down(project: Project, labeler: User, now: datetime) -> Desk:
    """Lock the labeler's membership; the excluded get nothing more."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT m.role,
                (SELECT v.id FROM labeling_guidelineversion v WHERE v.project_id = m.project_id
                 ORDER BY v.number DESC LIMIT 1),
                (SELECT x.is_excluded FROM labeling_exclusion x
                 WHERE x.project_id = m.project_id AND x.labeler_id = m.user_id ORDER BY x.number DESC LIMIT 1)
            FROM labeling_membership m
            WHERE m.project_id = %s AND m.user_id = %s AND m.removed_at IS NULL FOR UPDATE OF m
            """,
            [project.pk, labeler.pk],
        )
        row = cursor.fetchone()
    if row is None:
        if not labeler.is_superuser:
            raise NothingLeft
        Membership.objects.update_or_create(
            project=project, user=labeler, defaults={"role": Role.MANAGER, "joined_at": now, "removed_at": None}
        )
        return sit_down(project, labeler, now)
    role, version_id, is_excluded = row
    if is_excluded:
        raise NothingLeft
    return Desk(project, labeler, role, version_id, now)


def resume(desk: Desk, assignment: Assignment, *, is_look_ahead: bool) -> Claim:
    """Hand out what is in hand already; its lease never gets shorter."""
    assignment.leased_until = max(assignment.leased_until, desk.lease_until(is_look_ahead=is_look_ahead))
    Assignment.objects.filter(pk=assignment.pk).update(leased_until=assignment.leased_until)
    assignment.project = desk.project
    return Claim(assignment, is_new=False, sheet=sheets.read_sheet(assignment))


def lease_again(desk: Desk, candidates: Iterable[Assignment], in_hand: list[Assignment]) -> Claim | None:
    """Lease one of the labeler's own released or expired assignments again: same order, same draft."""
    for assignment in candidates:
        opening = slots.lock_opening(assignment.task_id)
        if opening.is_held or not slots.retake_slot(assignment, opening):
            continue
        assignment.state = AssignmentState.CLAIMED
        assignment.leased_until = desk.lease_until(is_look_ahead=bool(in_hand))
        assignment.save(update_fields=["state", "slot", "leased_until"])
        assignment.project = desk.project
        return Claim(assignment, is_new=True, sheet=sheets.read_sheet(assignment))
    return None


def claim_from_queue(desk: Desk, in_hand: list[Assignment]) -> Claim | None:
    opening = look(FIRST_LOOK, desk) or look(SECOND_LOOK, desk)
    if opening is not None:
        return fill_slot(desk, opening, in_hand)
    released = Assignment.objects.filter(
        labeler=desk.labeler,
        project=desk.project,
        state__in=["released", "expired"],
        task__opening__filled__lt=F("task__opening__allowed"),
    )
    if again := lease_again(desk, released.order_by("task_id")[:MOST_TRIES], in_hand):
        return again
    raise NothingLeft


# Openings of one lane that this labeler can take. Whatever assignment there is, it rules the task out.
OF_LANE = """
    SELECT o.task_id, o.lane, o.position, o.allowed, o.base_order FROM labeling_opening o
    WHERE o.project_id = %(project)s AND o.lane = l.rank AND o.filled < o.allowed AND NOT o.is_held
      AND NOT EXISTS (
        SELECT 1 FROM labeling_assignment a WHERE a.task_id = o.task_id AND a.labeler_id = %(labeler)s)
      {further}
    ORDER BY o.position LIMIT 1 FOR UPDATE OF o {skip}
"""
# The lanes come out of the subquery best first, and LIMIT 1 stops at the first that has an opening.
BEST_LANE_FIRST = """
    SELECT o.* FROM (SELECT rank FROM labeling_lane WHERE project_id = %(project)s ORDER BY rank OFFSET 0) l,
    LATERAL ({of_lane}) o LIMIT 1
"""
# The place in a lane is derived from the labeler's own assignments: a row updated at every claim would
# grow a version chain under an old snapshot (measured: 0.38 to 1.74 ms over 50,000 claims).
FURTHER = """
    AND o.position > COALESCE((
        SELECT max(a.position) FROM labeling_assignment a
        WHERE a.labeler_id = %(labeler)s AND a.project_id = %(project)s AND a.lane = l.rank), -1)
"""
# Beyond the labeler's own place in each lane, passing over what others hold locked this instant.
FIRST_LOOK = BEST_LANE_FIRST.format(of_lane=OF_LANE.format(further=FURTHER, skip="SKIP LOCKED"))
# From the head of each lane, waiting for locks: only then nothing is left.
SECOND_LOOK = BEST_LANE_FIRST.format(of_lane=OF_LANE.format(further="", skip=""))


def look(query: str, desk: Desk) -> Opening | None:
    with connection.cursor() as cursor:
        cursor.execute(query, {"project": desk.project.pk, "labeler": desk.labeler.pk})
        row = cursor.fetchone()
    if row is None:
        return None
    task_id, lane, position, allowed, base_order = row
    return Opening(task_id=task_id, lane=lane, position=position, allowed=allowed, base_order=base_order)


def fill_slot(desk: Desk, opening: Opening, in_hand: list[Assignment]) -> Claim | None:
    """Make the assignment, or rule the task out for this labeler when one of its texts is their own."""
    messages, cards = sheets.read_task(opening.task_id)
    is_ranking = sheets.KINDS[desk.project.kind].most_cards > 0
    shown = cards if is_ranking else []
    assignment = Assignment(
        task_id=opening.task_id, project=desk.project, labeler=desk.labeler, version_id=desk.version_id,
        role=desk.role, lane=opening.lane, position=opening.position, claimed_at=desk.now,
        leased_until=desk.lease_until(is_look_ahead=bool(in_hand)),
    )  # fmt: skip
    if wrote_any(desk.labeler, shown):
        assignment.state = AssignmentState.EXCLUDED
        assignment.save()
        return None
    base = opening.base_order
    policies = {card.index: card.policy for card in shown}
    seen, taken = weigh(desk, opening.task_id)
    if base is None:
        base, assignment.slot = ordering.draw_base(policies, seen, chance), 0
    else:
        assignment.slot = ordering.draw_slot(
            base, allowed=opening.allowed, taken=taken, policies=policies, seen=seen, chance=chance
        )
    assignment.row = assignment.slot % max(len(base), 1)
    assignment.order = ordering.latin_row(base, assignment.row)
    assignment.seats = [policies[index] for index in assignment.order]
    write(assignment, base)
    return Claim(assignment, is_new=True, sheet=sheets.lay_out(assignment, messages, shown))


def wrote_any(labeler: User, cards: list[sheets.Card]) -> bool:
    """Nobody ranks a text they wrote, matched by exact text."""
    if not cards:
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM labeling_authoredtext WHERE labeler_id = %s AND digest = ANY(%s))",
            [labeler.pk, [digest_of(card.text) for card in cards]],
        )
        return bool(cursor.fetchone()[0])


def digest_of(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def weigh(desk: Desk, task_id: int) -> tuple[list[list[int]], list[int]]:
    """The seats of the labeler's latest assignments, and the slots of the task that are taken."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT ARRAY(SELECT slot FROM labeling_assignment WHERE task_id = %s AND slot IS NOT NULL),
                (SELECT json_agg(s.seats) FROM (
                    SELECT seats FROM labeling_assignment WHERE labeler_id = %s AND project_id = %s
                    ORDER BY id DESC LIMIT %s) s)
            """,
            [task_id, desk.labeler.pk, desk.project.pk, SEATS_WEIGHED],
        )
        taken, seen = cursor.fetchone()
    return seen or [], taken


def write(assignment: Assignment, base: list[int]) -> None:
    """Fill the slot, make the assignment and leave the trail, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH opening AS (
                UPDATE labeling_opening SET filled = filled + 1, base_order = %(base)s::smallint[]
                WHERE task_id = %(task)s RETURNING task_id),
            made AS (
                INSERT INTO labeling_assignment (task_id, project_id, labeler_id, version_id, purpose, state, role,
                    slot, "row", "order", seats, lane, position, leased_until, claimed_at)
                SELECT task_id, %(project)s, %(labeler)s, %(version)s, 'work', 'claimed', %(role)s, %(slot)s, %(row)s,
                    %(order)s::smallint[], %(seats)s::bigint[], %(lane)s, %(position)s, %(until)s, %(now)s
                FROM opening RETURNING id),
            told AS (
                INSERT INTO accounts_event (actor_id, verb, project_id, subject, details, created_at)
                SELECT %(labeler)s, 'assignment.claimed', %(project)s, 'assignment:' || id, '{}', %(now)s FROM made)
            SELECT id FROM made
            """,
            {
                "base": base, "task": assignment.task_id, "project": assignment.project_id,
                "labeler": assignment.labeler_id, "version": assignment.version_id, "role": assignment.role,
                "slot": assignment.slot, "row": assignment.row, "order": assignment.order,
                "seats": assignment.seats, "lane": assignment.lane, "position": assignment.position,
                "until": assignment.leased_until, "now": assignment.claimed_at,
            },
        )  # fmt: skip
        assignment.pk = cursor.fetchone()[0]
    assignment._state.adding = False
