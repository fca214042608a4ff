"""Run an import that is waiting, from its first line or from where a killed worker came to."""

import logging

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import trail
from labeling.actions import (
    cancel_import,
    check_report,
    check_rows,
    finish_check,
    hold_job,
    keep_rejected,
    publish_tasks,
    read_words,
    write_rows,
)
from labeling.actions.start_import import JOB
from labeling.collecting import rare_collection
from labeling.importing.problems import BrokenFile, Problem
from labeling.models import Import, JobState

logger = logging.getLogger(__name__)
OUTDATED = (
    "The project has changed since the file was checked: another import came in, or the splits are others. "
    "Nothing was imported; send the file again to check it."
)


def run(import_id: int) -> None:
    """Take the import and bring it to its end; does nothing when it is held, finished, or not yet its turn."""
    job = take(import_id)
    if job is None:
        clear_if_ended(import_id)
        return
    try:
        try:
            bring_to_end(job)
        except FileNotFoundError:
            end_without_import(job, "The uploaded file is gone: do web and worker share their MEDIA_ROOT?")
    except hold_job.LostHold as lost:
        logger.info("Stopped: %s", lost)
        return
    wake_next(job.project_id)


def take(import_id: int) -> Import | None:
    """Take the job, unless another import of the project is running: that one goes first."""
    try:
        with transaction.atomic():
            return hold_job.take(Import, import_id, give_up=fail)
    except IntegrityError:
        return None


def bring_to_end(job: Import) -> None:
    for other in cancel_import.unclean().filter(project_id=job.project_id):
        # What a cancelled import left must not pass for tasks that are already there.
        cancel_import.clear(other)
    if was_overtaken(job):
        end_without_import(job, OUTDATED)
        return
    if job.is_dry_run and not job.report:
        hold_job.keep(job, report={"basis": check_report.basis_of(job.project)})
    try:
        with rare_collection():
            write_rows.write(job)
    except BrokenFile as broken:
        end_without_import(job, "The file cannot be read; nothing was imported. The line below says why.", broken)
        return
    if job.rejected and job.on_error == Import.OnError.REJECT:
        end_without_import(job, f"{job.rejected} of {job.rows} rows were refused; nothing was imported.")
    elif job.is_dry_run:
        finish_check.finish_check(job)
    else:
        if job.rejected:
            keep_rejected.keep_rejected(job)
        publish_tasks.publish(job, report=job.report | {"batches": finish_check.batches_of(job)})
        cancel_import.forget_file(job)
        read_words.begin(job)


def was_overtaken(job: Import) -> bool:
    """Whether another import came in between, after the check of this file was confirmed: sent without a check, say."""
    if job.is_dry_run:
        return False
    checked = Import.objects.filter(confirmed_as=job).first()
    return checked is not None and check_report.is_outdated(checked, job.project)


def end_without_import(job: Import, error: str, broken: BrokenFile | None = None) -> None:
    """Fail, and leave nothing but the problems."""
    with transaction.atomic():
        hold_job.keep(job)
        if broken is not None:
            check_rows.store_problems(job, [(job.rows + 1, Problem(broken.line, "", broken.detail))])
            job.rejected += 1
        fail(job, error)
    cancel_import.clear(job)


def fail(job: Import, error: str) -> None:
    """Inside the caller's transaction."""
    hold_job.fail(job, error, created=0, rejected=job.rejected)
    trail.record(
        "import.failed", by=job.created_by, now=timezone.now(), project_id=job.project_id,
        subject=f"import:{job.pk}", error=error,
    )  # fmt: skip


def clear_if_ended(import_id: int) -> None:
    """A woken worker finishes the cleaning that a cancelled or failed import needs."""
    for job in cancel_import.unclean().filter(pk=import_id):
        cancel_import.clear(job)


def wake_next(project_id: int) -> None:
    """The next import of the project need not wait for the sweeper."""
    waiting = Import.objects.filter(project_id=project_id, state=JobState.QUEUED).order_by("id").first()
    if waiting is not None:
        hold_job.wake(JOB, waiting.pk)
