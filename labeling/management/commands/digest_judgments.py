"""`digest_judgments PROJECT [--rebuild]`: bring findings up to date at once, or make them all anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from labeling.actions.digest_judgments import digest, rebuild
from labeling.models import JudgmentFinding, Project


class Command(BaseCommand):
    help = "Work what was judged into the findings of a project. The background does it every few seconds by itself."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("project", help="the project's slug")
        parser.add_argument("--rebuild", action="store_true", help="forget all findings and make them anew")

    def handle(self, *args: Any, **options: Any) -> None:
        project = Project.objects.filter(slug=options["project"]).first()
        if project is None:
            raise CommandError(f"There is no project {options['project']}.")
        (rebuild if options["rebuild"] else digest)(project, now=timezone.now())
        self.stdout.write(f"findings of {JudgmentFinding.objects.filter(project=project).count()} judgments")
