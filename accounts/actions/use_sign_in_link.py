"""Use a sign-in link: it works once, for one person, for a while."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import trail
from accounts.digests import digest_of
from accounts.errors import NotFound
from accounts.models import SignInLink, User


class LinkGone(NotFound):
    """Used, expired, replaced by a newer one, or never made: all look the same."""

    code = "link_gone"
    detail = _("This link has been used, has expired, or was replaced by a newer one.")


def find_link(*, secret: str, now: datetime) -> SignInLink:
    """The link as it stands, without using it. Raises LinkGone."""
    links = SignInLink.objects.select_related("user").filter(
        digest=digest_of(secret), used_at=None, expires_at__gt=now, user__is_active=True
    )
    if link := links.first():
        return link
    raise LinkGone


@transaction.atomic
def use_sign_in_link(*, secret: str, now: datetime) -> User:
    """Return the person whom the link signs in. Raises LinkGone."""
    link = find_link(secret=secret, now=now)
    # Race: two browsers press the button at once. One of them updates 0 rows.
    if not SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=now):
        raise LinkGone
    trail.record("signed_in_by_link", by=link.user, now=now, subject=f"user:{link.user_id}")
    return link.user
