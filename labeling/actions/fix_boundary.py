"""Fixing a moment as one integer: for a snapshot, and for how far the digest has come."""

from django.db import connection, transaction

from labeling.actions import locks
from labeling.models.numbers import SEQUENCE

LAST_DRAWN = f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {SEQUENCE}"  # noqa: S608 (a constant)


def fix_boundary(project_id: int) -> int:
    """Return a number up to which everything of the project is committed and nothing can appear later.

    Race: a writer has drawn its number and not yet committed. Writers share the project's lock; taking it
    alone waits for those in flight, and later ones draw higher numbers. Numbers of other projects do not
    matter. A short transaction of its own: writers wait while it lasts.
    """
    with transaction.atomic():
        locks.exclude_writers(project_id)
        return last_drawn()


def last_drawn() -> int:
    """The highest number that anybody in any project has drawn."""
    with connection.cursor() as cursor:
        cursor.execute(LAST_DRAWN)
        return int(cursor.fetchone()[0])
