"""Create a key to the API."""

from datetime import datetime

from django.db import transaction

from accounts import trail
from accounts.digests import digest_of, new_secret
from accounts.models import ApiToken, User

# Lets scanners of repositories and logs recognise a leaked token.
PREFIX = "ann_"


@transaction.atomic
def create_token(*, user: User, by: User | None, now: datetime, name: str = "", exports_of: str = "") -> str:
    """Return the token, which nobody can read again. `exports_of` limits it to one project's exports."""
    secret = new_secret(PREFIX)
    token = ApiToken.objects.create(user=user, digest=digest_of(secret), name=name, exports_of=exports_of)
    trail.record(
        "created_token", by=by, now=now, subject=f"token:{token.pk}", owner=user.username, exports_of=exports_of
    )
    return secret
