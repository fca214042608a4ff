"""Background work. A message carries an id; what there is to do, and whether it is done, stands in the row."""

from celery import shared_task
from django.utils import timezone

from labeling.actions import (
    cancel_import,
    change_tasks,
    digest_projects,
    expire_leases,
    finish_check,
    hold_job,
    read_words,
    run_import,
    settle,
    start_task_change,
)
from labeling.models import Import, Settlement, TaskChange


@shared_task(name="labeling.jobs.import_prompts")
def import_prompts(import_id: int) -> None:
    run_import.run(import_id)


@shared_task(name="labeling.jobs.settle")
def settle_ruling(settlement_id: int) -> None:
    settle.run(settlement_id)


@shared_task(name="labeling.jobs.sweep")
def sweep() -> None:
    """Give expired slots back, wake workers for imports that nobody holds or that are to be cleared away."""
    expire_leases.expire_leases()
    finish_check.forget_checks(now=timezone.now())
    waiting = Import.objects.filter(hold_job.takeable(Import)) | cancel_import.unclean()
    for import_id in waiting.order_by("id").values_list("pk", flat=True)[:100]:
        hold_job.wake("labeling.jobs.import_prompts", import_id)
    for settlement_id in Settlement.objects.filter(hold_job.takeable(Settlement)).values_list("pk", flat=True)[:100]:
        hold_job.wake("labeling.jobs.settle", settlement_id)
    for change_id in TaskChange.objects.filter(hold_job.takeable(TaskChange)).values_list("pk", flat=True)[:100]:
        hold_job.wake(start_task_change.JOB, change_id)
    for import_id in read_words.unread():
        hold_job.wake(read_words.JOB, import_id)


@shared_task(name=start_task_change.JOB)
def run_task_change(change_id: int) -> None:
    change_tasks.run(change_id)


@shared_task(name=read_words.JOB)
def read_words_of(import_id: int) -> None:
    read_words.read(Import.objects.get(pk=import_id))


@shared_task(name="labeling.jobs.digest")
def digest() -> None:
    digest_projects.digest_projects(now=timezone.now())
