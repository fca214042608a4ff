"""`create_user NAME [--manager] [--superuser] [--new-link]`: prints a one-time sign-in link."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.actions.create_user import NameTaken, create_user
from accounts.actions.make_sign_in_link import make_sign_in_link
from accounts.errors import DomainError
from accounts.models import User


class Command(BaseCommand):
    help = "Create a person and print the link that signs them in once (48 hours)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name to sign in with")
        parser.add_argument("--manager", action="store_true", help="may create projects")
        parser.add_argument("--superuser", action="store_true", help="may see and do everything, /admin/ included")
        parser.add_argument(
            "--new-link", action="store_true", help="the person exists: only print a new link (the older one ends)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = self.find(options) if options["new_link"] else self.create(options)
            link = make_sign_in_link(user=user, by=None, now=timezone.now())
        except NameTaken as error:
            raise CommandError(f"{error.detail} For a new sign-in link add --new-link.") from error
        except DomainError as error:
            raise CommandError(str(error.detail)) from error
        self.stdout.write(link)

    def create(self, options: dict[str, Any]) -> User:
        return create_user(
            name=options["name"],
            by=None,
            now=timezone.now(),
            can_create_projects=options["manager"],
            is_superuser=options["superuser"],
        )

    def find(self, options: dict[str, Any]) -> User:
        if options["manager"] or options["superuser"]:
            raise CommandError("--new-link changes nobody's rights: leave out --manager and --superuser.")
        try:
            return User.objects.get(username__iexact=options["name"], is_active=True)
        except User.DoesNotExist as error:
            raise CommandError(f"There is no active person named {options['name']}.") from error
