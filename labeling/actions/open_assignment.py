"""The labeler sees the assignment now: the full lease begins."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Coalesce, Greatest

from labeling.actions import slots
from labeling.models import Assignment, AssignmentState


def lease_end(assignment: Assignment, now: datetime) -> datetime:
    return now + timedelta(minutes=assignment.project.lease_minutes)


@transaction.atomic
def open_assignment(*, assignment: Assignment, now: datetime) -> Assignment:
    """Begin the full lease. An expired one is taken again if its slot is still free; harmless to repeat."""
    renew_lease(assignment, now)
    Assignment.objects.filter(pk=assignment.pk).update(opened_at=Coalesce("opened_at", now))
    assignment.refresh_from_db(fields=["state", "slot", "leased_until", "opened_at"])
    return assignment


def renew_lease(assignment: Assignment, now: datetime) -> None:
    """Hold it for a full lease from now on; inside the caller's transaction.

    Race: the sweeper takes the slot away at this moment. Renewing is one conditional UPDATE; if the
    sweeper was first, the slot is taken again under the opening's lock, when it is still free.
    """
    until = lease_end(assignment, now)
    renewed = Assignment.objects.filter(pk=assignment.pk, state=AssignmentState.CLAIMED).update(
        leased_until=Greatest("leased_until", until)
    )
    if renewed or assignment.state == AssignmentState.SUBMITTED:
        return
    opening = slots.lock_opening(assignment.task_id)
    fresh = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if fresh.state == AssignmentState.EXPIRED and slots.take_again(fresh, opening):
        fresh.state, fresh.leased_until = AssignmentState.CLAIMED, until
        fresh.save(update_fields=["state", "slot", "leased_until"])
