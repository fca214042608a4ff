"""Who worked how much on which day, for pay. Days are UTC; a judgment counts once, however often it was amended.

Time is what the screen counted as active: of every revision (each has its own), and of skips that stand.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection

from accounts.models import User
from labeling.csv_cells import BYTE_ORDER_MARK, harmless, rows_into
from labeling.models import Membership, Project

COLUMNS = (
    "name", "username", "role", "group", "day_utc", "judgments", "amendments", "skips", "reviews", "active_seconds",
    "active_hours",
)  # fmt: skip
TOTAL = "total"

DONE = """
    SELECT person, (done_at AT TIME ZONE 'UTC')::date AS day, sum(judgments), sum(amendments), sum(skips), sum(reviews),
        sum(seconds)
    FROM (
        SELECT a.labeler_id AS person, s.submitted_at AS done_at, (s.revision = 1)::int AS judgments,
            (s.revision > 1)::int AS amendments, 0 AS skips, 0 AS reviews, coalesce(s.active_seconds, 0) AS seconds
        FROM labeling_submission s JOIN labeling_assignment a ON a.id = s.assignment_id
        WHERE a.project_id = %(project)s AND s.submitted_at >= %(start)s AND s.submitted_at < %(end)s
        UNION ALL
        SELECT a.labeler_id, s.skipped_at, 0, 0, 1, 0, coalesce(s.active_seconds, 0)
        FROM labeling_skip s JOIN labeling_assignment a ON a.id = s.assignment_id
        WHERE a.project_id = %(project)s AND a.state = 'skipped'
          AND s.skipped_at >= %(start)s AND s.skipped_at < %(end)s
        UNION ALL
        SELECT r.reviewer_id, r.created_at, 0, 0, 0, 1, 0
        FROM labeling_review r
        WHERE r.project_id = %(project)s AND r.verdict <> 'withdrawn'
          AND r.created_at >= %(start)s AND r.created_at < %(end)s) done
    GROUP BY person, day ORDER BY person, day
"""


@dataclass
class Hours:
    """Sums of one person's day, of a person, or of all."""

    counts: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    seconds: float = 0.0

    def add(self, counts: list[int], seconds: float) -> None:
        self.counts = [mine + more for mine, more in zip(self.counts, counts, strict=True)]
        self.seconds += seconds

    @property
    def cells(self) -> list[str]:
        return [*map(str, self.counts), f"{self.seconds:.1f}", f"{self.seconds / 3600:.2f}"]


def hours_rows(project: Project, *, first: date, last: date) -> Iterator[list[str]]:
    """The head, a row per person and day, a total per person, and one of all; both dates are included. Two queries."""
    places = {
        place.user_id: place
        for place in Membership.objects.filter(project=project).select_related("user").order_by("user__username")
    }
    days: dict[int, list[tuple[date, Hours]]] = {}
    for person, day, *counts, seconds in read_days(project, first, last):
        days.setdefault(person, []).append((day, Hours(counts, seconds)))
    # An administrator reviews without being a member.
    for user in User.objects.filter(pk__in=days.keys() - places.keys()) if days.keys() - places.keys() else ():
        places[user.pk] = Membership(user=user)
    yield list(COLUMNS)
    totals = {person: Hours() for person in places if person in days}
    for person, total in totals.items():
        for day, hours in days[person]:
            total.add(hours.counts, hours.seconds)
            yield [*named(places[person]), day.isoformat(), *hours.cells]
    everybody = Hours()
    for person, total in totals.items():
        everybody.add(total.counts, total.seconds)
        yield [*named(places[person]), TOTAL, *total.cells]
    yield [TOTAL, "", "", "", TOTAL, *everybody.cells]


def read_days(project: Project, first: date, last: date) -> list[tuple[int, date, int, int, int, int, float]]:
    span: dict[str, int | datetime] = {
        "project": project.pk,
        "start": datetime.combine(first, time.min, tzinfo=UTC),
        "end": datetime.combine(last + timedelta(days=1), time.min, tzinfo=UTC),
    }
    with connection.cursor() as cursor:
        cursor.execute(DONE, span)
        rows: list[tuple[int, date, int, int, int, int, float]] = cursor.fetchall()
    return rows


def named(place: Membership) -> list[str]:
    texts = [place.user.get_short_name(), place.user.username, str(place.role), place.group]
    return [harmless(text) for text in texts]


class Echo:
    """What csv.writer writes to, one line at a time."""

    def write(self, line: str) -> str:
        return line


def hours_csv(project: Project, *, first: date, last: date) -> Iterator[str]:
    """The file in pieces."""
    writer = rows_into(Echo())
    yield BYTE_ORDER_MARK
    for row in hours_rows(project, first=first, last=last):
        yield writer.writerow(row)
