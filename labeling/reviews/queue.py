"""What waits for reviewers: how much and why, whose it is, and where in the queue a reviewer stands."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from accounts.models import User
from labeling.models import RANKS, Check, CheckReason, Project

# Counts beyond it are told as "so many or more": a longer walk helps nobody.
MOST_COUNTED = 1000
# In the navigation.
MOST_IN_BADGE = 100
MOST_LABELERS = 200
# Digits of 2**63: Python refuses to read numbers of thousands of digits.
LONGEST_ID = 18

# As the queue is ordered, and indexed.
BEYOND = """
    (labeling_check.rank, labeling_check.weight, labeling_check.task_id, labeling_check.submission_id)
    > (%s, %s, %s, %s)
"""
# Each walk ends after so many: with hundreds of thousands waiting the numbers help nobody.
BY_REASON = """
    SELECT r.rank, (SELECT count(*) FROM (
        SELECT 1 FROM labeling_check
        WHERE project_id = %(project)s AND rank = r.rank AND closed_at IS NULL AND labeler_id <> %(me)s
        LIMIT %(most)s) counted)
    FROM generate_series(0, 3) r(rank)
"""
BY_LABELER = """
    SELECT labeler_id, count(*) FROM (
        SELECT labeler_id FROM labeling_check
        WHERE project_id = %(project)s AND closed_at IS NULL AND labeler_id <> %(me)s
        ORDER BY rank, weight, task_id, submission_id LIMIT 4 * %(most)s) counted
    GROUP BY labeler_id ORDER BY count(*) DESC, labeler_id LIMIT %(people)s
"""


@dataclass(frozen=True)
class Place:
    """A place in the queue's order."""

    rank: int
    weight: float
    task: int
    submission: int

    @classmethod
    def start(cls) -> "Place":
        return cls(-1, 0, 0, 0)


@dataclass(frozen=True)
class Wish:
    """What a reviewer wants to see next."""

    project: Project
    reason: str = ""
    labeler_id: int = 0
    # The turn that they are done with, or pass over for now.
    after: Place | None = None

    @property
    def rank(self) -> int:
        return RANKS.get(self.reason, -1)


def is_id(text: str) -> bool:
    return text.isdecimal() and len(text) <= LONGEST_ID


def turns(project: Project, reviewer: User, *, reason: str = "", after: Place | None = None) -> QuerySet[Check]:
    """What waits, in the order of the queue; a reviewer's own work is for others."""
    rows = Check.objects.filter(project=project, closed_at=None).exclude(labeler=reviewer)
    if reason:
        rows = rows.filter(rank=RANKS[reason])
    if after:
        here = [after.rank, after.weight, after.task, after.submission]
        rows = rows.filter(RawSQL(BEYOND, here, output_field=BooleanField()))  # noqa: S611  # our own words
    return rows.order_by("rank", "weight", "task", "submission")


def place_of(project: Project, submission_id: int) -> Place | None:
    turn = Check.objects.filter(project=project, pk=submission_id).first()
    return Place(turn.rank, turn.weight, turn.task_id, turn.pk) if turn else None


@dataclass(frozen=True)
class ReasonCount:
    reason: str
    name: str
    count: int
    # There are more, uncounted.
    is_floor: bool


@dataclass(frozen=True)
class Waiting:
    """What a reviewer could check, their own work left out."""

    reasons: list[ReasonCount]
    labelers: list[tuple[User, int]]

    @property
    def count(self) -> int:
        return sum(one.count for one in self.reasons)

    @property
    def is_floor(self) -> bool:
        return any(one.is_floor for one in self.reasons)


def waiting(project: Project, reviewer: User) -> Waiting:
    """By reason and by labeler; the labelers of what stands first in the queue."""
    given = {"project": project.pk, "me": reviewer.pk, "most": MOST_COUNTED, "people": MOST_LABELERS}
    with connection.cursor() as cursor:
        cursor.execute(BY_REASON, given)
        counts = dict(cursor.fetchall())
        cursor.execute(BY_LABELER, given)
        by_labeler = dict(cursor.fetchall())
    people = {person.pk: person for person in User.objects.filter(pk__in=by_labeler)}
    reasons = [(one, counts[RANKS[one]]) for one in CheckReason]
    return Waiting(
        [ReasonCount(one.value, str(one.label), count, count >= MOST_COUNTED) for one, count in reasons if count],
        [(people[pk], count) for pk, count in by_labeler.items()],
    )


def waiting_count(project: Project) -> int:
    """For the navigation of every page; stops counting early."""
    return Check.objects.filter(project=project, closed_at=None)[:MOST_IN_BADGE].count()
