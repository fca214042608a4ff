"""A project that asks the same as another, and one that is over."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Event
from labeling.actions.remove_member import remove_member
from labeling.models import Membership, Project
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(client: Client) -> Project:
    """One whose manager, who may create projects, is signed in."""
    maya = make.user("maya", can_create_projects=True)
    made = make.project(by=maya, slug="poems", name="Poems", preset="helpsteer", guidelines="Be kind.", overlap=2)
    client.force_login(maya)
    return made


def clone(client: Client, **fields: str) -> Project:
    answer = client.post("/projects/poems/settings/clone/", {"name": "Odes", "short_name": "odes", **fields})
    assert answer.headers["Location"] == "/projects/odes/import/"
    return Project.objects.get(slug="odes")


def test_a_clone_asks_the_same_and_has_no_tasks(client: Client, project: Project) -> None:
    make.tasks(project, 2, completions=2)
    Project.objects.filter(pk=project.pk).update(daily_cap=7, gold_rate=0.1)
    made = clone(client)
    old, new = project.versions.get(), made.versions.get()
    assert (new.guidelines, new.form, new.ranking) == (old.guidelines, old.form, old.ranking)
    assert (made.kind, made.preset, made.overlap, made.state) == ("ranking", "helpsteer", 2, "draft")
    assert (made.daily_cap, made.gold_rate) == (7, 0.1)
    assert made.secret != project.secret
    assert not made.tasks.exists()
    assert Event.objects.filter(verb="project.cloned", project_id=made.pk).count() == 1


def test_members_come_along_when_asked(client: Client, project: Project) -> None:
    lin, gone = make.member(project, "reviewer", name="lin"), make.member(project)
    remove_member(project=project, user=gone, by=make.manager(project), now=timezone.now())
    made = clone(client, with_members="on")
    places = {(place.user.username, place.role) for place in Membership.objects.filter(project=made)}
    assert places == {("maya", "manager"), (lin.username, "reviewer")}


def test_without_being_asked_nobody_comes_along(client: Client, project: Project) -> None:
    make.member(project)
    assert Membership.objects.filter(project=clone(client)).count() == 1


@pytest.mark.parametrize("short_name", ["poems", "No Spaces", "new"])
def test_a_short_name_that_cannot_be_is_said_at_its_field(client: Client, project: Project, short_name: str) -> None:
    answer = client.post("/projects/poems/settings/clone/", {"name": "Odes", "short_name": short_name})
    assert 'id="id_short_name_error"' in answer.content.decode()
    assert Project.objects.count() == 1


def test_who_may_not_create_projects_may_not_clone(client: Client, project: Project) -> None:
    client.force_login(make.member(project, "manager"))
    answer = client.post("/projects/poems/settings/clone/", {"name": "Odes", "short_name": "odes"})
    assert "Only people who may create projects" in answer.content.decode()
    assert Project.objects.count() == 1


def archive(client: Client) -> None:
    page = "/projects/poems/settings/archive/"
    found = re.search(r'name="agreed" value="(\w+)"', client.post(page).content.decode())
    assert found
    assert client.post(page, {"agreed": found[1]}).status_code == 302


def test_an_archived_project_is_in_no_list_and_sealed(client: Client, project: Project) -> None:
    labeler = make.member(project)
    archive(client)
    project.refresh_from_db()
    assert project.state == "sealed"
    assert "Poems" not in client.get("/projects/").content.decode()
    assert "Poems" in client.get("/projects/?archived").content.decode()
    assert client.get("/api/projects/").json()["results"] == []
    assert client.get("/projects/poems/settings/archive/").status_code == 200
    client.force_login(labeler)
    assert "Poems" not in client.get("/").content.decode()


def test_archiving_says_first_what_it_does(client: Client, project: Project) -> None:
    make.tasks(project, 1, completions=2)
    make.claimed(project, make.member(project))
    told = client.post("/projects/poems/settings/archive/").content.decode()
    assert "It leaves the lists of projects" in told
    assert "1 task is in hand" in told
    project.refresh_from_db()
    assert project.archived_at is None


def test_it_comes_back_sealed_and_can_be_opened_then(client: Client, project: Project) -> None:
    archive(client)
    refused = client.post("/projects/poems/settings/state/", {"state": "open"})
    assert "An archived project is sealed" in refused.content.decode()
    assert client.patch("/api/projects/poems/", {"state": "open"}, content_type="application/json").status_code == 400
    client.post("/projects/poems/settings/archive/")
    assert "Poems" in client.get("/projects/").content.decode()
    client.post("/projects/poems/settings/state/", {"state": "open"})
    project.refresh_from_db()
    assert (project.state, project.archived_at) == ("open", None)
    verbs = list(Event.objects.filter(project_id=project.pk).order_by("id").values_list("verb", flat=True))
    assert verbs[-3:] == ["project.archived", "project.restored", "project.changed"]
