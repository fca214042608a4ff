"""Make a link that signs its person in once."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts import trail
from accounts.digests import digest_of, new_secret
from accounts.models import SignInLink, User

# Long enough to reach somebody over a day off, short enough for a forgotten mail.
LIFETIME = timedelta(hours=48)


@transaction.atomic
def make_sign_in_link(*, user: User, by: User | None, now: datetime, lifetime: timedelta = LIFETIME) -> str:
    """Return the whole address. Only its digest is kept, and only a person's newest link works."""
    SignInLink.objects.filter(user=user, used_at=None).delete()
    secret = new_secret()
    SignInLink.objects.create(user=user, digest=digest_of(secret), expires_at=now + lifetime)
    trail.record("made_sign_in_link", by=by, now=now, subject=f"user:{user.pk}")
    address: str = settings.SITE_URL + reverse("sign_in_link", args=[secret])
    return address
