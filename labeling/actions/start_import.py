"""Take in a file and have it imported."""

import os
import uuid
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import trail
from accounts.errors import Conflict, Invalid, TooLarge, UnknownFormat
from accounts.models import User
from labeling.actions import hold_job
from labeling.importing.problems import BrokenFile, UnreadableFormat
from labeling.importing.sources import open_source
from labeling.models import Import, Project, ProjectState
from labeling.problem_words import in_our_words

JOB = "labeling.jobs.import_prompts"
CHUNK = 1024 * 1024
LONGEST_BATCH = 200


class EmptyFile(Invalid):
    code = "empty_file"
    detail = gettext_lazy("The file is empty.")


class FileTooLarge(TooLarge):
    code = "file_too_large"


class FormatUnknown(UnknownFormat):
    code = "unknown_format"


class ProjectSealed(Conflict):
    code = "project_sealed"
    detail = gettext_lazy("The project is sealed: nothing more can come in.")


def start_import(
    *,
    project: Project,
    by: User | None,
    now: datetime,
    stream: IO[bytes],
    file_name: str = "",
    content_type: str = "",
    on_error: str = Import.OnError.REJECT,
    is_dry_run: bool = False,
    batch: str = "",
) -> Import:
    """Keep the file under a name of our own, write down the job and wake a worker for it."""
    if project.state == ProjectState.SEALED:
        raise ProjectSealed
    path = f"imports/{uuid.uuid4().hex}"
    try:
        size = store(stream, Path(settings.MEDIA_ROOT, path))
        check_readable(path, content_type, file_name)
        with transaction.atomic():
            job = Import.objects.create(
                project=project, file_name=shorten(file_name), path=path, content_type=content_type[:100],
                bytes=size, on_error=on_error, is_dry_run=is_dry_run, batch=batch, created_by=by, created_at=now,
            )  # fmt: skip
            trail.record(
                "import.check_started" if is_dry_run else "import.started",
                by=by, now=now, project_id=project.pk, subject=f"import:{job.pk}",
                file=job.file_name, bytes=size, dry_run=is_dry_run,
            )  # fmt: skip
            hold_job.wake_on_commit(JOB, job.pk)
    except BaseException:
        Path(settings.MEDIA_ROOT, path).unlink(missing_ok=True)
        raise
    return job


def check_batch(name: str) -> None:
    if len(name) > LONGEST_BATCH or "\0" in name:
        raise Invalid(fields={"batch": [_("A name of at most %(most)s characters.") % {"most": LONGEST_BATCH}]})


def store(stream: IO[bytes], path: Path) -> int:
    """Write the stream to disk piece by piece; the number of its bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    size = 0
    with path.open("wb") as file:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > settings.IMPORT_MAX_FILE_BYTES:
                raise FileTooLarge(
                    _("A file may have %(most)s bytes at most.") % {"most": settings.IMPORT_MAX_FILE_BYTES}
                )
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if not size:
        raise EmptyFile
    return size


def check_readable(path: str, content_type: str, file_name: str) -> None:
    """Refuse an unknown format at once; whatever else is wrong is the job's to report, with its line."""
    full = str(Path(settings.MEDIA_ROOT, path))
    try:
        open_source(full, content_type=content_type, file_name=file_name, limit=settings.IMPORT_MAX_FILE_BYTES).close()
    except UnreadableFormat as error:
        raise FormatUnknown(
            _("%(error)s. Known are JSON Lines, a JSON array, CSV and Parquet.") % {"error": in_our_words(str(error))}
        ) from error
    except BrokenFile:
        pass


def shorten(name: str) -> str:
    """The last part of a file name, without what a database cannot keep."""
    return name.replace("\\", "/").rpartition("/")[2].replace("\0", "").encode(errors="replace").decode()[-255:]
