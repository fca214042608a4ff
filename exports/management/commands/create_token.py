"""`create_token NAME [--exports PROJECT]`: prints an API token, once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.actions.create_token import create_token
from accounts.errors import DomainError
from accounts.models import User
from labeling.permissions import manager_of


class Command(BaseCommand):
    help = "Create an API token for a person and print it. It is not stored and cannot be shown again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="whose token: it may do what this person may do")
        parser.add_argument("--exports", metavar="PROJECT", default="", help="it can only read this project's exports")
        parser.add_argument("--note", default="", help="what it is for, shown in the person's list of tokens")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username__iexact=options["name"], is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active person named {options['name']}. create_user makes one.")
        if options["exports"]:
            self.check_manages(user, options["exports"])
        self.stdout.write(
            create_token(user=user, by=None, now=timezone.now(), name=options["note"], exports_of=options["exports"])
        )

    def check_manages(self, user: User, slug: str) -> None:
        """Exports are for managers: a token of anybody else would open nothing."""
        try:
            manager_of(user, slug)
        except DomainError as error:
            raise CommandError(f"{user.username} is not a manager of a project {slug}.") from error
