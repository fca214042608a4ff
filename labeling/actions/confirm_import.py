"""Import exactly the file that a dry run has checked, without sending it again."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy

from accounts import trail
from accounts.errors import Conflict
from accounts.models import User
from labeling.actions import hold_job
from labeling.actions.check_report import is_outdated
from labeling.actions.start_import import JOB, ProjectSealed, check_batch
from labeling.models import Import, JobState, Project, ProjectState


class NotChecked(Conflict):
    code = "not_checked"
    detail = gettext_lazy("Only a dry run that came to its end can be confirmed.")


class FileGone(Conflict):
    code = "file_gone"
    detail = gettext_lazy("The checked file is no longer kept. Choose it again.")


class ProjectChanged(Conflict):
    code = "project_changed"
    detail = gettext_lazy(
        "The project has changed since the file was checked: another import came in, or the splits are others. "
        "Check the file again."
    )


class ImportUnderWay(Conflict):
    code = "import_under_way"
    detail = gettext_lazy(
        "Another import of this project is under way, and it may change what comes of this file. "
        "When it is done, check the file again."
    )


def confirm_import(
    *, checked: Import, by: User, now: datetime, on_error: str = Import.OnError.REJECT, batch: str = ""
) -> Import:
    """Have the checked file imported; again is fine and gives the same import.

    Races: it is confirmed twice, or its file is about to be forgotten: the dry run's row is locked. The project
    changes meanwhile: its row is locked while the two are compared.
    """
    check_batch(batch)
    return follow(checked=checked, by=by, now=now, is_dry_run=False, on_error=on_error, batch=batch)


def check_again(*, checked: Import, by: User, now: datetime) -> Import:
    """A new dry run of the same file, for the project as it is now."""
    return follow(checked=checked, by=by, now=now, is_dry_run=True, on_error=Import.OnError.SKIP, batch=checked.batch)


def under_way(project: Project) -> bool:
    coming = Import.objects.filter(project=project, is_dry_run=False)
    return coming.filter(state__in=[JobState.QUEUED, JobState.RUNNING]).exists()


@transaction.atomic
def follow(*, checked: Import, by: User, now: datetime, is_dry_run: bool, on_error: str, batch: str) -> Import:
    project = Project.objects.select_for_update(no_key=True).get(pk=checked.project_id)
    checked = Import.objects.select_for_update(no_key=True).get(pk=checked.pk)
    if checked.confirmed_as is not None:
        return checked.confirmed_as
    if not checked.is_dry_run or checked.state != JobState.DONE:
        raise NotChecked
    if checked.kept_until is None or not Path(settings.MEDIA_ROOT, checked.path).exists():
        raise FileGone
    if project.state == ProjectState.SEALED:
        raise ProjectSealed
    if not is_dry_run and is_outdated(checked, project):
        raise ProjectChanged
    if not is_dry_run and under_way(project):
        # Checked without it, imported after it: what the check has told would not hold.
        raise ImportUnderWay
    job = Import.objects.create(
        project=project, file_name=checked.file_name, path=checked.path, content_type=checked.content_type,
        bytes=checked.bytes, on_error=on_error, is_dry_run=is_dry_run, batch=batch, created_by=by, created_at=now,
    )  # fmt: skip
    checked.confirmed_as, checked.kept_until = job, None
    checked.save(update_fields=["confirmed_as", "kept_until"])
    trail.record(
        "import.check_started" if is_dry_run else "import.started",
        by=by, now=now, project_id=project.pk, subject=f"import:{job.pk}",
        file=job.file_name, bytes=job.bytes, dry_run=is_dry_run,
    )  # fmt: skip
    hold_job.wake_on_commit(JOB, job.pk)
    return job
