"""Erasing a labeler: nothing of theirs is in any dataset that is built from now on, and it cannot be undone.

The rows stay in the database, since every count of the project rests on them; what they had begun is deleted.
Exports that hold their work are listed as superseded (`exports.superseded`).
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from labeling.actions import locks
from labeling.actions.exclude_labeler import exclude_labeler
from labeling.actions.remove_member import remove_member
from labeling.models import Draft, Exclusion, Project


@transaction.atomic
def erase_labeler(*, project: Project, labeler: User, by: User, now: datetime, reason: str = "") -> Exclusion:
    """Record the erasure, end their membership, and leave their slots to a job. Raises Invalid for the last manager."""
    # Before the locks on memberships, as everywhere.
    locks.share_project(project.pk)
    if project.memberships.filter(user=labeler, removed_at=None).exists():
        remove_member(project=project, user=labeler, by=by, now=now)
    Draft.objects.filter(assignment__project=project, assignment__labeler=labeler).update(judgment=None)
    return exclude_labeler(
        project=project, labeler=labeler, is_excluded=True, is_erasure=True, by=by, now=now, reason=reason
    )
