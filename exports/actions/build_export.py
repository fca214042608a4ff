"""Building an export: the job. Complete or absent, and the same bytes whichever worker builds it.

Race: a frozen worker wakes up after another took over. Every write names the fence; the folder appears
under its final name only while the row is locked and the fence still ours.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import trail
from accounts.errors import DomainError
from exports.actions.store_dataset import store_dataset
from exports.actions.write_dataset import sync, write_dataset
from exports.configs import CONFIGS
from exports.dataset import Dataset
from exports.failpoints import reach
from exports.models import Export
from exports.recipes.people import resolve
from exports.recipes.recipe import Recipe, parse_recipe
from exports.storage import folders
from exports.storage.disk import why_not_written
from exports.targets import TARGETS
from labeling.actions import hold_job
from labeling.actions.fix_boundary import fix_boundary
from labeling.models import Job, JobState

HEARTBEAT_SECONDS = 1.0
logger = logging.getLogger(__name__)


def build(export_id: int) -> None:
    """Build the export if nobody else does. A killed build is begun anew from the same boundary."""
    export = hold_job.take(Export, export_id, give_up=fail)
    if export is None:
        return
    reach("taken")
    try:
        build_held(export)
    except hold_job.LostHold:
        logger.info("Export %s was taken over or cancelled.", export_id)
    except DomainError as error:
        fail(export, error.detail)
    except OSError as error:
        logger.exception("Export %s could not be written.", export_id)
        fail(export, why_not_written(error))
    except Exception as error:
        logger.exception("Export %s failed.", export_id)
        fail(export, f"It stopped at an error: {type(error).__name__}. The worker's log has the rest.")
    finally:
        folders.forget_attempts(export_id) if is_ours_or_over(export) else None


def build_held(export: Export) -> None:
    recipe = recipe_of(export)
    fix_moment(export, recipe)
    reach("boundary_fixed")
    folder = folders.new_attempt(export.pk, export.fence)
    dataset = write_dataset(
        snapshot=export.snapshot(),
        recipe=recipe,
        names=export.names,
        folder=folder,
        heartbeat=heartbeat_of(export),
    )
    storage = store_dataset(export=export, dataset=dataset, folder=folder, heartbeat=heartbeat_of(export))
    publish(export, dataset, storage)


def fix_moment(export: Export, recipe: Recipe) -> None:
    """Fix, in the first attempt, what no later one may see differently."""
    if not export.erased_up_to:
        now = fix_boundary(export.project_id)
        hold_job.keep(export, erased_up_to=now, boundary=now if export.boundary is None else export.boundary)
    if not {"labelers", "groups"} <= set(export.names):
        hold_job.keep(export, names=resolve(export.project, recipe, export.names))


def recipe_of(export: Export) -> Recipe:
    """The stored recipe: complete, so the project's preset and the time cannot change it."""
    return parse_recipe(export.recipe, now=export.created_at, configs=tuple(CONFIGS), targets=tuple(TARGETS))


def heartbeat_of(job: Job) -> Callable[[float], None]:
    """Renew the lease once a second at most; raises LostHold when the job is no longer ours."""
    last = 0.0

    def heartbeat(progress: float) -> None:
        nonlocal last
        if time.monotonic() - last >= HEARTBEAT_SECONDS:
            hold_job.keep(job, progress=round(progress, 4))
            last = time.monotonic()

    return heartbeat


def publish(export: Export, dataset: Dataset, storage: str) -> None:
    """Give the folder its name and the row its end, under the row's lock. In storage it has had its name all along.

    Killed in between, the folder stands there and the row says "running": nobody serves it, and the next
    attempt puts its own, equal one in its place.
    """
    reach("before_publish")
    with transaction.atomic():
        held = Export.objects.select_for_update().filter(pk=export.pk, fence=export.fence, state=JobState.RUNNING)
        if not held.exists():
            raise hold_job.LostHold(f"Export {export.pk} was taken over or cancelled")
        if not storage:
            show_folder(export)
        hold_job.finish(
            export,
            files=dataset.files,
            counts=dataset.counts,
            dropped=dataset.dropped,
            content_hash=dataset.content_hash,
            storage=storage,
        )
        tell(export, "export.finished", rows=dataset.rows, content_hash=dataset.content_hash)
        reach("before_commit")
    reach("published")


def show_folder(export: Export) -> None:
    folders.set_aside(export.pk)
    reach("set_aside")
    attempt = folders.building_folder() / f"{export.pk}-{export.fence}"
    attempt.rename(folders.folder_of(export.pk))
    sync(folders.folder_of(export.pk).parent)
    reach("renamed")


def tell(export: Export, verb: str, **details: Any) -> None:
    """The trail's line of its end, in the transaction that writes the end: by whoever asked for it."""
    trail.record(
        verb, by=export.created_by, now=timezone.now(), project_id=export.project_id, subject=f"export:{export.pk}",
        **details,
    )  # fmt: skip


def fail(export: Export, why: str) -> None:
    try:
        with transaction.atomic():
            hold_job.fail(export, why)
            tell(export, "export.failed", error=str(why))
    except hold_job.LostHold:
        logger.info("Export %s was taken over or cancelled.", export.pk)


def is_ours_or_over(export: Export) -> bool:
    """Whether nobody else is building it now: then what lies about may go."""
    now = Export.objects.filter(pk=export.pk).values_list("fence", "state").first()
    return now is None or now[0] == export.fence or now[1] in (JobState.CANCELLED, JobState.DONE, JobState.FAILED)
