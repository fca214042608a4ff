"""The turns of the reviewers' queue as actions on judgments move them. All inside the caller's transaction.

Race: two reviewers reach for one turn, or one gives a verdict on what another looks at. Taking passes over rows that
are locked; giving a verdict locks the row, and whoever holds it is the judge.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_lazy

from accounts.errors import Conflict
from accounts.models import User
from labeling.models import RANKS, Check, CheckReason, Digest, Purpose, Submission


class HeldByAnother(Conflict):
    code = "held_by_another"
    detail = gettext_lazy("Somebody else is checking this at the moment. Go on with the next one.")


def close(submission: Submission, *, reviewer: User, now: datetime) -> None:
    """A verdict ends the turn. Raises HeldByAnother."""
    turn = Check.objects.select_for_update().filter(submission=submission, closed_at=None).first()
    if turn is None:
        return
    if turn.is_held_besides(reviewer.pk, now):
        raise HeldByAnother
    Check.objects.filter(pk=turn.pk).update(closed_at=now, holder=None, held_until=None)


def reopen(submission: Submission) -> None:
    """The verdict was taken back. What measures labelers by now waits for nobody."""
    Check.objects.filter(submission=submission, task__purpose=Purpose.WORK).update(closed_at=None)


def leave_queue(project_id: int, task_ids: Collection[int], *, now: datetime) -> None:
    """The tasks measure labelers from now on: what waits of them is over, also for who looks at it.

    Under the openings' locks, as a verdict or an amendment. Race: a page of the digest read the tasks as work and is
    about to add turns. It is waited for at the Digest row; the next page reads what they have become.
    """
    list(Digest.objects.select_for_update().filter(pk=project_id))
    waiting = Check.objects.filter(task__in=task_ids, closed_at=None)
    waiting.update(closed_at=now, holder=None, held_until=None)


def go_on(submission: Submission, *, amends: Submission | None, reviewed: bool) -> None:
    """What a submission means to the queue: an amendment takes its turn, a reviewer's own judgment ends the task's."""
    if amends is not None:
        turn_to_amendment(amends, submission, reviewed=reviewed)
    if submission.assignment.purpose == Purpose.REVIEW:
        waiting = Check.objects.filter(task_id=submission.assignment.task_id, closed_at=None)
        waiting.update(closed_at=submission.submitted_at, holder=None, held_until=None)


def turn_to_amendment(earlier: Submission, amendment: Submission, *, reviewed: bool) -> None:
    """What was reviewed is looked at again, ahead of everything; what waited waits on, as it is now.

    Neither where the task has become gold since: what waited of it is over, and nothing is looked at again.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH old AS (
                UPDATE labeling_check SET closed_at = %(now)s, holder_id = NULL, held_until = NULL
                WHERE submission_id = %(earlier)s AND closed_at IS NULL RETURNING reason, rank, weight)
            INSERT INTO labeling_check (submission_id, project_id, task_id, labeler_id, reason, rank, weight, added_at)
            SELECT %(amendment)s, %(project)s, %(task)s, %(labeler)s, reason, rank, weight, %(now)s FROM old
            UNION ALL SELECT %(amendment)s, %(project)s, %(task)s, %(labeler)s, %(reason)s, %(rank)s, 0, %(now)s
            FROM labeling_task WHERE id = %(task)s AND purpose = 'work' AND %(reviewed)s
            """,
            {
                "earlier": earlier.pk, "amendment": amendment.pk, "now": amendment.submitted_at,
                "project": amendment.assignment.project_id, "task": amendment.assignment.task_id,
                "labeler": amendment.assignment.labeler_id, "reviewed": reviewed,
                "reason": CheckReason.AMENDED.value, "rank": RANKS[CheckReason.AMENDED],
            },
        )  # fmt: skip
