"""Deleting an export with its files. One that is being built is called off instead and keeps its row."""

from datetime import datetime

from django.db import transaction

from accounts import trail
from accounts.models import User
from exports.actions.cancel_export import cancel_export
from exports.actions.sweep_storage import JOB as SWEEP_STORAGE
from exports.models import Export
from exports.storage import folders
from labeling.actions import hold_job


def delete_export(*, export: Export, by: User | None, now: datetime) -> None:
    """Race: it finishes just now; then it is deleted like any ready one."""
    if not export.is_finished:
        try:
            cancel_export(export=export, by=by, now=now)
            return
        except hold_job.JobFinished:
            export.refresh_from_db()
    with transaction.atomic():
        trail.record(
            "export.deleted", by=by, now=now, project_id=export.project_id, subject=f"export:{export.pk}",
            content_hash=export.content_hash,
        )  # fmt: skip
        export_id, was_stored = export.pk, bool(export.storage)
        export.delete()
        transaction.on_commit(lambda: forget(export_id, was_stored=was_stored))


def forget(export_id: int, *, was_stored: bool) -> None:
    """Take the files out of sight; in storage nobody but we can see them, and a job deletes them at once."""
    if was_stored:
        hold_job.wake(SWEEP_STORAGE, export_id)
    else:
        folders.set_aside(export_id)
