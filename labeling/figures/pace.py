"""How many judgments came in when: by quarters of an hour, so that everybody's days can be made of them."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo

from django.db import connection

from labeling.models import Project

# How far back the pace is looked at.
DAYS = 28
# Every time zone's day begins on one of these.
QUARTER = 900
COUNTS = """
    SELECT floor(extract(epoch FROM submitted_at) / %(quarter)s)::bigint AS quarter, count(*)
    FROM labeling_judgmentfinding WHERE project_id = %(project)s AND submitted_at >= %(since)s AND counts
    GROUP BY quarter
"""


def quarters(project: Project, *, now: datetime) -> dict[int, int]:
    """{quarter of an hour since 1970: judgments that count}, of the last DAYS days."""
    # A day more: whoever lives west of Greenwich began the first day later.
    since = now - timedelta(days=DAYS + 1)
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, {"quarter": QUARTER, "project": project.pk, "since": since})
        return dict(cursor.fetchall())


def per_day(quarters: Mapping[int, int], *, zone: tzinfo, now: datetime) -> list[tuple[date, int]]:
    """The last DAYS days of this zone with their judgments, oldest first; the last one is today, not over yet."""
    counts: Counter[date] = Counter()
    for quarter, count in quarters.items():
        counts[datetime.fromtimestamp(quarter * QUARTER, tz=UTC).astimezone(zone).date()] += count
    today = now.astimezone(zone).date()
    days = [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    return [(day, counts[day]) for day in days]
