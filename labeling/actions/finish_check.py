"""The end of a dry run: its report, and the file kept for a while, so that it can be imported as it was checked."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count
from django.utils import timezone

from labeling.actions import cancel_import, keep_rejected, publish_tasks
from labeling.models import Import, Split, Task

KEPT = timedelta(days=1)
MOST_BATCHES = 50
JUDGMENTS = """
SELECT coalesce(sum(coalesce(t.overlap, n.overlap)), 0) FROM labeling_task t
JOIN labeling_prompt p ON p.id = t.prompt_id
JOIN unnest(%s::text[], %s::integer[]) AS n (split, overlap) ON n.split = p.split
WHERE t.imported_by_id = %s
"""


def finish_check(job: Import) -> None:
    """Write down what would come of the file, take its rows away again, and keep the file. Raises LostHold."""
    if job.rejected:
        keep_rejected.keep_rejected(job)
    publish_tasks.publish(job, report=job.report | outcome_of(job), kept_until=timezone.now() + KEPT)
    cancel_import.clear(job)


def outcome_of(job: Import) -> dict[str, Any]:
    """How many tasks each split and each batch would get, and how many judgments they would ask for."""
    tasks = Task.objects.filter(imported_by=job).order_by()
    splits = {row["prompt__split"]: row["count"] for row in tasks.values("prompt__split").annotate(count=Count("id"))}
    named = batches_of(job)
    named.pop(f"import-{job.pk}", None)
    overlaps = [job.project.overlap_of(split) for split in Split.values]
    with connection.cursor() as cursor:
        cursor.execute(JUDGMENTS, [Split.values, overlaps, job.pk])
        judgments = int(cursor.fetchone()[0])
    return {"splits": splits, "batches": named, "judgments": judgments}


def batches_of(job: Import) -> dict[str, int]:
    """How many of its tasks each batch has, the largest first."""
    tasks = Task.objects.filter(imported_by=job).order_by()
    batches = tasks.values("batch__name").annotate(count=Count("id")).order_by("-count", "batch__name")
    return {row["batch__name"]: row["count"] for row in batches[:MOST_BATCHES]}


def forget_checks(*, now: datetime) -> None:
    """Delete the files of dry runs that nobody has confirmed in time."""
    for job in Import.objects.filter(kept_until__lt=now)[:100]:
        # Race: somebody confirms it at this moment; whoever changes the row first has the file.
        if Import.objects.filter(pk=job.pk, kept_until=job.kept_until, confirmed_as=None).update(kept_until=None):
            job.kept_until = None
            cancel_import.forget_file(job)
