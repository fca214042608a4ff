"""Give a person a new password. Forms check it before (django.contrib.auth.forms)."""

from datetime import datetime

from django.db import transaction

from accounts import trail
from accounts.models import User


@transaction.atomic
def change_password(*, user: User, password: str, by: User | None, now: datetime) -> None:
    """Their other sessions end: Django ties a session to the password's hash."""
    user.set_password(password)
    user.save(update_fields=["password"])
    trail.record("changed_password", by=by, now=now, subject=f"user:{user.pk}")
