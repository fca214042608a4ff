"""Which judgments reviewers are to look at: a step of the digest, which has the tasks that something changed on.

It comes to the same rows however often it runs. What a reviewer has seen stays seen: only open turns come and go.
What is gold or of a qualification by now is not checked: reviewers are not told which tasks are.
The random share is drawn by the project's secret, so that nobody can tell beforehand which judgments are in it.
"""

import hmac
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from labeling.models import RANKS, Check, CheckReason, Digest, Project, Purpose, Task, TaskFinding
from labeling.tasks.judged import JudgedTask, StandingJudgment

FIRST_OF_EACH = """
    SELECT a.id FROM unnest(%(labelers)s::int[]) l(id), LATERAL (
        SELECT id FROM labeling_assignment
        WHERE labeler_id = l.id AND project_id = %(project)s AND state = 'submitted' AND purpose = 'work'
        ORDER BY id LIMIT %(first)s) a
"""
# An amendment's turn stays ahead of what the policy says; a turn that is over stays over.
KEEP = """
    INSERT INTO labeling_check AS c
        (submission_id, project_id, task_id, labeler_id, reason, rank, weight, added_at)
    SELECT * FROM unnest(%(submission)s::bigint[], %(project)s::bigint[], %(task)s::bigint[], %(labeler)s::int[],
        %(reason)s::text[], %(rank)s::smallint[], %(weight)s::float8[], %(added)s::timestamptz[])
    ON CONFLICT (submission_id) DO UPDATE
    SET reason = EXCLUDED.reason, rank = EXCLUDED.rank, weight = EXCLUDED.weight
    WHERE c.closed_at IS NULL AND c.reason <> 'amended'
        AND (c.reason, c.weight) IS DISTINCT FROM (EXCLUDED.reason, EXCLUDED.weight)
"""


@dataclass(frozen=True)
class Pick:
    judgment: StandingJudgment
    reason: CheckReason
    weight: float = 0.0


def pick_checks(project: Project, tasks: Sequence[JudgedTask], now: datetime) -> None:
    """Open the turns that the project's policy asks for on these tasks, and drop those that it asks for no more."""
    ids = [task.id for task in tasks]
    work = set(Task.objects.filter(pk__in=ids, purpose=Purpose.WORK).values_list("pk", flat=True))
    judged = [one for task in tasks if task.id in work for one in task.counted if one.purpose == Purpose.WORK]
    unreviewed = [one for one in judged if one.verdict in ("", "withdrawn")]
    picks = list(picked(project, unreviewed))
    waiting = Check.objects.filter(task__in=ids, closed_at=None)
    # An amendment waits as long as it stands; the rest as long as the policy says so.
    stale = waiting.exclude(submission__in=[pick.judgment.submission_id for pick in picks])
    standing = [one.submission_id for one in unreviewed]
    stale.exclude(reason=CheckReason.AMENDED, submission__in=standing).delete()
    keep(project, picks, now)


def picked(project: Project, judgments: Collection[StandingJudgment]) -> Iterable[Pick]:
    policy = Project.objects.values_list("review", flat=True).get(pk=project.pk)
    early = first_of_each({one.labeler_id for one in judgments}, project, policy["first"])
    disputed = disagreements({one.task_id for one in judgments}, policy["disputed"])
    for one in judgments:
        if one.assignment_id in early:
            yield Pick(one, CheckReason.NEW_LABELER)
        elif one.task_id in disputed:
            yield Pick(one, CheckReason.DISPUTED, -disputed[one.task_id])
        elif is_drawn(project, one.assignment_id, policy["share"]):
            yield Pick(one, CheckReason.RANDOM)


def first_of_each(labelers: Collection[int], project: Project, first: int) -> set[int]:
    """The assignments of everybody's first judgments."""
    if not first or not labelers:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(FIRST_OF_EACH, {"labelers": sorted(labelers), "project": project.pk, "first": first})
        return {pk for (pk,) in cursor.fetchall()}


def disagreements(tasks: Collection[int], least: float | None) -> dict[int, float]:
    if least is None:
        return {}
    found = TaskFinding.objects.filter(pk__in=tasks, disagreement__gte=least)
    return {pk: disagreement for pk, disagreement in found.values_list("pk", "disagreement") if disagreement}


def is_drawn(project: Project, assignment_id: int, share: float) -> bool:
    """By the assignment, so that an amendment is drawn no other way than what it amends."""
    drawn = hmac.digest(project.secret.encode(), f"review:{assignment_id}".encode(), "sha256")
    return int.from_bytes(drawn[:8]) < share * 2**64


def keep(project: Project, picks: Sequence[Pick], now: datetime) -> None:
    if not picks:
        return
    rows = [pick.judgment for pick in picks]
    with connection.cursor() as cursor:
        cursor.execute(
            KEEP,
            {
                "submission": [one.submission_id for one in rows],
                "project": [project.pk] * len(rows),
                "task": [one.task_id for one in rows],
                "labeler": [one.labeler_id for one in rows],
                "reason": [pick.reason.value for pick in picks],
                "rank": [RANKS[pick.reason] for pick in picks],
                "weight": [pick.weight for pick in picks],
                "added": [now] * len(rows),
            },
        )


def pick_anew(project: Project) -> None:
    """The policy has changed: the next digest chooses again among all that was said. Its findings stay as they are."""
    Digest.objects.filter(project=project).update(picked_to=0)
