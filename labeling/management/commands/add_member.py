"""add_member PROJECT NAME ROLE: put a person into a project, or give them another role there."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.errors import DomainError
from accounts.models import User
from labeling.actions import add_member
from labeling.models import Project, Role


class Command(BaseCommand):
    help = "Put a person into a project, or give them another role there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("project", help="the project's slug")
        parser.add_argument("name", help="the person's user name")
        parser.add_argument("role", choices=Role.values)

    def handle(self, *args: Any, **options: Any) -> None:
        project = Project.objects.filter(slug=options["project"]).first()
        if project is None:
            raise CommandError(f"There is no project {options['project']}.")
        person = User.objects.filter(username=options["name"], is_active=True).first()
        if person is None:
            raise CommandError(f"There is no user {options['name']}: make one with create_user.")
        try:
            add_member.add_member(project=project, user=person, role=options["role"], by=None, now=timezone.now())
        except DomainError as error:
            raise CommandError(str(error.detail)) from error
        self.stderr.write(f"{person.username} is a {options['role']} of {project.slug}.")
