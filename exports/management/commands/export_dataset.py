"""`manage.py export_dataset PROJECT --out DIR`: build a dataset here and leave it in DIR, complete or not at all.

With `--preview` in place of `--out` it prints what the recipe would give and writes nothing.
"""

import json
import shutil
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from accounts.errors import DomainError
from exports.actions.preview_dataset import preview_dataset
from exports.actions.request_export import read_for
from exports.actions.write_dataset import sync, write_dataset
from exports.dataset import Dataset
from exports.reading.snapshots import Snapshot
from exports.recipes.people import resolve
from labeling.actions.fix_boundary import fix_boundary
from labeling.models import Project


class Command(BaseCommand):
    help = "Build a dataset and print its content hash, or look at it before."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("project", help="the slug of the project")
        parser.add_argument("--recipe", type=Path, metavar="FILE.json", help="the recipe; without it, its defaults")
        result = parser.add_mutually_exclusive_group(required=True)
        result.add_argument("--out", type=Path, metavar="DIR", help="an empty or new folder")
        result.add_argument(
            "--preview", action="store_true", help="print row counts, ten rows a config and what is left out, as JSON"
        )

    def handle(self, *, project: str, recipe: Path | None, out: Path | None, **options: Any) -> None:
        found = Project.objects.filter(slug=project).first()
        if found is None:
            raise CommandError(f"There is no project {project}.")
        try:
            if out is None:
                self.stdout.write(self.preview(found, read_json(recipe)))
            else:
                self.stdout.write(self.build(found, read_json(recipe), out))
        except DomainError as error:
            reasons = [f"{name}: {' '.join(why)}" for name, why in error.fields.items()]
            raise CommandError("\n".join([error.detail, *reasons])) from error

    def preview(self, project: Project, given: Any) -> str:
        """Nobody's request waits here: everything is looked at, however long it takes."""
        preview = preview_dataset(
            project=project, recipe=given, now=timezone.now(), seconds=float("inf"), enough=sys.maxsize
        )
        return json.dumps(preview.as_json(), indent=2, ensure_ascii=False)

    def build(self, project: Project, given: Any, out: Path) -> str:
        """Leave the dataset in `out`; return its content hash."""
        out = out.absolute()
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise CommandError(f"{out} is there and not empty.")
        out.parent.mkdir(parents=True, exist_ok=True)
        # Beside its final place, so that the last step is one rename.
        attempt = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
        try:
            dataset = self.write(project, given, attempt)
            attempt.chmod(0o755)
            attempt.rename(out)
            sync(out.parent)
        finally:
            shutil.rmtree(attempt, ignore_errors=True)
        return dataset.content_hash

    def write(self, project: Project, given: Any, folder: Path) -> Dataset:
        recipe, origin = read_for(project, given, timezone.now())
        names = resolve(project, recipe, origin.names if origin else {})
        moment = fix_boundary(project.pk)
        boundary = origin.boundary if origin and origin.boundary is not None else moment
        with tqdm(total=100, file=sys.stderr, bar_format="{l_bar}{bar}| {elapsed}", disable=None) as bar:
            return write_dataset(
                snapshot=Snapshot(project, boundary, recipe.filters.until, erased_up_to=moment),
                recipe=recipe,
                names=names,
                folder=folder,
                heartbeat=lambda progress: bar.update(max(0.0, 100 * progress - bar.n)) and None,
            )


def read_json(path: Path | None) -> Any:
    if path is None:
        return {}
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise CommandError(f"{path} cannot be read as JSON: {error}") from error
