"""Create a person. Nobody signs up: an operator or a manager creates people and hands them a sign-in link."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import trail
from accounts.errors import Conflict, Invalid
from accounts.models import User


class NameTaken(Conflict):
    code = "name_taken"

    def __init__(self, name: str) -> None:
        super().__init__(_("There is already a person named %(name)s.") % {"name": name})


class InvalidName(Invalid):
    code = "invalid_name"


@transaction.atomic
def create_user(
    *, name: str, by: User | None, now: datetime, can_create_projects: bool = False, is_superuser: bool = False
) -> User:
    """Create a person without a password: they sign in by a link and choose one."""
    user = User(username=User.normalize_username(name), date_joined=now)
    user.can_create_projects = can_create_projects or is_superuser
    user.is_superuser = user.is_staff = is_superuser
    user.set_unusable_password()
    check_name(user)
    try:
        # Race: somebody else creates the same name. The constraints over the name are the judge.
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise NameTaken(user.username) from error
    rights = {"can_create_projects": user.can_create_projects, "is_superuser": is_superuser}
    trail.record("created_user", by=by, now=now, subject=f"user:{user.pk}", name=user.username, **rights)
    return user


def check_name(user: User) -> None:
    if user.username in (".", ".."):
        # Browsers read them as steps in an address, so no page about this person could be reached.
        raise InvalidName(fields={"username": [_("A name has a letter or a digit.")]})
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as error:
        reasons = error.message_dict.get("username") or error.messages
        raise InvalidName(" ".join(reasons), fields={"username": reasons}) from error
