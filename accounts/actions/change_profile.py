"""Change how a person is called on the screens."""

from datetime import datetime

from django.db import transaction

from accounts import trail
from accounts.models import User


@transaction.atomic
def change_profile(*, user: User, display_name: str, by: User, now: datetime) -> None:
    user.display_name = display_name
    user.save(update_fields=["display_name"])
    trail.record("changed_profile", by=by, now=now, subject=f"user:{user.pk}")
