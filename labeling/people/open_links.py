"""The links that let people into a project now, beside a person who is about to be removed from it."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Event
from labeling.models import Invitation, Membership


@dataclass(frozen=True)
class OpenLink:
    invitation: Invitation
    # This person came by it, hence knows it.
    is_known: bool


def open_links(place: Membership, *, now: datetime) -> list[OpenLink]:
    """The newest first. Two queries, one where there are none."""
    found = list(place.project.invitations.open(now).order_by("-id"))
    subjects = [f"invitation:{invitation.pk}" for invitation in found]
    uses = Event.objects.filter(subject__in=subjects, verb="invitation.used", actor=place.user_id) if found else []
    known = {event.subject for event in uses}
    return [OpenLink(one, subject in known) for one, subject in zip(found, subjects, strict=True)]
