"""Removing a person from a project. Their judgments stay, and what they hold may still be submitted.

Their account does not come back by a link (`accept_invitation`). Another account that they make might: hence links
can be taken back in the same step. Race: somebody joins by such a link meanwhile; they are in, or find it gone.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import trail
from accounts.errors import NotFound
from accounts.models import User
from labeling.actions.add_member import check_not_last_manager
from labeling.actions.invite_by_link import revoke_invitation
from labeling.models import Invitation, Membership, Project


@transaction.atomic
def remove_member(
    *, project: Project, user: User, by: User | None, now: datetime, links: Iterable[Invitation] = ()
) -> None:
    """Remove the person and take these links back. Raises NotFound for strangers, Invalid for the last manager."""
    # First the links, as in joining: who comes by one holds its row when they come to the memberships.
    for link in sorted(links, key=lambda link: link.pk):
        revoke_invitation(invitation=link, by=by, now=now)
    check_not_last_manager(project, user)
    removed = Membership.objects.filter(project=project, user=user, removed_at=None).update(removed_at=now)
    if not removed:
        raise NotFound(_("This person is not in the project."))
    trail.record("member.removed", by=by, now=now, project_id=project.pk, subject=f"user:{user.pk}")
