"""A link that lets several people into a project, and taking it back."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import trail
from accounts.digests import digest_of, new_secret
from accounts.errors import Invalid
from accounts.models import User
from labeling.actions.add_member import check_group
from labeling.models import INVITED_ROLES, Invitation, Project

MOST_USES, MOST_DAYS = 1000, 90


@transaction.atomic
def invite_by_link(
    *, project: Project, role: str, by: User, now: datetime, group: str = "", most_uses: int = 1, days: int = 7
) -> tuple[Invitation, str]:
    """Return the invitation and the whole address of its link, of which only the digest is kept."""
    if role not in INVITED_ROLES:
        raise Invalid(fields={"role": [_("A link makes labelers and reviewers. Add managers by their name.")]})
    if not 1 <= most_uses <= MOST_USES:
        raise Invalid(fields={"most_uses": [_("A whole number from 1 to %(most)s.") % {"most": MOST_USES}]})
    if not 1 <= days <= MOST_DAYS:
        raise Invalid(fields={"days": [_("A whole number from 1 to %(most)s.") % {"most": MOST_DAYS}]})
    secret = new_secret()
    made = Invitation.objects.create(
        project=project, digest=digest_of(secret), role=role, group=check_group(group), most_uses=most_uses,
        expires_at=now + timedelta(days=days), created_by=by, created_at=now,
    )  # fmt: skip
    trail.record(
        "invitation.made", by=by, now=now, project_id=project.pk, subject=f"invitation:{made.pk}", role=role,
        group=made.group, uses=most_uses, days=days,
    )  # fmt: skip
    address: str = settings.SITE_URL + reverse("labeling:join", args=[secret])
    return made, address


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User | None, now: datetime) -> None:
    """From now on the link lets nobody in; harmless to repeat."""
    if Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=now):
        trail.record(
            "invitation.revoked", by=by, now=now, project_id=invitation.project_id,
            subject=f"invitation:{invitation.pk}",
        )  # fmt: skip
