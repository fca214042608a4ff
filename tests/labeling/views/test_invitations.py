"""The pages that invite, and the page behind an invitation."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import User
from labeling.actions.invite_by_link import invite_by_link
from labeling.actions.remove_member import remove_member
from labeling.models import Invitation, Project
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(client: Client) -> Project:
    made = make.project()
    client.force_login(make.manager(made))
    return made


def link_of(project: Project, **how: int) -> str:
    _made, address = invite_by_link(
        project=project, role="labeler", by=make.manager(project), now=timezone.now(), **how
    )
    return "/join/" + address.rstrip("/").rpartition("/")[2] + "/"


def test_a_link_is_shown_once_and_lets_a_newcomer_in(client: Client, project: Project) -> None:
    fields = {"link-role": "labeler", "link-group": "train", "link-most_uses": "2", "link-days": "7"}
    page = client.post(f"/projects/{project.slug}/invite/links/", fields).content.decode()
    found = re.search(r'id="invitation-link">\s*https?://[^/]+(/join/[^<\s]+)', page)
    assert found
    again = client.get(f"/projects/{project.slug}/invite/").content.decode()
    assert found[1] not in again
    assert "0 of 2 used" in again
    visitor = Client()
    assert project.name in visitor.get(found[1]).content.decode()
    answer = visitor.post(found[1], {"name": "Noah"})
    assert (answer.status_code, answer["Location"]) == (302, "/account/password/")
    assert "you sign in as <strong>Noah</strong>" in visitor.get("/account/password/").content.decode()
    assert project.memberships.filter(user__username="Noah", group="train").exists()
    assert project.name in visitor.get("/").content.decode()


def test_somebody_signed_in_joins_with_one_press(client: Client, project: Project) -> None:
    lin, path = make.user("lin"), link_of(project)
    client.force_login(lin)
    assert "Join as lin" in client.get(path).content.decode()
    answer = client.post(path)
    assert answer["Location"] == f"/label/{project.slug}/"
    assert project.memberships.filter(user=lin, role="labeler").exists()


def test_who_was_removed_is_told_so_and_who_is_a_stranger_is_not(client: Client, project: Project) -> None:
    lin, path = make.member(project, name="lin"), link_of(project, most_uses=3)
    remove_member(project=project, user=lin, by=make.manager(project), now=timezone.now())
    client.force_login(lin)
    for answer in (client.get(path), client.post(path)):
        assert answer.status_code == 403
        assert "You were removed from this project" in answer.content.decode()
        assert "Join as" not in answer.content.decode()
    assert Client().get(path).status_code == 200
    assert client.get("/join/unknown/").status_code == 404


def test_a_bad_name_is_said_at_its_field(project: Project) -> None:
    path, visitor = link_of(project), Client()
    answer = visitor.post(path, {"name": "???"})
    assert answer.status_code == 400
    assert 'id="id_name_error"' in answer.content.decode()


def test_every_link_that_does_not_work_gets_the_same_answer(project: Project) -> None:
    used, visitor = link_of(project), Client()
    Client().post(used, {"name": "first"})
    revoked = link_of(project)
    Invitation.objects.filter(used_count=0).update(revoked_at=timezone.now())
    pages = {path: visitor.get(path).content.decode() for path in (used, revoked, "/join/unknown/")}
    # What every page has anew: the token, and its own address for the switch of languages.
    assert len({re.sub(r'"[\w-]{20,}"', "", page.replace(path, "")) for path, page in pages.items()}) == 1
    assert {visitor.get(path).status_code for path in (used, revoked, "/join/unknown/")} == {404}
    assert {visitor.post(path, {"name": "x"}).status_code for path in (used, revoked, "/join/unknown/")} == {404}


def test_guessing_is_slowed_down_and_no_obstacle_for_who_holds_a_link(project: Project) -> None:
    path, visitor = link_of(project), Client()
    codes = [visitor.get(f"/join/guess-{number}/").status_code for number in range(25)]
    assert codes[:20] == [404] * 20
    assert codes[20:] == [429] * 5
    assert visitor.get(path).status_code == 200
    cache.clear()


def test_nobody_can_sign_up_without_a_link(client: Client) -> None:
    assert client.get("/sign-up/").status_code == 404
    assert client.get("/join/").status_code == 404


def test_a_link_is_taken_back(client: Client, project: Project) -> None:
    path = link_of(project)
    invitation = Invitation.objects.get()
    client.post(f"/projects/{project.slug}/invite/links/{invitation.pk}/revoke/")
    assert Client().get(path).status_code == 404


def test_another_projects_link_is_not_there_to_take_back(client: Client, project: Project) -> None:
    link_of(make.project())
    path = f"/projects/{project.slug}/invite/links/{Invitation.objects.get().pk}/revoke/"
    assert client.post(path).status_code == 404
    assert Invitation.objects.get().revoked_at is None


def test_a_list_is_looked_at_first_and_then_done(client: Client, project: Project) -> None:
    make.user("mo")
    fields = {"list-names": "Ada Lovelace\nmo", "list-role": "labeler", "list-group": "heldout"}
    page = client.post(f"/projects/{project.slug}/invite/look/", fields).content.decode()
    assert "New account, with a link" in page
    assert "Has an account here: added" in page
    assert not User.objects.filter(username="Ada-Lovelace").exists()
    done = client.post(f"/projects/{project.slug}/invite/list/", fields).content.decode()
    links = re.findall(r'id="link-\d+">\s*https?://[^/]+(/sign-in/link/[^<\s]+)', done)
    assert len(links) == 1
    visitor = Client()
    visitor.post(links[0])
    assert visitor.get("/").status_code == 200
    assert project.memberships.filter(group="heldout").count() == 2
    # The same list again: everybody is here, and no link is made.
    again = client.post(f"/projects/{project.slug}/invite/list/", fields).content.decode()
    assert "sign-in/link" not in again


def test_the_sheet_of_links_holds_no_formula(client: Client, project: Project) -> None:
    fields = {"list-names": "=cmd", "list-role": "labeler", "list-group": "+1"}
    page = client.post(f"/projects/{project.slug}/invite/list/", fields).content.decode()
    assert "&quot;&#x27;=cmd&quot;" in page
    assert "&quot;&#x27;+1&quot;" in page


def test_a_refused_line_is_named_and_nothing_happens(client: Client, project: Project) -> None:
    fields = {"list-names": "ada\nlin, boss", "list-role": "labeler", "list-group": ""}
    page = client.post(f"/projects/{project.slug}/invite/look/", fields).content.decode()
    assert "There is no role boss" in page
    assert client.post(f"/projects/{project.slug}/invite/list/", fields).status_code == 400
    assert not User.objects.filter(username="ada").exists()


@pytest.mark.parametrize("role", ["labeler", "reviewer"])
def test_inviting_is_the_managers_business(client: Client, project: Project, role: str) -> None:
    client.force_login(make.member(project, role))
    fields = {"list-names": "spy", "list-role": "manager"}
    assert client.post(f"/projects/{project.slug}/invite/list/", fields).status_code == 403
    assert not User.objects.filter(username="spy").exists()


def test_a_long_list_is_looked_at_in_few_queries(
    client: Client, project: Project, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    names = "\n".join(f"person{number}x" for number in range(300))
    with django_assert_max_num_queries(9):
        client.post(f"/projects/{project.slug}/invite/look/", {"list-names": names, "list-role": "labeler"})
