"""Caps of one person or of everybody, and pausing somebody. They act on the next claim, never on what is in hand."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import trail
from accounts.errors import Invalid
from accounts.models import User
from labeling.models import Membership, Project

MOST_A_DAY = 100_000


@transaction.atomic
def cap_member(*, place: Membership, daily_cap: int | None, share_cap: int | None, by: User, now: datetime) -> None:
    """None: as the project says. Harmless to repeat."""
    change(place, f"user:{place.user_id}", "member.capped", by, now, daily_cap=daily_cap, share_cap=share_cap)


@transaction.atomic
def set_terms(
    *, project: Project, daily_cap: int | None, share_cap: int | None, shows_agreement: bool, by: User, now: datetime
) -> None:
    """The caps of all labelers who have none of their own, and whether they see how well they agree with others."""
    change(
        project, f"project:{project.pk}", "project.terms_set", by, now, daily_cap=daily_cap, share_cap=share_cap,
        shows_agreement=shows_agreement,
    )  # fmt: skip


def change(of: Membership | Project, subject: str, verb: str, by: User, now: datetime, **caps: Any) -> None:
    check_cap("daily_cap", caps["daily_cap"], MOST_A_DAY)
    check_cap("share_cap", caps["share_cap"], 100)
    if all(getattr(of, name) == value for name, value in caps.items()):
        return
    type(of)._default_manager.filter(pk=of.pk).update(**caps)
    for name, value in caps.items():
        setattr(of, name, value)
    project_id = of.pk if isinstance(of, Project) else of.project_id
    trail.record(verb, by=by, now=now, project_id=project_id, subject=subject, **caps)


def check_cap(name: str, value: int | None, most: int) -> None:
    if value is not None and not 1 <= value <= most:
        raise Invalid(fields={name: [_("A whole number from 1 to %(most)s.") % {"most": most}]})


@transaction.atomic
def pause_member(*, place: Membership, by: User, now: datetime) -> None:
    """From the next claim on they get nothing new; harmless to repeat."""
    if Membership.objects.filter(pk=place.pk, paused_at=None).update(paused_at=now, paused_by=by):
        tell("member.paused", place, by, now)


@transaction.atomic
def resume_member(*, place: Membership, by: User, now: datetime) -> None:
    if Membership.objects.filter(pk=place.pk, paused_at__isnull=False).update(paused_at=None, paused_by=None):
        tell("member.resumed", place, by, now)


def tell(verb: str, place: Membership, by: User, now: datetime) -> None:
    trail.record(verb, by=by, now=now, project_id=place.project_id, subject=f"user:{place.user_id}")


@transaction.atomic
def note_member(*, place: Membership, note: str, by: User, now: datetime) -> None:
    """What managers write down about this person; the trail tells that, not what."""
    if Membership.objects.filter(pk=place.pk).exclude(note=note).update(note=note):
        tell("member.noted", place, by, now)
