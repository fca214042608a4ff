"""Filling a slot of an opening: the order is drawn, the assignment made, all in one statement."""

import hashlib
import random
from typing import Any

from django.db import connection

from labeling.actions.sit_down import Desk
from labeling.kinds import KINDS
from labeling.models import Assignment, AssignmentState, Opening, Purpose
from labeling.screen import ordering, sheets

# How far back a labeler's seats are weighed: several times over each policy at each of four positions.
SEATS_WEIGHED = 50

# The lane of what is handed out beside the queue: no place in the queue may be derived from it.
OUT_OF_QUEUE = 2**62

chance = random.SystemRandom()


def fill_slot(desk: Desk, opening: Opening, *, is_look_ahead: bool) -> sheets.Sheet | None:
    """Make the assignment, or rule the task out for this labeler when one of its texts is their own."""
    assignment = new_assignment(desk, opening.task_id, is_look_ahead=is_look_ahead)
    assignment.lane, assignment.position = opening.lane, opening.position
    messages, shown = read_shown(desk, opening.task_id)
    seen, taken, wrote_any = weigh(desk, opening.task_id, shown)
    if wrote_any:
        rule_out(assignment)
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
    write(assignment, base, mixes_gold=desk.gold_rate > 0)
    return sheets.lay_out(assignment, messages, shown)


def hand_out(desk: Desk, task_id: int, purpose: Purpose, *, is_look_ahead: bool) -> sheets.Sheet | None:
    """Make an assignment that fills no slot, in an order of its own; or rule the task out, as above."""
    assignment = new_assignment(desk, task_id, is_look_ahead=is_look_ahead)
    assignment.purpose = purpose
    messages, shown = read_shown(desk, task_id)
    seen, _taken, wrote_any = weigh(desk, task_id, shown)
    if wrote_any:
        rule_out(assignment)
        return None
    policies = {card.index: card.policy for card in shown}
    assignment.order = ordering.latin_row(ordering.draw_base(policies, seen, chance), 0)
    assignment.seats = [policies[index] for index in assignment.order]
    write(assignment, None, mixes_gold=desk.gold_rate > 0)
    return sheets.lay_out(assignment, messages, shown)


def new_assignment(desk: Desk, task_id: int, *, is_look_ahead: bool) -> Assignment:
    return Assignment(
        task_id=task_id, project=desk.project, labeler=desk.labeler, version_id=desk.version_id, role=desk.role,
        lane=OUT_OF_QUEUE, position=0, claimed_at=desk.now, leased_until=desk.lease_until(is_look_ahead=is_look_ahead),
    )  # fmt: skip


def read_shown(desk: Desk, task_id: int) -> tuple[list[dict[str, Any]], list[sheets.Card]]:
    messages, cards = sheets.read_task(task_id)
    return messages, cards if KINDS[desk.project.kind].most_cards > 0 else []


def rule_out(assignment: Assignment) -> None:
    """Never to be handed out to this labeler. The next draw is the one that this task was drawn by."""
    theirs = Assignment.objects.filter(labeler=assignment.labeler, project=assignment.project)
    theirs = theirs.exclude(purpose=Purpose.REVIEW)
    assignment.ordinal = theirs.order_by("-id").values_list("ordinal", flat=True).first() or 0
    assignment.state = AssignmentState.EXCLUDED
    assignment.save()


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


def write(assignment: Assignment, base: list[int] | None, *, mixes_gold: bool) -> None:
    """Fill the slot if there is one, make the assignment and leave the trail, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH opening AS (
                UPDATE labeling_opening SET filled = filled + 1, base_order = %(base)s::smallint[]
                WHERE task_id = %(task)s AND %(slot)s IS NOT NULL),
            made AS (
                INSERT INTO labeling_assignment (task_id, project_id, labeler_id, version_id, purpose, state, role,
                    slot, "row", "order", seats, ordinal, lane, position, leased_until, claimed_at)
                VALUES (%(task)s, %(project)s, %(labeler)s, %(version)s, %(purpose)s, 'claimed', %(role)s, %(slot)s,
                    %(row)s, %(order)s::smallint[], %(seats)s::bigint[],
                    CASE WHEN %(mixes_gold)s THEN 1 + COALESCE((SELECT ordinal FROM labeling_assignment
                        WHERE labeler_id = %(labeler)s AND project_id = %(project)s AND purpose <> 'review'
                        ORDER BY id DESC LIMIT 1), 0)
                    ELSE 0 END,
                    %(lane)s, %(position)s, %(until)s, %(now)s)
                RETURNING id),
            told AS (
                INSERT INTO accounts_event (actor_id, verb, project_id, subject, details, created_at)
                SELECT %(labeler)s, 'assignment.claimed', %(project)s, 'assignment:' || id, '{}', %(now)s FROM made)
            SELECT id FROM made
            """,
            {
                "base": base, "mixes_gold": mixes_gold, "purpose": assignment.purpose,
                "task": assignment.task_id, "project": assignment.project_id,
                "labeler": assignment.labeler_id, "version": assignment.version_id, "role": assignment.role,
                "slot": assignment.slot, "row": assignment.row, "order": assignment.order,
                "seats": assignment.seats, "lane": assignment.lane, "position": assignment.position,
                "until": assignment.leased_until, "now": assignment.claimed_at,
            },
        )  # fmt: skip
        assignment.pk = cursor.fetchone()[0]
    assignment._state.adding = False
