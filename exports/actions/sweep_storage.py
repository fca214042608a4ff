"""Deleting from S3-compatible storage what no export speaks of: deleted ones, and attempts that came to nothing."""

import logging
import re

from django.db import connection
from django.db.models import Q

from exports.models import Export
from exports.storage import stored
from exports.storage.errors import StorageFailed
from labeling.models import JobState

JOB = "exports.jobs.sweep_storage"
ATTEMPT = re.compile(r"(\d{1,18})-(\d{1,18})")
NEWEST = "SELECT COALESCE(pg_sequence_last_value(pg_get_serial_sequence(%s, %s)::regclass), 0)"

logger = logging.getLogger(__name__)


def sweep_storage() -> None:
    """Folders of our making only, and only those of exports that this database has heard of."""
    if not stored.is_set_up():
        return
    storage = stored.bucket()
    try:
        # Race: an attempt begins now. Its row says so before its first file is there, so look at the folders first.
        lying_there = storage.folders(stored.ROOT)
        for name in leftovers(lying_there):
            storage.remove(f"{stored.ROOT}/{name}")
            logger.info("Removed %s from the storage of datasets.", name)
    except StorageFailed as failure:
        logger.warning("The storage of datasets was not swept: %s", failure.detail)


def leftovers(names: list[str]) -> list[str]:
    """Those that neither a running attempt nor a published export speaks of.

    A copy of this installation from a backup may see the same bucket: what was made after the backup is not its own.
    """
    found = {name: (int(parts[1]), int(parts[2])) for name in names if (parts := ATTEMPT.fullmatch(name))}
    newest = newest_export()
    kept = Q(state=JobState.RUNNING) | Q(state=JobState.DONE, storage=stored.S3)
    ids = {export_id for export_id, _ in found.values()}
    spoken_of = set(Export.objects.filter(kept, pk__in=ids).values_list("pk", "fence"))
    return [name for name, attempt in found.items() if attempt not in spoken_of and attempt[0] <= newest]


def newest_export() -> int:
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, [Export._meta.db_table, "id"])
        return int(cursor.fetchone()[0])
