"""Who belongs to a project: adding, new people, roles, removal, exclusion."""

import re

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import User
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


def test_somebody_known_is_added_by_their_name_in_any_case(client: Client, project: Project) -> None:
    make.user("Lin")
    path = f"/projects/{project.slug}/members/"
    for _ in range(2):
        assert client.post(path, {"username": "lin", "role": "reviewer"}).status_code == 302
    assert members(project)["Lin"] == "reviewer"


@pytest.mark.parametrize("fields", [{"username": "nobody", "role": "labeler"}, {"username": "", "role": "labeler"}])
def test_an_unknown_name_is_said_at_its_field(client: Client, project: Project, fields: dict[str, str]) -> None:
    answer = client.post(f"/projects/{project.slug}/members/", fields)
    assert 'id="id_username_error"' in answer.content.decode()
    assert len(members(project)) == 1


def test_somebody_new_gets_a_link_that_signs_them_in_once(client: Client, project: Project) -> None:
    fields = {"person-username": "noah", "person-role": "labeler"}
    answer = client.post(f"/projects/{project.slug}/members/people/", fields)
    found = re.search(r'id="sign-in-link">\s*https?://[^/]+(/sign-in/link/[^<\s]+)', answer.content.decode())
    assert found
    assert members(project)["noah"] == "labeler"
    assert "sign-in/link" not in client.get(f"/projects/{project.slug}/members/").content.decode()
    visitor = Client()
    visitor.get(found[1])
    visitor.post(found[1])
    assert visitor.get("/").status_code == 200


def test_a_taken_name_makes_nobody_a_member(client: Client, project: Project) -> None:
    make.user("noah")
    fields = {"person-username": "noah", "person-role": "manager"}
    answer = client.post(f"/projects/{project.slug}/members/people/", fields)
    assert answer.status_code == 400
    assert "There is already a person named noah" in answer.content.decode()
    assert "noah" not in members(project)


def test_a_role_is_changed_and_a_member_removed_and_added_again(client: Client, project: Project) -> None:
    lin = make.member(project, name="lin@example.org")
    path = f"/projects/{project.slug}/members/{lin.username}"
    client.post(f"{path}/role/", {"role": "manager"})
    assert members(project)[lin.username] == "manager"
    client.post(f"{path}/remove/")
    assert lin.username not in members(project)
    assert "Removed" in client.get(f"/projects/{project.slug}/members/").content.decode()
    client.post(f"{path}/role/", {"role": "labeler"})
    assert members(project)[lin.username] == "labeler"


@pytest.mark.parametrize("verb", ["remove", "role"])
def test_the_last_manager_stays(client: Client, project: Project, verb: str) -> None:
    maya = make.manager(project)
    page = f"/projects/{project.slug}/members/"
    answer = client.post(
        f"{page}{maya.username}/{verb}/", {"role": "labeler"}, headers={"referer": f"http://testserver{page}"}
    )
    assert answer.status_code == 302
    assert "A project needs a manager" in client.get(page).content.decode()
    assert members(project)[maya.username] == "manager"


def test_excluded_work_stops_counting_and_can_be_reinstated(client: Client, project: Project) -> None:
    make.tasks(project, 1)
    lin = make.member(project)
    make.submitted(make.claimed(project, lin))
    path = f"/projects/{project.slug}/members/{lin.username}/exclusion/"
    client.post(path, {"is_excluded": "yes", "reason": "Two seconds <each>"})
    assert Opening.objects.get(project=project).counted == 0
    shown = client.get(f"/projects/{project.slug}/members/").content.decode()
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
    for verb in ("role", "remove", "exclusion", "erasure"):
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
    fields = {"person-username": "spy", "person-role": "manager"}
    assert client.post(f"/projects/{project.slug}/members/people/", fields).status_code == 403
    assert not User.objects.filter(username="spy").exists()


def test_the_list_asks_as_much_for_many_members_as_for_one(
    client: Client, project: Project, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make.tasks(project, 6)
    for _ in range(5):
        make.submitted(make.claimed(project, make.member(project)))
    # Session, user, membership, members, counts, exclusions.
    with django_assert_max_num_queries(7):
        client.get(f"/projects/{project.slug}/members/")
