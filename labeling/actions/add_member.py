"""Adding a person to a project, or changing their role there."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import trail
from accounts.errors import Invalid
from accounts.models import User
from labeling.actions.exclude_labeler import check_not_erased
from labeling.models import Membership, Project, Role

LONGEST_GROUP = 40


@transaction.atomic
def add_member(
    *, project: Project, user: User, role: str, by: User | None, now: datetime, group: str | None = None
) -> Membership:
    """Add the person, or give them this role and group; harmless to repeat. The last manager stays a manager.

    group: None leaves it as it is.
    Raises Erased for somebody whose work was erased: what they would do could never count.
    """
    if role not in Role.values:
        raise Invalid(fields={"role": [_("One of: %(choices)s.") % {"choices": ", ".join(Role.values)}]})
    if role != Role.MANAGER:
        check_not_last_manager(project, user)
    # An erasure locks this row too: it is over before we look, or comes after us.
    list(Membership.objects.select_for_update().filter(project=project, user=user))
    check_not_erased(project, user)
    given = {"role": role} if group is None else {"role": role, "group": check_group(group)}
    place, _made = Membership.objects.update_or_create(
        project=project, user=user, defaults={**given, "removed_at": None}, create_defaults={**given, "joined_at": now}
    )
    trail.record("member.added", by=by, now=now, project_id=project.pk, subject=f"user:{user.pk}", **given)
    return place


def check_group(group: str) -> str:
    """The name of a group as it is kept."""
    name = " ".join(group.split())
    if len(name) > LONGEST_GROUP or "\0" in name:
        raise Invalid(fields={"group": [_("A name of at most %(most)s characters.") % {"most": LONGEST_GROUP}]})
    return name


def check_not_last_manager(project: Project, user: User) -> None:
    """Race: two managers step down at once; their rows are locked together."""
    managers = list(
        Membership.objects.select_for_update()
        .filter(project=project, role=Role.MANAGER, removed_at=None)
        .values_list("user_id", flat=True)
    )
    if managers == [user.pk]:
        told = _("A project needs a manager: make somebody else one first.")
        raise Invalid(told, fields={"role": [told]})
