"""Make an account for somebody new and a member of them, with the link that signs them in once."""

from datetime import datetime

from django.db import transaction

from accounts.actions.create_user import create_user
from accounts.actions.make_sign_in_link import make_sign_in_link
from accounts.models import User
from labeling.actions.add_member import add_member
from labeling.models import Project


@transaction.atomic
def invite_person(*, project: Project, name: str, role: str, by: User, now: datetime) -> tuple[User, str]:
    """Return the person and the whole address of the link. All of it happens, or nothing."""
    person = create_user(name=name, by=by, now=now)
    add_member(project=project, user=person, role=role, by=by, now=now)
    return person, make_sign_in_link(user=person, by=by, now=now)
