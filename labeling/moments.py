"""Moments as people and programs write them, brought to what the database can hold and every page can show."""

from datetime import UTC, datetime

from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware


def read_moment(text: str) -> datetime | None:
    """The moment in UTC, which is meant where no offset stands; None for what is none."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return in_utc(moment) if moment else None


def in_utc(moment: datetime) -> datetime | None:
    """The same moment; None near the ends of the calendar, where another zone has no such year.

    Python knows offsets that PostgreSQL refuses (+23:59), and PostgreSQL years that Python cannot read again.
    """
    try:
        moment = make_aware(moment) if is_naive(moment) else moment.astimezone(UTC)
    except OverflowError:
        return None
    return moment if 1 < moment.year < 9999 else None
