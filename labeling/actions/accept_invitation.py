"""Coming into a project by a link: somebody new makes an account, somebody known only joins.

Race: two people open a link that has one use left. Counting the use is one conditional UPDATE: who updates no row
came second. Expired, revoked, used up and never made look the same from outside.

Who was removed is told so and let in by no link, however new: managers add them again on their page.
"""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import trail
from accounts.actions.change_profile import change_profile
from accounts.actions.create_user import NameTaken, create_user
from accounts.digests import digest_of
from accounts.errors import Invalid, NotFound, NotYourRole
from accounts.models import User
from accounts.names import sign_in_name
from labeling.actions.add_member import add_member
from labeling.models import Invitation, Membership

LONGEST_NAME = 100
# Four digits behind a taken name: ten draws find a free one unless thousands share it.
MOST_DRAWS = 10


class InvitationGone(NotFound):
    code = "invitation_gone"
    detail = gettext_lazy("This invitation has been used, has expired, or was taken back.")


class WasRemoved(NotYourRole):
    code = "was_removed"
    detail = gettext_lazy("You were removed from this project. Ask its managers to add you again.")


def find_invitation(*, secret: str, now: datetime) -> Invitation:
    """The invitation as it stands, without using it. Raises InvitationGone."""
    found = Invitation.objects.open(now).select_related("project").filter(digest=digest_of(secret)).first()
    if found is None:
        raise InvitationGone
    return found


@transaction.atomic
def join_as_newcomer(*, secret: str, name: str, now: datetime) -> tuple[User, Invitation]:
    """Make an account for somebody who goes by `name`, and a member of them. Raises InvitationGone or Invalid.

    A taken name is not refused: it gets four digits behind it, at the price of a use. Asking for names is thus no
    way to learn who has an account here.
    """
    invitation = find_invitation(secret=secret, now=now)
    shown, base = " ".join(name.split()), sign_in_name(name)
    if not base or len(shown) > LONGEST_NAME or "\0" in name:
        raise Invalid(fields={"name": [_("A name of 1 to %(most)s characters, with a letter or a digit.")
                                       % {"most": LONGEST_NAME}]})  # fmt: skip
    use(invitation, now)
    person = make_person(base, now)
    if shown != person.username:
        change_profile(user=person, display_name=shown, by=person, now=now)
    enter(invitation, person, now)
    return person, invitation


def make_person(base: str, now: datetime) -> User:
    for draw in range(MOST_DRAWS):
        name = base if draw == 0 else f"{base}-{secrets.randbelow(9000) + 1000}"
        try:
            return create_user(name=name, by=None, now=now)
        except NameTaken:
            continue
    raise Invalid(fields={"name": [_("Choose another name.")]})


@transaction.atomic
def join(*, secret: str, user: User, now: datetime) -> Invitation:
    """Make a member of somebody who is signed in; who is one already stays as they are, and no use is counted.

    Raises InvitationGone, or WasRemoved. Race: they are removed meanwhile; their row is locked while it is looked at.
    """
    invitation = find_invitation(secret=secret, now=now)
    place = Membership.objects.select_for_update().filter(project=invitation.project, user=user).first()
    if place is not None and place.removed_at is not None:
        raise WasRemoved
    if place is None:
        use(invitation, now)
        enter(invitation, user, now)
    return invitation


def was_removed(invitation: Invitation, user: User) -> bool:
    gone = Membership.objects.filter(project=invitation.project, user=user, removed_at__isnull=False)
    return gone.exists()


def use(invitation: Invitation, now: datetime) -> None:
    if not Invitation.objects.open(now).filter(pk=invitation.pk).update(used_count=F("used_count") + 1):
        raise InvitationGone


def enter(invitation: Invitation, person: User, now: datetime) -> None:
    add_member(
        project=invitation.project, user=person, role=invitation.role, group=invitation.group, by=person, now=now
    )
    trail.record(
        "invitation.used", by=person, now=now, project_id=invitation.project_id, subject=f"invitation:{invitation.pk}"
    )
