"""`manage.py import_prompts PROJECT FILE`: import a file and wait for its end."""

import sys
import threading
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.utils import timezone
from tqdm import tqdm

from accounts.errors import DomainError
from labeling.actions import run_import
from labeling.actions.start_import import start_import
from labeling.models import Import, Project

POLL_SECONDS = 0.2


class Command(BaseCommand):
    help = "Import prompts, with or without completions, from a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("project", help="the slug of the project")
        parser.add_argument("file", type=Path, help="JSON Lines, a JSON array, CSV or Parquet; .gz and .zst too")
        parser.add_argument("--dry-run", action="store_true", help="check the file, import nothing")
        parser.add_argument("--on-error", choices=Import.OnError.values, default=Import.OnError.REJECT)

    def handle(self, *, project: str, file: Path, dry_run: bool, on_error: str, **options: Any) -> None:
        job = self.start(project, file, dry_run, on_error)
        self.follow(job)
        job.refresh_from_db()
        for line, field, detail in (
            job.problems.order_by("line", "id").values_list("line", "field", "detail").iterator()
        ):
            self.stderr.write(f"{file}:{line}: {f'{field} ' if field else ''}{detail}")
        for warning in job.warnings.values():
            self.stderr.write(f"warning: {warning['detail']} ({warning['count']})")
        if job.state != "done":
            raise CommandError(job.error or f"The import was {job.state}.", returncode=1)
        created = "would create" if dry_run else "created"
        self.stdout.write(
            f"{created} {job.created}, unchanged {job.unchanged}, rejected {job.rejected} of {job.rows} rows"
        )

    def start(self, slug: str, file: Path, is_dry_run: bool, on_error: str) -> Import:
        project = Project.objects.filter(slug=slug).first()
        if project is None:
            raise CommandError(f"There is no project {slug}.")
        try:
            with file.open("rb") as stream:
                return start_import(
                    project=project,
                    by=None,
                    now=timezone.now(),
                    stream=stream,
                    file_name=file.name,
                    on_error=on_error,
                    is_dry_run=is_dry_run,
                )
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        except DomainError as error:
            raise CommandError(error.detail) from error

    def follow(self, job: Import) -> None:
        """Run the import here, or watch the worker that was faster."""
        is_over = threading.Event()
        bar = threading.Thread(target=show_progress, args=[job.pk, is_over], daemon=True)
        bar.start()
        try:
            while not Import.objects.get(pk=job.pk).is_finished:
                run_import.run(job.pk)
                if not Import.objects.get(pk=job.pk).is_finished:
                    time.sleep(POLL_SECONDS)
        finally:
            is_over.set()
            bar.join()


def show_progress(import_id: int, is_over: threading.Event) -> None:
    """Move a progress bar on standard error by what the job's row says."""
    shape = "{l_bar}{bar}| {elapsed}"
    with tqdm(total=100, file=sys.stderr, bar_format=shape, disable=None) as bar:
        while not is_over.wait(POLL_SECONDS):
            progress = Import.objects.values_list("progress", flat=True).get(pk=import_id)
            bar.update(max(0.0, 100 * progress - bar.n))
        bar.update(100 - bar.n)
    close_old_connections()
