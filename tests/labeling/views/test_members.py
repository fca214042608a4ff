"""Who belongs to a project: adding, new people, roles, removal, exclusion."""

import pytest
from django.test import Client
from django.utils import timezone

from labeling.actions.invite_by_link import invite_by_link
from labeling.models import Membership, Project
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(client: Client) -> Project:
    made = make.project()
    client.force_login(make.manager(made))
    return made


def members(project: Project) -> dict[str, str]:
    return dict(project.memberships.filter(removed_at=None).values_list("user__username", "role"))


def test_a_role_is_changed_and_a_member_removed_and_added_again(client: Client, project: Project) -> None:
    lin = make.member(project, name="lin@example.org")
    path = f"/projects/{project.slug}/members/{lin.username}"
    client.post(f"{path}/place/", {"role": "manager"})
    assert members(project)[lin.username] == "manager"
    client.post(f"{path}/remove/")
    assert lin.username not in members(project)
    assert "Removed" in client.get(f"/projects/{project.slug}/members/").content.decode()
    client.post(f"{path}/place/", {"role": "labeler"})
    assert members(project)[lin.username] == "labeler"


def test_a_removal_offers_to_take_the_open_links_back(client: Client, project: Project) -> None:
    lin = make.member(project, name="lin")
    path, now = f"/projects/{project.slug}/members/lin/", timezone.now()
    assert "Take open links back" not in client.get(path).content.decode()
    one, _link = invite_by_link(project=project, role="labeler", by=make.manager(project), now=now, most_uses=3)
    other, _link = invite_by_link(project=project, role="reviewer", by=make.manager(project), now=now)
    strange, _link = invite_by_link(project=make.project(), role="labeler", by=make.user(), now=now)
    page = client.get(path).content.decode()
    assert page.count('name="links"') == page.count("checked>") == 2
    client.post(f"{path}remove/", {"links": [strange.pk]})
    assert lin.username in members(project)
    told = client.post(f"{path}remove/", {"links": [one.pk]}, follow=True).content.decode()
    assert "The link lets nobody in any more." in told
    assert lin.username not in members(project)
    for made, is_revoked in ((one, True), (other, False), (strange, False)):
        made.refresh_from_db()
        assert (made.revoked_at is not None) == is_revoked
    assert 'name="links"' not in client.get(path).content.decode()


def test_a_group_is_given_and_taken(client: Client, project: Project) -> None:
    lin = make.member(project)
    path = f"/projects/{project.slug}/members/{lin.username}/place/"
    client.post(path, {"role": "labeler", "group": "heldout"})
    assert make.membership(project, lin).group == "heldout"
    client.post(path, {"role": "labeler", "group": ""})
    assert make.membership(project, lin).group == ""


@pytest.mark.parametrize("verb", ["remove", "place"])
def test_the_last_manager_stays(client: Client, project: Project, verb: str) -> None:
    maya = make.manager(project)
    page = f"/projects/{project.slug}/members/{maya.username}/"
    answer = client.post(
        f"{page}{verb}/", {"role": "labeler"}, headers={"referer": f"http://testserver{page}"}, follow=True
    )
    assert "A project needs a manager" in answer.content.decode()
    assert members(project)[maya.username] == "manager"


def test_rulings_concern_people_of_the_project_only(client: Client, project: Project) -> None:
    stranger = make.user()
    for verb in ("place", "remove", "exclusion", "erasure"):
        path = f"/projects/{project.slug}/members/{stranger.username}/{verb}/"
        assert (
            client.post(
                path, {"role": "labeler", "is_excluded": "yes", "reason": "x", "confirmed": stranger.username}
            ).status_code
            == 404
        )
    assert not Membership.objects.filter(user=stranger).exists()


@pytest.mark.parametrize("role", ["labeler", "reviewer"])
def test_members_are_the_managers_business(client: Client, project: Project, role: str) -> None:
    lin = make.member(project, role)
    client.force_login(lin)
    assert client.get(f"/projects/{project.slug}/members/").status_code == 403
