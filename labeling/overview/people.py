"""Who is at work now, how long a judgment takes, and which tasks somebody has held for too long."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Q

from labeling.models import Assignment, AssignmentState, JudgmentFinding, Project

# Who judged, opened a task or saved a draft within so long is at work.
AT_WORK = timedelta(minutes=10)
# The median is over so many of the latest judgments: a page away, whatever the project's size.
LATEST = 500
# In hand for so many leases, renewed again and again: somebody forgot it.
MANY_LEASES = 3
MOST_SHOWN = 3
# labeler, when, active seconds, assignment
Judged = tuple[int, datetime, float | None, int]


@dataclass(frozen=True)
class Lease:
    assignment_id: int
    task_id: int
    username: str
    name: str
    claimed_at: datetime
    leased_until: datetime
    # Its end has passed, and nobody took the slot back yet.
    is_over: bool


@dataclass(frozen=True)
class AtWork:
    active: int
    # Median active seconds of the latest judgments, and how many those are.
    median_seconds: float | None
    timed: int
    stuck: list[Lease]
    # Tasks: two people may have forgotten the same.
    stuck_count: int


def at_work(project: Project, *, now: datetime) -> AtWork:
    """Three queries, each by an index of what is in hand or newest."""
    newest = list(latest(project))
    seconds = [spent for _, _, spent, _ in newest if spent is not None]
    stuck = stuck_leases(project, now=now)
    tasks = len({one.task_id for one in stuck})
    active = len(active_among(newest, project, now=now))
    return AtWork(active, median(seconds) if seconds else None, len(seconds), stuck[:MOST_SHOWN], tasks)


def labelers_at_work(project: Project, *, now: datetime) -> set[int]:
    """Their ids, as many as the overview tells."""
    return active_among(latest(project), project, now=now)


def active_among(newest: Iterable[Judged], project: Project, *, now: datetime) -> set[int]:
    """Who gave one of the newest judgments, or touched a task that they hold, a moment ago."""
    lease = timedelta(minutes=project.lease_minutes)
    holding = Assignment.objects.filter(project=project, state=AssignmentState.CLAIMED).filter(
        Q(leased_until__gte=now + lease - AT_WORK) | Q(claimed_at__gte=now - AT_WORK)
    )
    held_by = holding.values_list("labeler_id", flat=True).distinct()[:1000]
    return {labeler for labeler, at, _, _ in newest if at >= now - AT_WORK} | set(held_by)


def latest_timed(project: Project) -> list[int]:
    """The assignments of the judgments that the median is of."""
    return [assignment for _, _, seconds, assignment in latest(project) if seconds is not None]


def latest(project: Project) -> Iterable[Judged]:
    newest = JudgmentFinding.objects.filter(project=project).order_by("-submitted_at")
    return newest.values_list("labeler_id", "submitted_at", "active_seconds", "assignment_id")[:LATEST]


def stuck_leases(project: Project, *, now: datetime) -> list[Lease]:
    """Oldest first: held for many leases, or over and not taken back. 100 at most."""
    lease = timedelta(minutes=project.lease_minutes)
    overdue = Q(leased_until__lt=now - timedelta(minutes=1))
    rows = (
        Assignment.objects.filter(project=project, state=AssignmentState.CLAIMED)
        .filter(overdue | Q(claimed_at__lt=now - MANY_LEASES * lease))
        .select_related("labeler")
        .order_by("claimed_at", "id")[:100]
    )
    return [
        Lease(
            row.pk, row.task_id, row.labeler.username, row.labeler.get_short_name(), row.claimed_at, row.leased_until,
            is_over=row.leased_until < now,
        )
        for row in rows
    ]  # fmt: skip
