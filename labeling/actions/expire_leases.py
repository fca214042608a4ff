"""Giving back the slots of leases that ran out. Drafts stay; the labeler may still submit late.

Race: the labeler renews the lease while it is being taken away. The opening is locked first, then the
assignment is looked at again under its own lock. Openings locked by others are passed over: their
holders, or the next sweep, see to them, and two sweeps never wait for each other.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from labeling.actions import slots
from labeling.models import Assignment, AssignmentState, Opening

# Per call: keeps a claim that has to expire leases short.
MOST_AT_ONCE = 200


def expire_leases(*, now: datetime | None = None, project_id: int | None = None) -> int:
    """Expire up to MOST_AT_ONCE leases, of one project or of all; return how many."""
    now = now or timezone.now()
    due = Assignment.objects.filter(state=AssignmentState.CLAIMED, leased_until__lt=now)
    if project_id is not None:
        due = due.filter(project_id=project_id)
    pairs = list(due.order_by("leased_until").values_list("task_id", "pk")[:MOST_AT_ONCE])
    return sum(expire(task_id, assignment_id, now) for task_id, assignment_id in sorted(pairs))


@transaction.atomic
def expire(task_id: int, assignment_id: int, now: datetime) -> bool:
    opening = Opening.objects.select_for_update(skip_locked=True).filter(task_id=task_id).first()
    if opening is None:
        return False
    due = Assignment.objects.filter(pk=assignment_id, state=AssignmentState.CLAIMED, leased_until__lt=now)
    assignment = due.select_for_update().first()
    if assignment is None:
        return False
    due.update(state=AssignmentState.EXPIRED, slot=None)
    if assignment.slot is not None:
        slots.return_slot(opening)
    return True
