"""How one labeler works: by day, by reading length, and their newest judgments.

Read from findings by the index on (project, labeler, submitted_at), never more than MOST_DRAWN newest ones and
DAYS days: as quick for somebody with 50,000 judgments among millions (measured in docs/people.md).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from statistics import fmean, median
from typing import Any

from django.db import connection

from labeling.models import JudgmentFinding, Membership, SkipReason
from labeling.own.work import opening_of
from labeling.statistics.rates import Rate, wilson

DAYS = 28
# Dots of the chart of speed; more would be a cloud.
MOST_DRAWN = 400
NEWEST = 12


@dataclass(frozen=True)
class Day:
    day: date
    judgments: int
    seconds: float


@dataclass(frozen=True)
class Speed:
    """One judgment: how long its texts take a fast reader, and how long it took. Seconds."""

    reading: float
    active: float
    is_hasty: bool


@dataclass(frozen=True)
class SpeedBand:
    """Judgments whose texts take about as long to read."""

    low: float
    high: float
    n: int
    median_seconds: float
    hasty: int


@dataclass(frozen=True)
class Judgment:
    task_id: int
    prompt: str
    submitted_at: datetime
    active_seconds: float | None
    # Half-credit agreement with the majority of the others, from 0 to 1; null where nobody else ordered its texts.
    agreement: float | None
    is_hasty: bool
    is_straight: bool
    counts: bool
    # Of the task by now: what is gold or of a qualification counts for no dataset.
    purpose: str


@dataclass(frozen=True)
class Working:
    days: list[Day]
    speeds: list[Speed]
    bands: list[SpeedBand]
    newest: list[Judgment]
    # (code, words, count), the most frequent first.
    skips: list[tuple[str, str, int]]
    # How often the text that they saw first was their single best, and how often chance would have it so.
    first_best: Rate
    first_by_chance: float | None


def working_of(place: Membership, *, now: datetime) -> Working:
    """Six short queries."""
    speeds = speeds_of(place)
    first_best, by_chance = first_best_of(place)
    return Working(
        days=days_of(place, now=now), speeds=speeds, bands=bands_of(speeds), newest=newest_of(place),
        skips=skips_of(place), first_best=first_best, first_by_chance=by_chance,
    )  # fmt: skip


PER_DAY = """
    SELECT (submitted_at AT TIME ZONE 'UTC')::date AS day, count(*), coalesce(sum(active_seconds), 0)
    FROM labeling_judgmentfinding
    WHERE project_id = %(project)s AND labeler_id = %(labeler)s AND submitted_at >= %(since)s GROUP BY day
"""
SKIPS = """
    SELECT s.reason, count(*) FROM labeling_assignment a JOIN labeling_skip s ON s.assignment_id = a.id
    WHERE a.project_id = %(project)s AND a.labeler_id = %(labeler)s AND a.state = 'skipped' GROUP BY s.reason
"""
# The newest rankings with a single best: whether it is the one that was shown as A, among how many.
FIRST = """
    SELECT said.id, best = 'A', shown
    FROM (
        SELECT a.id, s.judgment -> 'tiers' -> 0 ->> 0 AS best, cardinality(a."order") AS shown
        FROM (SELECT assignment_id FROM labeling_judgmentfinding
              WHERE project_id = %(project)s AND labeler_id = %(labeler)s
              ORDER BY submitted_at DESC LIMIT %(most)s) f
            JOIN labeling_assignment a ON a.id = f.assignment_id
            JOIN LATERAL (SELECT judgment FROM labeling_submission WHERE assignment_id = a.id
                          ORDER BY revision DESC LIMIT 1) s ON true
        WHERE jsonb_array_length(s.judgment -> 'tiers' -> 0) = 1) said
"""


def ask(query: str, place: Membership, **more: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, {"project": place.project_id, "labeler": place.user_id, **more})
        return list(cursor.fetchall())


def days_of(place: Membership, *, now: datetime) -> list[Day]:
    """The last DAYS days of UTC, oldest first; the last one is today."""
    today = now.astimezone(UTC).date()
    first = today - timedelta(days=DAYS - 1)
    since = datetime.combine(first, datetime.min.time(), tzinfo=UTC)
    found = {day: Day(day, count, seconds) for day, count, seconds in ask(PER_DAY, place, since=since)}
    days = [first + timedelta(days=ahead) for ahead in range(DAYS)]
    return [found.get(day, Day(day, 0, 0.0)) for day in days]


def speeds_of(place: Membership) -> list[Speed]:
    """The newest judgments whose seconds a client told, and in which something was to be read."""
    timed = JudgmentFinding.objects.filter(
        project_id=place.project_id, labeler_id=place.user_id, active_seconds__gt=0, reading_seconds__gt=0
    )
    rows = timed.order_by("-submitted_at").values_list("reading_seconds", "active_seconds", "is_hasty")
    return [Speed(reading or 0.0, active or 0.0, is_hasty) for reading, active, is_hasty in rows[:MOST_DRAWN]]


def bands_of(speeds: list[Speed], *, most: int = 5) -> list[SpeedBand]:
    """As many judgments in each band, the shortest texts first."""
    ordered = sorted(speeds, key=lambda speed: speed.reading)
    count = min(most, max(len(ordered) // 4, 1 if ordered else 0))
    edges = [len(ordered) * place // count for place in range(count + 1)] if count else []
    bands = [ordered[low:high] for low, high in pairwise(edges)]
    return [
        SpeedBand(
            low=band[0].reading, high=band[-1].reading, n=len(band),
            median_seconds=median(speed.active for speed in band), hasty=sum(speed.is_hasty for speed in band),
        )
        for band in bands
    ]  # fmt: skip


def newest_of(place: Membership) -> list[Judgment]:
    rows = (
        JudgmentFinding.objects.filter(project_id=place.project_id, labeler_id=place.user_id)
        .select_related("task__prompt").order_by("-submitted_at")[:NEWEST]
    )  # fmt: skip
    return [
        Judgment(
            task_id=row.task_id, prompt=opening_of(row.task.prompt.messages), submitted_at=row.submitted_at,
            active_seconds=row.active_seconds,
            agreement=row.agreed_twice / (2 * row.compared) if row.compared else None,
            is_hasty=row.is_hasty, is_straight=row.is_straight, counts=row.counts,
            purpose=row.task.purpose,
        )
        for row in rows
    ]  # fmt: skip


def skips_of(place: Membership) -> list[tuple[str, str, int]]:
    rows = [(reason, str(SkipReason(reason).label), count) for reason, count in ask(SKIPS, place)]
    return sorted(rows, key=lambda row: -row[2])


def first_best_of(place: Membership) -> tuple[Rate, float | None]:
    rows = ask(FIRST, place, most=MOST_DRAWN)
    chance = fmean(1 / shown for _, _, shown in rows) if rows else None
    return wilson(sum(is_first for _, is_first, _ in rows), len(rows)), chance


def with_single_best(place: Membership, *, shown_first: bool) -> list[int]:
    """The assignments behind that rate: all that it is of, or those alone whose best was shown first."""
    rows = ask(FIRST, place, most=MOST_DRAWN)
    return [assignment for assignment, is_first, _ in rows if is_first or not shown_first]
