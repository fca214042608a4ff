"""The advisory lock of a project: shared by those who draw a number, exclusive for who sets a boundary.

Race: a number that is drawn but not yet committed must not lie under a boundary that was just read.
Writers share the lock, so no writer waits for a writer; fixing a boundary waits for those in flight.
It comes before every row lock: a writer that held a row while queueing here behind a boundary could
be what an earlier writer, for whom the boundary waits, is itself waiting for.
"""

from django.db import connection

# The first half of the lock's key; the second is the project's id.
NAMESPACE = 7201


def share_project(project_id: int) -> None:
    """Until the end of this transaction, no boundary can be set in the project."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, %s)", [NAMESPACE, project_id])


def exclude_writers(project_id: int) -> None:
    """Wait until nobody holds an uncommitted number in the project, and hold off new ones until commit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [NAMESPACE, project_id])


def try_to_exclude_writers(project_id: int) -> bool:
    """The same if it can be had at once; false where somebody is writing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [NAMESPACE, project_id])
        return bool(cursor.fetchone()[0])
