"""What waits for reviewers: how much and why, whose it is, and where in the queue a reviewer stands."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.models import User
from labeling.models import RANKS, Check, CheckReason, Project

# Counts beyond it are told as "so many or more": a longer walk helps nobody.
MOST_COUNTED = 1000
# In the navigation.
MOST_IN_BADGE = 100
MOST_LABELERS = 200
# Digits of 2**63: Python refuses to read numbers of thousands of digits.
LONGEST_ID = 18


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
        rows = rows.filter(
            Q(rank__gt=after.rank)
            | Q(rank=after.rank, weight__gt=after.weight)
            | Q(rank=after.rank, weight=after.weight, task_id__gt=after.task)
            | Q(rank=after.rank, weight=after.weight, task_id=after.task, submission_id__gt=after.submission),
            rank__gte=after.rank,
        )
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
    counts = [(one, turns(project, reviewer, reason=one)[:MOST_COUNTED].count()) for one in CheckReason]
    beginning = turns(project, reviewer).values("labeler_id")[: 4 * MOST_COUNTED]
    by_labeler: dict[int, int] = {}
    for row in beginning:
        by_labeler[row["labeler_id"]] = by_labeler.get(row["labeler_id"], 0) + 1
    most = sorted(by_labeler, key=lambda pk: -by_labeler[pk])[:MOST_LABELERS]
    people = {person.pk: person for person in User.objects.filter(pk__in=most)}
    return Waiting(
        [ReasonCount(one.value, str(one.label), count, count >= MOST_COUNTED) for one, count in counts if count],
        [(people[pk], by_labeler[pk]) for pk in most],
    )


def waiting_count(project: Project) -> int:
    """For the navigation of every page; stops counting early."""
    return Check.objects.filter(project=project, closed_at=None)[:MOST_IN_BADGE].count()
