"""Invitations: links that let people in as often as they say, and lists of names."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from accounts.errors import Invalid
from accounts.models import Event, SignInLink, User
from labeling.actions.accept_invitation import InvitationGone, WasRemoved, join, join_as_newcomer
from labeling.actions.erase_labeler import erase_labeler
from labeling.actions.invite_by_link import invite_by_link, revoke_invitation
from labeling.actions.invite_list import ListRefused, invite_list
from labeling.actions.remove_member import remove_member
from labeling.forms.name_list import look_at
from labeling.models import Invitation, Project
from labeling.people.open_links import OpenLink, open_links
from tests import make

pytestmark = pytest.mark.django_db


def invited(project: Project, **how: Any) -> tuple[Invitation, str]:
    made, address = invite_by_link(
        project=project, role=how.pop("role", "labeler"), by=make.manager(project), now=timezone.now(), **how
    )
    return made, address.rstrip("/").rpartition("/")[2]


def links_beside(project: Project, user: User) -> list[OpenLink]:
    return open_links(make.membership(project, user), now=timezone.now())


def test_a_newcomer_gets_an_account_and_the_place_that_the_link_says() -> None:
    project = make.project()
    made, secret = invited(project, role="reviewer", group=" held  out ")
    person, _used = join_as_newcomer(secret=secret, name="  Ada   Lovelace ", now=timezone.now())
    place = make.membership(project, person)
    assert (person.username, person.display_name, place.role, place.group) == (
        "Ada-Lovelace", "Ada Lovelace", "reviewer", "held out",
    )  # fmt: skip
    assert not person.has_usable_password()
    assert bytes(made.digest) not in secret.encode()
    verbs = list(Event.objects.filter(subject=f"invitation:{made.pk}").order_by("id").values_list("verb", flat=True))
    assert verbs == ["invitation.made", "invitation.used"]


def test_a_taken_name_is_not_refused_and_costs_a_use() -> None:
    project = make.project()
    make.user("Lin")
    made, secret = invited(project, most_uses=2)
    person, _used = join_as_newcomer(secret=secret, name="lin", now=timezone.now())
    assert person.username.startswith("lin-")
    assert person.display_name == "lin"
    made.refresh_from_db()
    assert made.used_count == 1


@pytest.mark.parametrize("name", ["", "  ", "---", "???", "a\0b", "x" * 101])
def test_a_name_that_cannot_be_is_refused_and_costs_nothing(name: str) -> None:
    made, secret = invited(make.project())
    with pytest.raises(Invalid) as refused:
        join_as_newcomer(secret=secret, name=name, now=timezone.now())
    assert "name" in refused.value.fields
    made.refresh_from_db()
    assert made.used_count == 0


def test_used_up_expired_revoked_and_unknown_links_are_all_gone() -> None:
    project, now = make.project(), timezone.now()
    _used, used = invited(project)
    join(secret=used, user=make.user(), now=now)
    _old, expired = invited(project, days=1)
    taken, revoked = invited(project)
    for _ in range(2):
        revoke_invitation(invitation=taken, by=make.manager(project), now=now)
    told = set()
    for secret, when in [(used, now), (expired, now + timedelta(days=2)), (revoked, now), ("unknown", now)]:
        with pytest.raises(InvitationGone) as gone:
            join(secret=secret, user=make.user(), now=when)
        told.add((gone.value.code, gone.value.detail))
        with pytest.raises(InvitationGone):
            join_as_newcomer(secret=secret, name="lin", now=when)
    assert len(told) == 1


def test_a_member_stays_as_they_are_and_costs_no_use() -> None:
    project = make.project()
    made, secret = invited(project)
    join(secret=secret, user=make.manager(project), now=timezone.now())
    made.refresh_from_db()
    assert made.used_count == 0
    assert make.membership(project, make.manager(project)).role == "manager"


def test_who_was_removed_comes_back_by_no_link_old_or_new() -> None:
    project, now = make.project(), timezone.now()
    old, before = invited(project, most_uses=5)
    lin = make.user("lin")
    join(secret=before, user=lin, now=now)
    remove_member(project=project, user=lin, by=make.manager(project), now=now)
    new, after = invited(project)
    for secret in (before, after):
        with pytest.raises(WasRemoved):
            join(secret=secret, user=lin, now=now)
    assert make.membership(project, lin).removed_at == now
    for made, used in ((old, 1), (new, 0)):
        made.refresh_from_db()
        assert made.used_count == used


def test_a_removal_takes_back_the_links_it_names_and_no_other() -> None:
    project, now, lin = make.project(), timezone.now(), make.user("lin")
    theirs, secret = invited(project, most_uses=5)
    _other, open_still = invited(project)
    join(secret=secret, user=lin, now=now)
    assert [(link.invitation.pk == theirs.pk, link.is_known) for link in links_beside(project, lin)] == [
        (False, False), (True, True),
    ]  # fmt: skip
    remove_member(project=project, user=lin, by=make.manager(project), now=now, links=[theirs])
    with pytest.raises(InvitationGone):
        join_as_newcomer(secret=secret, name="lin again", now=now)
    join_as_newcomer(secret=open_still, name="Noah", now=now)
    assert Event.objects.filter(verb="invitation.revoked", subject=f"invitation:{theirs.pk}").count() == 1


def test_no_link_is_lost_with_a_removal_that_fails() -> None:
    project = make.project()
    made, _secret = invited(project)
    with pytest.raises(Invalid):
        remove_member(
            project=project, user=make.manager(project), by=make.manager(project), now=timezone.now(), links=[made]
        )
    made.refresh_from_db()
    assert made.revoked_at is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", range(4))
def test_removed_with_their_link_while_they_come_by_it_under_another_name(_round: int) -> None:
    """Whoever is first: the newcomer is in and counted, or the link is gone and they have no account. No deadlock."""
    project, lin = make.project(), make.user()
    made, secret = invited(project, most_uses=5)
    join(secret=secret, user=lin, now=timezone.now())
    barrier = threading.Barrier(3)
    manager = make.manager(project)

    def remove() -> bool:
        remove_member(project=project, user=lin, by=manager, now=timezone.now(), links=[made])
        return True

    def come() -> bool:
        return bool(join_as_newcomer(secret=secret, name="another", now=timezone.now()))

    def come_again() -> bool:
        return bool(join(secret=secret, user=lin, now=timezone.now()))

    def act(what: Callable[[], bool]) -> bool:
        try:
            barrier.wait()
            return what()
        except (InvitationGone, WasRemoved):
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        _removed, is_in, _again = pool.map(act, [remove, come, come_again])
    made.refresh_from_db()
    assert made.revoked_at is not None
    assert made.used_count == 1 + is_in
    assert project.memberships.filter(removed_at=None, role="labeler").count() == is_in
    assert make.membership(project, lin).removed_at is not None


@pytest.mark.parametrize("how", [{"role": "manager"}, {"most_uses": 0}, {"days": 91}, {"group": "g" * 41}])
def test_what_a_link_may_not_be(how: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        invited(make.project(), **how)


@pytest.mark.parametrize("broken", [{"used_count": 2}, {"role": "manager"}])
def test_the_database_refuses_it_too(broken: dict[str, Any]) -> None:
    made, _secret = invited(make.project())
    with pytest.raises(IntegrityError):
        Invitation.objects.filter(pk=made.pk).update(**broken)


@pytest.mark.django_db(transaction=True)
def test_the_last_use_is_taken_once() -> None:
    project = make.project()
    made, secret = invited(project)
    barrier = threading.Barrier(6)

    def come(number: int) -> bool:
        try:
            barrier.wait()
            join_as_newcomer(secret=secret, name=f"person-{number}", now=timezone.now())
        except InvitationGone:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(come, range(6))) == 1
    made.refresh_from_db()
    assert made.used_count == 1
    assert project.memberships.count() == 2


def test_a_list_is_understood_line_by_line() -> None:
    project = make.project()
    make.user("Noah")
    make.member(project, "reviewer", name="Mo")
    gone = make.member(project, name="gone")
    erase_labeler(project=project, labeler=gone, by=make.manager(project), now=timezone.now())
    text = "Ada Lovelace, Reviewer, heldout\n\nnoah\nmo\tmanager\n???\nada-lovelace\nlin, boss\ngone\na,b,c,d\n"
    look = look_at(text, project=project, role="labeler", group="train")
    told = {line.number: line for line in look.lines}
    assert [(line.username, line.role, line.group) for line in look.newcomers] == [
        ("Ada-Lovelace", "reviewer", "heldout")
    ]
    assert [line.number for line in look.known] == [3]
    assert [(line.number, line.present_role) for line in look.present] == [(4, "reviewer")]
    assert sorted(line.number for line in look.refused) == [5, 6, 7, 8, 9]
    assert "line 1" in told[6].refused
    assert not look.can_go


def test_a_list_makes_accounts_with_links_and_adds_who_is_known() -> None:
    project = make.project()
    noah = make.user("noah")
    done = invite_list(
        project=project, text="Ada\nNOAH", role="labeler", group="train", by=make.manager(project), now=timezone.now()
    )
    ada, known = done
    assert ada.link
    # A link would let whoever holds the list sign in as them.
    assert known.user == noah
    assert known.link == ""
    assert not SignInLink.objects.filter(user=noah).exists()
    assert {make.membership(project, one.user).group for one in done} == {"train"}


def test_nothing_of_a_list_is_done_while_a_line_is_refused() -> None:
    project = make.project()
    with pytest.raises(ListRefused):
        invite_list(
            project=project, text="ada\n???", role="labeler", group="", by=make.manager(project), now=timezone.now()
        )
    assert not User.objects.filter(username="ada").exists()


def test_a_list_has_an_end() -> None:
    look = look_at("\n".join(f"p{n}" for n in range(501)), project=make.project(), role="labeler", group="")
    assert look.too_long
    assert not look.can_go
