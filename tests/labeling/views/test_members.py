"""Who belongs to a project: adding, new people, roles, removal, exclusion."""

import pytest
from django.test import Client

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
