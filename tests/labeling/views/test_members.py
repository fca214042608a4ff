"""Who belongs to a project: adding, new people, roles, removal, exclusion."""

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from labeling.models import Exclusion, Membership, Opening, Project
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


def test_excluded_work_stops_counting_and_can_be_reinstated(client: Client, project: Project) -> None:
    make.tasks(project, 1)
    lin = make.member(project)
    make.submitted(make.claimed(project, lin))
    path = f"/projects/{project.slug}/members/{lin.username}/exclusion/"
    client.post(path, {"is_excluded": "yes", "reason": "Two seconds <each>"})
    assert Opening.objects.get(project=project).counted == 0
    shown = client.get(f"/projects/{project.slug}/members/{lin.username}/").content.decode()
    assert "Excluded: Two seconds &lt;each&gt;" in shown
    client.post(path, {"is_excluded": "no", "reason": "It was the clock"})
    assert Opening.objects.get(project=project).counted == 1


def test_an_exclusion_needs_a_reason(client: Client, project: Project) -> None:
    lin = make.member(project)
    client.post(f"/projects/{project.slug}/members/{lin.username}/exclusion/", {"is_excluded": "yes", "reason": ""})
    assert not Exclusion.objects.exists()


def test_an_erasure_wants_the_name_typed(client: Client, project: Project) -> None:
    lin = make.member(project)
    path = f"/projects/{project.slug}/members/{lin.username}/erasure/"
    client.post(path, {"confirmed": "somebody", "reason": "asked to"})
    assert not Exclusion.objects.exists()
    shown = client.post(path, {"confirmed": lin.username, "reason": "asked to"}, follow=True).content.decode()
    assert Exclusion.objects.get().is_erasure
    assert "Erased for good" in shown
    assert "is in no dataset that is built from now on" in shown


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


def test_the_list_asks_as_much_for_many_members_as_for_one(
    client: Client, project: Project, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make.tasks(project, 6)
    for _ in range(5):
        make.submitted(make.claimed(project, make.member(project)))
    # Session, user, membership, members, counts, exclusions.
    with django_assert_max_num_queries(7):
        client.get(f"/projects/{project.slug}/members/")
