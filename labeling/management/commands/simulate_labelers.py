"""`simulate_labelers PROJECT --labelers N --seed S [--noise Q] [--characters C]`: invented people fill a project."""

import sys
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from accounts.errors import DomainError
from labeling.actions.digest_judgments import digest
from labeling.actions.simulate_labelers import free_slots, simulate_labelers
from labeling.models import Project
from labeling.simulating.characters import CHARACTERS, MIX


class Command(BaseCommand):
    help = (
        "Fill a project with plausible judgments by simulated labelers: for demos, benchmarks and trying out exports."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("project", help="the project's slug")
        parser.add_argument("--labelers", type=int, required=True, help="how many")
        parser.add_argument("--seed", type=int, required=True, help="the same seed gives the same judgments")
        parser.add_argument("--noise", type=float, default=0.5, help="how much they differ; 0: all see the same")

        parser.add_argument(
            "--characters", default=MIX, help=f"{', '.join(CHARACTERS)}, or {MIX} (the default): what they are like"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        project = Project.objects.filter(slug=options["project"]).first()
        if project is None:
            raise CommandError(f"There is no project {options['project']}.")
        done: Counter[str] = Counter()
        work = simulate_labelers(
            project=project, labeler_count=options["labelers"], seed=options["seed"], noise=options["noise"], by=None,
            characters=options["characters"],
        )  # fmt: skip
        try:
            with tqdm(total=free_slots(project), unit="judgment", file=sys.stderr) as bar:
                for outcome in work:
                    done[outcome] += 1
                    bar.update(outcome == "submitted")
        except DomainError as error:
            reasons = [why for field in error.fields.values() for why in field]
            raise CommandError(" ".join([str(error.detail), *reasons])) from error
        digest(project, now=timezone.now())
        self.stdout.write(f"submitted {done['submitted']}, skipped {done['skipped']}, free {free_slots(project)}")
