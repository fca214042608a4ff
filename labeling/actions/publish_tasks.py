"""The end of an import: all its tasks get their openings at once, and with them people can claim them."""

from typing import Any

from django.db import connection, transaction
from django.db.models import Count
from django.utils import timezone

from accounts import trail
from labeling import queues
from labeling.actions import choose_adaptive, hold_job
from labeling.actions.check_rows import warn
from labeling.actions.state_licenses import state_licenses
from labeling.importing.rows import SPLITS
from labeling.models import Import, Lane, Project, Task

OPEN = """
INSERT INTO labeling_opening (task_id, project_id, lane, position, allowed, filled, counted, is_held)
SELECT task.id, task.project_id, lanes.rank, task.id, COALESCE(task.overlap, splits.overlap), 0, 0, false
FROM labeling_task AS task
JOIN labeling_prompt AS prompt ON prompt.id = task.prompt_id
JOIN unnest(%s::integer[], %s::bigint[]) AS lanes (priority, rank) ON lanes.priority = task.priority
JOIN unnest(%s::text[], %s::integer[]) AS splits (split, overlap) ON splits.split = prompt.split
WHERE task.imported_by_id = %s ORDER BY task.id
"""


def publish(job: Import, **found: Any) -> None:
    """Create the openings, unless it was only to be tried, and finish the job in one transaction. Raises LostHold.

    `found` are columns of the job that are written with its end.
    """
    if job.licenses and not job.is_dry_run:
        _state_licenses(job)
    with transaction.atomic():
        # First the job's row: however long this takes, who wants to take over waits, and then finds it done.
        hold_job.keep(job)
        if not job.is_dry_run:
            _open(job)
        _warn_of_large_groups(job)
        hold_job.finish(job, warnings=job.warnings, **found)
        trail.record(
            "import.checked" if job.is_dry_run else "import.finished",
            by=job.created_by, now=timezone.now(), project_id=job.project_id,
            subject=f"import:{job.pk}", created=job.created, unchanged=job.unchanged, rejected=job.rejected,
        )  # fmt: skip


@transaction.atomic
def _state_licenses(job: Import) -> None:
    """Before the rest and by itself: making a snapshot waits for this, and labelers behind it, but not for the rest.

    Killed in between, whoever goes on finds them stated.
    """
    hold_job.keep(job)
    state_licenses(
        project=job.project, licenses=job.licenses, by=job.created_by, now=timezone.now(), source=f"import:{job.pk}"
    )


def _open(job: Import) -> None:
    # Race: a change of the project's overlap must see these openings, or we its new overlap.
    project = Project.objects.select_for_update(no_key=True).get(pk=job.project_id)
    tasks = Task.objects.filter(imported_by=job)
    priorities = list(tasks.order_by().values_list("priority", flat=True).distinct())
    lanes = [queues.lane_rank(priority, is_returned=False) for priority in priorities]
    Lane.objects.bulk_create([Lane(project=project, rank=rank) for rank in lanes], ignore_conflicts=True)
    overlaps = [project.overlap_of(split) for split in SPLITS]
    with connection.cursor() as cursor:
        cursor.execute(OPEN, [priorities, lanes, list(SPLITS), overlaps, job.pk])
    if project.adaptive:
        choose_adaptive.choose_adaptive(project, job=job)


def _warn_of_large_groups(job: Import) -> None:
    """A group over a fifth of the rows goes into one split as a whole: that is rarely what was meant."""
    groups = (
        Task.objects.filter(imported_by=job).values("prompt__group").annotate(tasks=Count("id"))
        .filter(tasks__gt=max(job.rows / 5, 1)).order_by("-tasks", "prompt__group")
    )  # fmt: skip
    for group in groups[:5]:
        members = Task.objects.filter(imported_by=job, prompt__group=group["prompt__group"])
        users = sorted(set(members.exclude(source_user="").values_list("source_user", flat=True)[:2]))
        first = members.select_related("prompt").order_by("id")[0]
        name = (
            f"of the source_user {users[0]!r}"
            if len(users) == 1
            else f"that begins with the task {first.external_id!r}"
        )
        share = f"{group['tasks']} of {job.rows} rows"
        warn(
            job.warnings,
            f"large_group:{group['prompt__group']}",
            f"The group {name} holds {share}: all of it is in the split {first.prompt.split}.",
            group["tasks"],
        )
