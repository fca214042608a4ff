"""Adding a person to a project, or changing their role there."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import trail
from accounts.errors import Invalid
from accounts.models import User
from labeling.actions.exclude_labeler import check_not_erased
from labeling.models import Membership, Project, Role


@transaction.atomic
def add_member(*, project: Project, user: User, role: str, by: User | None, now: datetime) -> Membership:
    """Add the person, or give them this role; harmless to repeat. The last manager stays a manager.

    Raises Erased for somebody whose work was erased: what they would do could never count.
    """
    if role not in Role.values:
        raise Invalid(fields={"role": [_("One of: %(choices)s.") % {"choices": ", ".join(Role.values)}]})
    check_not_erased(project, user)
    if role != Role.MANAGER:
        check_not_last_manager(project, user)
    place, _made = Membership.objects.update_or_create(
        project=project, user=user, defaults={"role": role, "removed_at": None}, create_defaults={
            "role": role, "joined_at": now,
        },
    )  # fmt: skip
    trail.record("member.added", by=by, now=now, project_id=project.pk, subject=f"user:{user.pk}", role=role)
    return place


def check_not_last_manager(project: Project, user: User) -> None:
    """Race: two managers step down at once; their rows are locked together."""
    managers = list(
        Membership.objects.select_for_update()
        .filter(project=project, role=Role.MANAGER, removed_at=None)
        .values_list("user_id", flat=True)
    )
    if managers == [user.pk]:
        raise Invalid(
            _("A project needs a manager: make somebody else one first."), fields={"role": [_("Last manager.")]}
        )
