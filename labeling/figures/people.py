"""Everybody in a project in one table: what the background counted of them, and what a moment ago can tell."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time

from django.db.models import Count, Exists, Max, OuterRef

from accounts.models import User
from labeling.figures.labelers import LabelerFigures
from labeling.models import (
    Assignment,
    AssignmentState,
    Digest,
    Exclusion,
    JudgmentFinding,
    Membership,
    Project,
    Role,
    Submission,
)


@dataclass
class Person:
    """One row. `figures` are as old as the project's (`counted_at` of the table); the rest is of now."""

    place: Membership
    figures: LabelerFigures
    today: int = 0
    # Of these, what was first submitted today: what the cap counts.
    answered_today: int = 0
    skipped: int = 0
    in_hand: int = 0
    seen_at: datetime | None = None
    exclusion: Exclusion | None = None
    daily_cap: int | None = None

    @property
    def user(self) -> User:
        return self.place.user

    @property
    def group(self) -> str:
        return self.place.group

    @property
    def role_name(self) -> str:
        return str(Role(self.place.role).label)

    @property
    def is_removed(self) -> bool:
        return self.place.removed_at is not None

    @property
    def is_paused(self) -> bool:
        return self.place.paused_at is not None

    @property
    def is_capped(self) -> bool:
        """Whether today's cap is reached, by the days of UTC."""
        return self.daily_cap is not None and self.answered_today >= self.daily_cap

    @property
    def is_excluded(self) -> bool:
        return self.exclusion is not None and self.exclusion.is_excluded

    @property
    def is_erased(self) -> bool:
        return self.exclusion is not None and self.exclusion.is_erasure


@dataclass
class People:
    rows: list[Person] = field(default_factory=list)
    counted_at: datetime | None = None


def people_of(project: Project, *, now: datetime) -> People:
    """Everyone who is or was in the project, present members first, in six queries however many they are."""
    places = list(project.memberships.select_related("user").order_by("user__username"))
    places.sort(key=lambda place: place.removed_at is not None)
    digest = Digest.objects.filter(project=project).first()
    kept = figures_kept(digest)
    rows = {
        place.user_id: Person(
            place,
            kept.get(place.user_id, LabelerFigures.nothing(place.user_id)),
            daily_cap=place.daily_cap or (project.daily_cap if place.role == Role.LABELER else None),
        )
        for place in places
    }
    read_today(project, rows, now)
    read_open(project, rows)
    rulings = project.exclusions.select_related("settlement").order_by("labeler_id", "-number")
    for ruling in rulings.distinct("labeler_id"):
        if ruling.labeler_id in rows:
            rows[ruling.labeler_id].exclusion = ruling
    return People(list(rows.values()), digest.figures_at if digest else None)


def figures_kept(digest: Digest | None) -> dict[int, LabelerFigures]:
    told = digest.figures.get("labelers", []) if digest else []
    return {one["labeler_id"]: LabelerFigures.of_json(one) for one in told}


def kept_of(place: Membership) -> LabelerFigures:
    """The figures of this one, without making everybody's."""
    told = Digest.objects.filter(project=place.project_id).values_list("figures__labelers", flat=True).first() or []
    own = [one for one in told if one["labeler_id"] == place.user_id]
    return LabelerFigures.of_json(own[0]) if own else LabelerFigures.nothing(place.user_id)


def start_of_day(now: datetime) -> datetime:
    return datetime.combine(now.astimezone(UTC).date(), time.min, tzinfo=UTC)


def read_today(project: Project, rows: dict[int, Person], now: datetime) -> None:
    """Judgments of this day in UTC, a few seconds old: an amendment of an earlier one is among them."""
    start = start_of_day(now)
    since = JudgmentFinding.objects.filter(project=project, submitted_at__gte=start)
    of_each = since.values_list("labeler_id").annotate(
        today=Count("assignment_id"), new=Count("assignment_id", filter=begun_since(start))
    )
    for labeler_id, today, new in of_each.order_by():
        if labeler_id in rows:
            rows[labeler_id].today, rows[labeler_id].answered_today = today, new


def begun_since(start: datetime) -> Exists:
    """Of findings: first submitted since then, not an amendment of something earlier."""
    newer = Submission.objects.filter(assignment=OuterRef("assignment_id"), revision=1, submitted_at__gte=start)
    return Exists(newer)


def read_open(project: Project, rows: dict[int, Person]) -> None:
    """What they skipped and hold, and when they last took something."""
    skips = Assignment.objects.filter(project=project, labeler__in=rows, state=AssignmentState.SKIPPED)
    for labeler_id, count in skips.values_list("labeler_id").annotate(Count("id")).order_by():
        rows[labeler_id].skipped = count
    held = Assignment.objects.filter(project=project, labeler__in=rows, state=AssignmentState.CLAIMED)
    told = held.values_list("labeler_id").annotate(Count("id"), Max("claimed_at")).order_by()
    for labeler_id, count, at in told:
        rows[labeler_id].in_hand, rows[labeler_id].seen_at = count, at
    for person in rows.values():
        judged_at = person.figures.last_at
        if judged_at and (person.seen_at is None or datetime.fromisoformat(judged_at) > person.seen_at):
            person.seen_at = datetime.fromisoformat(judged_at)


def person_of(place: Membership, *, now: datetime) -> Person:
    """One of them, in four queries."""
    project = place.project
    person = Person(
        place,
        kept_of(place),
        daily_cap=place.daily_cap or (project.daily_cap if place.role == Role.LABELER else None),
    )
    start = start_of_day(now)
    since = JudgmentFinding.objects.filter(project=project, labeler_id=place.user_id, submitted_at__gte=start)
    counts = since.aggregate(today=Count("assignment_id"), new=Count("assignment_id", filter=begun_since(start)))
    person.today, person.answered_today = counts["today"], counts["new"]
    person.in_hand = Assignment.objects.filter(
        project=project, labeler_id=place.user_id, state=AssignmentState.CLAIMED
    ).count()
    rulings = Exclusion.objects.filter(project=project, labeler_id=place.user_id).select_related("settlement")
    person.exclusion = rulings.order_by("-number").first()
    return person


def is_nobody_but_managers(rows: Iterable[Person]) -> bool:
    return all(person.place.role == Role.MANAGER for person in rows)
