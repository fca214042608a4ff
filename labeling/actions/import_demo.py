"""Importing what the demo brings: begin, or go on with what a killed start left; a worker may be at it already."""

import io
import time
from datetime import timedelta

from django.utils import timezone

from accounts.errors import DomainError
from accounts.models import User
from labeling.actions import run_import, start_import
from labeling.models import Import, JobState, Project

# Longer than a job's lease: the import of a start that was killed is free again by then.
PATIENCE = timedelta(minutes=1)


class DemoNotImported(DomainError):
    code = "demo_not_imported"


def bring_in(project: Project, content: bytes, *, file_name: str, by: User) -> None:
    job = project.imports.filter(state__in=[JobState.QUEUED, JobState.RUNNING]).order_by("id").first()
    job = job or start(project, content, file_name, by)
    patience_ends = timezone.now() + PATIENCE
    while not job.is_finished and timezone.now() < patience_ends:
        run_import.run(job.pk)
        job.refresh_from_db()
        if not job.is_finished:
            time.sleep(0.1)
    if job.state != JobState.DONE:
        raise DemoNotImported(f"{file_name}: {job.error or job.state}")


def start(project: Project, content: bytes, file_name: str, by: User) -> Import:
    return start_import.start_import(
        project=project, by=by, now=timezone.now(), stream=io.BytesIO(content), file_name=file_name,
        content_type="application/x-ndjson",
    )  # fmt: skip
