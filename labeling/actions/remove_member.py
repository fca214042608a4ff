"""Removing a person from a project. Their judgments stay, and what they hold may still be submitted."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import trail
from accounts.errors import NotFound
from accounts.models import User
from labeling.actions.add_member import check_not_last_manager
from labeling.models import Membership, Project


@transaction.atomic
def remove_member(*, project: Project, user: User, by: User | None, now: datetime) -> None:
    """Remove the person. Raises NotFound for strangers, Invalid for the last manager."""
    check_not_last_manager(project, user)
    removed = Membership.objects.filter(project=project, user=user, removed_at=None).update(removed_at=now)
    if not removed:
        raise NotFound(_("This person is not in the project."))
    trail.record("member.removed", by=by, now=now, project_id=project.pk, subject=f"user:{user.pk}")
