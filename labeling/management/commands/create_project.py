"""create_project FILE.json [--manager NAME]: the body of POST /api/projects/, from a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rest_framework.exceptions import ValidationError

from accounts.errors import DomainError
from accounts.models import User
from labeling import shapes
from labeling.actions import create_project


class Command(BaseCommand):
    help = "Make a project out of a JSON file; prints its slug."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="what POST /api/projects/ takes: slug, name, kind or preset, ...")
        parser.add_argument("--manager", metavar="NAME", help="who manages it; without, nobody does until add_member")

    def handle(self, *args: Any, **options: Any) -> str:
        try:
            given = orjson.loads(Path(options["file"]).read_bytes())
        except OSError as error:
            raise CommandError(f"Cannot read the file: {error}") from error
        except orjson.JSONDecodeError as error:
            raise CommandError(f"{options['file']} is not valid JSON: {error}") from error
        manager = find_manager(options["manager"])
        try:
            fields = shapes.checked(shapes.NewProjectShape, given)
            project = create_project.create_project(by=manager, now=timezone.now(), **fields)
        except DomainError as error:
            raise CommandError("\n".join([str(error.detail), *reasons(error.fields)])) from error
        except ValidationError as error:
            raise CommandError(f"The file does not describe a project: {error.detail}") from error
        return project.slug


def find_manager(name: str | None) -> User | None:
    if name is None:
        return None
    found = User.objects.filter(username=name, is_active=True).first()
    if found is None:
        raise CommandError(f"There is no user {name}: make one with create_user.")
    return found


def reasons(fields: dict[str, list[str]]) -> list[str]:
    return [f"{name}: {' '.join(why)}" for name, why in fields.items()]
