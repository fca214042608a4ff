"""`manage.py check_dataset FOLDER --target NAME`: read a dataset as its trainer would; say where it breaks."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from exports.targets import TARGETS
from exports.validators import Broken, check


class Command(BaseCommand):
    help = "Read every row of a dataset with its trainer's own rules."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="the dataset, unpacked")
        parser.add_argument("--target", default="trl", choices=sorted(TARGETS), help="whose rules; trl unless told")

    def handle(self, *, folder: Path, target: str, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder.")
        try:
            check(folder, target)
        except Broken as broken:
            raise CommandError(str(broken)) from broken
        self.stdout.write(f"{folder} is sound for {target}.")
