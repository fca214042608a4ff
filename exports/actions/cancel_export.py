"""Calling off an export that is not ready yet: nothing of it stays but its row."""

from datetime import datetime

from django.db import transaction

from accounts import trail
from accounts.models import User
from exports.models import Export
from labeling.actions import hold_job


@transaction.atomic
def cancel_export(*, export: Export, by: User | None, now: datetime) -> None:
    """Its worker loses the hold at its next write and cleans up. Raises JobFinished."""
    hold_job.cancel(export)
    trail.record("export.cancelled", by=by, now=now, project_id=export.project_id, subject=f"export:{export.pk}")
