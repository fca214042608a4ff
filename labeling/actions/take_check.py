"""Taking the next turn of the reviewers' queue, held for one reviewer for a while.

Race: two reviewers ask at once. The row is taken with SKIP LOCKED and marked as held: each gets another one.
Whoever has seen what others said of a task does not label it afterwards: it is ruled out for them right here.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from accounts.models import User
from labeling.models import Assignment, AssignmentState, Check, Purpose, Role
from labeling.queries import current_version
from labeling.reviews.queue import Place, Wish

# To read a long conversation and nine answers; every look at it begins anew.
LEASE = timedelta(minutes=15)
# Behind every lane: an assignment that was never handed out must not move its labeler's place in the queue.
NOWHERE = -1

# Not one's own work, nothing that another holds, no task that the reviewer is still to judge as a labeler.
FOR_ME = """
    c.project_id = %(project)s AND c.closed_at IS NULL AND c.labeler_id <> %(me)s
    AND (c.holder_id IS NULL OR c.holder_id = %(me)s OR c.held_until < %(now)s)
    AND (%(reason)s = '' OR c.rank = %(rank)s) AND (%(labeler)s = 0 OR c.labeler_id = %(labeler)s)
    AND NOT EXISTS (
        SELECT 1 FROM labeling_assignment a WHERE a.task_id = c.task_id AND a.labeler_id = %(me)s
        AND a.purpose <> 'review' AND a.state IN ('claimed', 'released', 'expired'))
"""
WHERE_I_AM = "(c.rank, c.weight, c.task_id, c.submission_id)"
NEXT = f"""
    SELECT c.submission_id FROM labeling_check c
    WHERE {FOR_ME} AND {WHERE_I_AM} > (%(at_rank)s, %(at_weight)s, %(at_task)s, %(at_submission)s)
    ORDER BY c.rank, c.weight, c.task_id, c.submission_id LIMIT 1 FOR UPDATE OF c SKIP LOCKED
"""  # noqa: S608  # our own words
HELD = f"""
    SELECT c.submission_id FROM labeling_check c
    WHERE {FOR_ME} AND c.holder_id = %(me)s AND c.held_until > %(now)s
    ORDER BY c.held_until DESC LIMIT 1 FOR UPDATE OF c SKIP LOCKED
"""  # noqa: S608  # our own words


@transaction.atomic
def take_check(*, wish: Wish, reviewer: User, now: datetime) -> Check | None:
    """Hold the turn that the reviewer holds already, else the next one behind where they are; None: there is none."""
    found = None
    if wish.after is None:
        found = look(HELD, wish, reviewer, now)
    else:
        let_go(wish.after, reviewer)
    found = found or look(NEXT, wish, reviewer, now)
    return hold(found, reviewer, now) if found else None


@transaction.atomic
def hold_check(*, submission_id: int, reviewer: User, now: datetime) -> Check | None:
    """Hold a certain turn, unless it is over or somebody else's."""
    turn = Check.objects.select_for_update().filter(pk=submission_id, closed_at=None).first()
    if turn is None or turn.labeler_id == reviewer.pk or turn.is_held_besides(reviewer.pk, now):
        return None
    return hold(turn.pk, reviewer, now)


def hold(submission_id: int, reviewer: User, now: datetime) -> Check:
    turn = Check.objects.select_related("project").get(pk=submission_id)
    turn.holder, turn.held_until = reviewer, now + LEASE
    turn.save(update_fields=["holder", "held_until"])
    rule_out(turn, reviewer, now)
    return turn


def let_go(place: Place, reviewer: User) -> None:
    Check.objects.filter(pk=place.submission, holder=reviewer).update(holder=None, held_until=None)


def look(query: str, wish: Wish, reviewer: User, now: datetime) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters(wish, reviewer, now))
        row = cursor.fetchone()
    return row[0] if row else None


def parameters(wish: Wish, reviewer: User, now: datetime) -> dict[str, Any]:
    place = wish.after or Place.start()
    return {
        "project": wish.project.pk, "me": reviewer.pk, "now": now, "reason": wish.reason, "rank": wish.rank,
        "labeler": wish.labeler_id, "at_rank": place.rank, "at_weight": place.weight, "at_task": place.task,
        "at_submission": place.submission,
    }  # fmt: skip


def rule_out(turn: Check, reviewer: User, now: datetime) -> None:
    """The reviewer sees what was said of the task: as a labeler they would not be blind to it any more."""
    Assignment.objects.bulk_create(
        [
            Assignment(
                task_id=turn.task_id, project_id=turn.project_id, labeler=reviewer, purpose=Purpose.REVIEW,
                version=current_version(turn.project), state=AssignmentState.EXCLUDED, role=Role.REVIEWER,
                lane=NOWHERE, position=NOWHERE, claimed_at=now, leased_until=now,
            )
        ],
        ignore_conflicts=True,
    )  # fmt: skip
