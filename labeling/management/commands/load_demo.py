"""`load_demo`: demo projects and people; prints links that sign in as a manager and as a labeler."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.actions.make_sign_in_link import make_sign_in_link
from accounts.errors import DomainError
from labeling.actions.load_demo import load_demo
from labeling.models import Role

WORTH_TRYING = (Role.MANAGER, Role.LABELER)


class Command(BaseCommand):
    help = "Create the demo projects (again: what is missing of them) and print sign-in links, each good for one use."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            people = load_demo()
        except DomainError as error:
            raise CommandError(str(error.detail)) from error
        for role in WORTH_TRYING:
            link = make_sign_in_link(user=people[role], by=None, now=timezone.now())
            self.stdout.write(f"Sign in as {role} {people[role].username}: {link}")
