"""Revoke a key to the API: from now on it opens nothing."""

from datetime import datetime

from django.db import transaction

from accounts import trail
from accounts.models import ApiToken, User


@transaction.atomic
def revoke_token(*, token: ApiToken, by: User | None, now: datetime) -> None:
    """Repeating it changes nothing."""
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
        trail.record("revoked_token", by=by, now=now, subject=f"token:{token.pk}")
