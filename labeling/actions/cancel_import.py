"""Cancel an import, and clear away what an import that came to no good end has written."""

import logging
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts import trail
from accounts.models import User
from labeling.actions import hold_job
from labeling.actions.start_import import JOB
from labeling.models import Import, JobState, Task

# Tasks a transaction: the rest of the world goes on in between.
CHUNK = 2000
# So long a request cleans by itself; what is left then is a worker's.
PATIENCE_SECONDS = 2.0
CLEAR = """
WITH gone AS (SELECT id FROM labeling_task WHERE imported_by_id = %(job)s ORDER BY id LIMIT %(chunk)s),
answers AS (DELETE FROM labeling_completion WHERE task_id IN (SELECT id FROM gone) RETURNING policy_id),
tasks AS (DELETE FROM labeling_task WHERE id IN (SELECT id FROM gone) RETURNING prompt_id, batch_id)
SELECT array_agg(DISTINCT prompt_id), array_agg(DISTINCT batch_id),
       (SELECT array_agg(DISTINCT policy_id) FROM answers WHERE policy_id IS NOT NULL) FROM tasks
"""
TRAITS = """
DELETE FROM labeling_groupkey WHERE imported_by_id = %s
AND group_id IN (SELECT group_id FROM labeling_prompt WHERE id = ANY(%s))
"""
PROMPTS = """
DELETE FROM labeling_prompt AS prompt WHERE id = ANY(%s)
AND NOT EXISTS (SELECT FROM labeling_task WHERE prompt_id = prompt.id) RETURNING group_id
"""
GROUPS = """
WITH empty AS (
    SELECT id FROM labeling_promptgroup AS found WHERE id = ANY(%s)
    AND NOT EXISTS (SELECT FROM labeling_prompt WHERE group_id = found.id)
), keys AS (DELETE FROM labeling_groupkey WHERE group_id IN (SELECT id FROM empty))
DELETE FROM labeling_promptgroup WHERE id IN (SELECT id FROM empty)
"""
BATCHES = """
DELETE FROM labeling_batch AS batch WHERE id = ANY(%s)
AND NOT EXISTS (SELECT FROM labeling_task WHERE batch_id = batch.id)
"""
POLICIES = """
WITH unused AS (
    SELECT id FROM labeling_policy AS policy WHERE id = ANY(%s)
    AND NOT EXISTS (SELECT FROM labeling_completion WHERE policy_id = policy.id)
), said AS (DELETE FROM labeling_policylicense WHERE policy_id IN (SELECT id FROM unused))
DELETE FROM labeling_policy WHERE id IN (SELECT id FROM unused)
"""
logger = logging.getLogger(__name__)


def cancel_import(*, job: Import, by: User, now: datetime) -> None:
    """Stop an import for good; nothing of it stays. Again is fine; raises JobFinished when it is done."""
    if job.state == JobState.CANCELLED:
        return
    with transaction.atomic():
        hold_job.cancel(job)
        trail.record("import.cancelled", by=by, now=now, project_id=job.project_id, subject=f"import:{job.pk}")
        # Should this process die before it has cleared up, a worker does.
        hold_job.wake_on_commit(JOB, job.pk)
    clear(job, patience=PATIENCE_SECONDS)


def unclean() -> QuerySet[Import]:
    """Imports that ended without success, or were only to be tried, and whose tasks are still there."""
    ended = Import.objects.filter(
        Q(state__in=[JobState.CANCELLED, JobState.FAILED]) | Q(state=JobState.DONE, is_dry_run=True)
    )
    return ended.filter(Exists(Task.objects.filter(imported_by=OuterRef("pk"))))


def clear(job: Import, patience: float | None = None) -> None:
    """Delete what the import has written and nothing else uses, chunk by chunk; can be repeated at any time.

    Nobody can write for this job any more: its end raised the fence or set its state.
    """
    began = timezone.now()
    while _clear_chunk(job.pk):
        if patience is not None and (timezone.now() - began).total_seconds() > patience:
            return
    if job.state == JobState.CANCELLED:
        job.problems.all().delete()
        Import.objects.filter(pk=job.pk).update(created=0, unchanged=0, rejected=0, warnings={})
    forget_file(job)


def _clear_chunk(job_id: int) -> bool:
    with transaction.atomic(), connection.cursor() as cursor:
        # Race: a request that cleans up and a worker: the second would take a chunk in the making for the end.
        Import.objects.select_for_update(no_key=True).get(pk=job_id)
        cursor.execute(CLEAR, {"job": job_id, "chunk": CHUNK})
        prompts, batches, policies = cursor.fetchone()
        if prompts is None:
            return False
        cursor.execute(TRAITS, [job_id, prompts])
        cursor.execute(PROMPTS, [prompts])
        cursor.execute(GROUPS, [[row[0] for row in cursor.fetchall()]])
        cursor.execute(BATCHES, [batches])
        if policies:
            cursor.execute(POLICIES, [policies])
    return True


def forget_file(job: Import) -> None:
    """Delete the uploaded file, unless it is kept for an import that may follow, or that has taken it over."""
    if job.kept_until is not None or job.confirmed_as_id is not None:
        return
    Path(settings.MEDIA_ROOT, job.path).unlink(missing_ok=True)
    Path(settings.MEDIA_ROOT, job.path + ".rejected").unlink(missing_ok=True)
