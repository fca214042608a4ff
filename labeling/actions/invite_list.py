"""Take a whole list of people into a project: newcomers get an account and a link, everybody else is added."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy

from accounts.actions.change_profile import change_profile
from accounts.actions.create_user import create_user
from accounts.actions.make_sign_in_link import make_sign_in_link
from accounts.errors import Conflict
from accounts.models import User
from labeling.actions.add_member import add_member
from labeling.forms.name_list import Line, look_at
from labeling.models import Project

# Reaching everybody on a list takes longer than handing over one link.
LIFETIME = timedelta(days=7)


class ListRefused(Conflict):
    code = "list_refused"
    detail = gettext_lazy("Some lines cannot be taken: nothing was done. Look at the list again.")


@dataclass(frozen=True)
class Invited:
    user: User
    line: Line
    # The whole address that signs them in once; empty for somebody who has an account: it is theirs alone.
    link: str = ""


@transaction.atomic
def invite_list(*, project: Project, text: str, role: str, group: str, by: User, now: datetime) -> list[Invited]:
    """All of it happens, or nothing. Raises ListRefused, Erased, Invalid, or NameTaken when somebody was faster.

    Who is a member already stays as they are: a list is no way to change roles by accident.
    """
    look = look_at(text, project=project, role=role, group=group)
    if not look.can_go:
        raise ListRefused
    invited = []
    for line in look.lines:
        user, link = line.user, ""
        if user is None:
            user = create_user(name=line.username, by=by, now=now)
            if line.name != user.username:
                change_profile(user=user, display_name=line.name, by=by, now=now)
            link = make_sign_in_link(user=user, by=by, now=now, lifetime=LIFETIME)
        if not line.present_role:
            add_member(project=project, user=user, role=line.role, group=line.group, by=by, now=now)
        invited.append(Invited(user, line, link))
    return invited
