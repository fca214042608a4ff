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
from django.db.models import F, QuerySet

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
# How often to look again after a task was lost to others, or ruled out since the labeler wrote on it.
MOST_TRIES = 200

chance = random.SystemRandom()


class NothingLeft(DomainError):
    code = "nothing_left"
    detail = "Nothing is left for you now."


class HandsFull(NothingLeft):
    detail = "There are two in hand already."


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
    # Claimed and expired assignments of theirs, oldest first.
    mine: list[Assignment]
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
    is_patient = False
    for _ in range(MOST_TRIES):
        try:
            if claim := try_once(project, labeler, now, besides, is_patient=is_patient):
                return claim
        except HandsFull:
            raise
        except NothingLeft:
            # Its transaction is over: whoever waits for a lock holds no opening that another waits for.
            if is_patient and not expire_leases.expire_leases(now=now, project_id=project.pk):
                raise
            is_patient = True
    raise NothingLeft


@transaction.atomic
def try_once(
    project: Project, labeler: User, now: datetime, besides: Collection[int], *, is_patient: bool
) -> Claim | None:
    """None means that a task was lost to others or ruled out for this labeler: look again."""
    desk = sit_down(project, labeler, now)
    in_hand = [assignment for assignment in desk.mine if assignment.state == AssignmentState.CLAIMED]
    if others := [assignment for assignment in in_hand if assignment.pk not in besides]:
        return resume(desk, others[0], is_look_ahead=len(others) < len(in_hand))
    if len(in_hand) >= MOST_IN_HAND:
        raise HandsFull
    expired = [assignment for assignment in desk.mine if assignment.state == AssignmentState.EXPIRED]
    if again := lease_again(desk, expired, in_hand):
        return again
    opening = second_look(desk) if is_patient else look(FIRST_LOOK, desk)
    if opening is not None:
        return fill_slot(desk, opening, in_hand) if is_claimable(opening) else None
    if is_patient and (again := lease_again(desk, released(desk), in_hand)):
        return again
    raise NothingLeft


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
    return Desk(project, labeler, role, version_id, in_hand_or_expired(project, labeler), now)


def in_hand_or_expired(project: Project, labeler: User) -> list[Assignment]:
    """In a statement after the lock: one that waited for the lock would still see what was before it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT id FROM labeling_assignment
            WHERE labeler_id = %s AND project_id = %s AND state IN ('claimed', 'expired')
            """,
            [labeler.pk, project.pk],
        )
        ids = [pk for (pk,) in cursor.fetchall()]
    return list(Assignment.objects.filter(pk__in=ids).order_by("id")) if ids else []


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


def released(desk: Desk) -> QuerySet[Assignment]:
    """What the labeler gave back and nobody has taken since; it comes again when nothing else is left."""
    return Assignment.objects.filter(
        labeler=desk.labeler,
        project=desk.project,
        state__in=["released", "expired"],
        task__opening__filled__lt=F("task__opening__allowed"),
    ).order_by("task_id")[:MOST_TRIES]


# Openings of one lane that this labeler can take. Whatever assignment there is, it rules the task out.
OF_LANE = """
    SELECT o.task_id, o.lane, o.position, o.allowed, o.filled, o.is_held, o.base_order FROM labeling_opening o
    WHERE o.project_id = %(project)s AND o.lane = l.rank AND o.filled < o.allowed AND NOT o.is_held
      AND NOT EXISTS (
        SELECT 1 FROM labeling_assignment a WHERE a.task_id = o.task_id AND a.labeler_id = %(labeler)s)
      {further}
    ORDER BY o.position LIMIT 1 {lock}
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
FIRST_LOOK = BEST_LANE_FIRST.format(of_lane=OF_LANE.format(further=FURTHER, lock="FOR UPDATE OF o SKIP LOCKED"))
# From the head of each lane, whoever holds it locked.
SECOND_LOOK = BEST_LANE_FIRST.format(of_lane=OF_LANE.format(further="", lock=""))


def look(query: str, desk: Desk) -> Opening | None:
    with connection.cursor() as cursor:
        cursor.execute(query, {"project": desk.project.pk, "labeler": desk.labeler.pk})
        row = cursor.fetchone()
    if row is None:
        return None
    task_id, lane, position, allowed, filled, is_held, base_order = row
    return Opening(
        task_id=task_id, lane=lane, position=position, allowed=allowed, filled=filled, is_held=is_held,
        base_order=base_order,
    )  # fmt: skip


def second_look(desk: Desk) -> Opening | None:
    """Look past no lock, and wait for the one opening that was found: it may be gone by then."""
    found = look(SECOND_LOOK, desk)
    return slots.lock_opening(found.task_id) if found else None


def is_claimable(opening: Opening) -> bool:
    return opening.filled < opening.allowed and not opening.is_held


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
    seen, taken, wrote_any = weigh(desk, opening.task_id, shown)
    if wrote_any:
        assignment.state = AssignmentState.EXCLUDED
        assignment.save()
        return None
    base = opening.base_order
    policies = {card.index: card.policy for card in shown}
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


def digest_of(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def weigh(desk: Desk, task_id: int, shown: list[sheets.Card]) -> tuple[list[list[int]], list[int], bool]:
    """The seats of the labeler's latest assignments, the task's taken slots, and whether a text is their own.

    Nobody ranks a text they wrote, matched by exact text.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT (SELECT json_agg(s.seats) FROM (
                    SELECT seats FROM labeling_assignment WHERE labeler_id = %(labeler)s AND project_id = %(project)s
                    ORDER BY id DESC LIMIT %(weighed)s) s),
                ARRAY(SELECT slot FROM labeling_assignment WHERE task_id = %(task)s AND slot IS NOT NULL),
                EXISTS (SELECT 1 FROM labeling_authoredtext
                    WHERE labeler_id = %(labeler)s AND digest = ANY(%(digests)s::bytea[]))
            """,
            {
                "labeler": desk.labeler.pk, "project": desk.project.pk, "weighed": SEATS_WEIGHED,
                "task": task_id, "digests": [digest_of(card.text) for card in shown],
            },
        )  # fmt: skip
        seen, taken, wrote_any = cursor.fetchone()
    return seen or [], taken, wrote_any


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
