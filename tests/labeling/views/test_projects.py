"""Making a project, its dashboard and its state."""

import pytest
from django.test import Client

from labeling.actions.mark_task import mark_task
from labeling.actions.skip import skip
from labeling.models import Membership, Project
from tests import make

pytestmark = pytest.mark.django_db
FIELDS = {"name": "Poems", "slug": "poems", "preset": "llama", "overlap": "2", "guidelines": "Be kind.\r\nRhyme."}


def test_a_project_is_made_from_a_preset(client: Client) -> None:
    maya = make.user(can_create_projects=True)
    client.force_login(maya)
    answer = client.post("/projects/new/", FIELDS)
    assert answer.headers["Location"] == "/projects/poems/import/"
    project = Project.objects.get(slug="poems")
    version = project.versions.get()
    assert (project.kind, project.preset, project.overlap, project.state) == ("ranking", "llama", 2, "open")
    assert (version.guidelines, version.ranking["strength"]) == ("Be kind.\nRhyme.", 4)
    assert Membership.objects.get(project=project).user == maya


def test_every_preset_can_be_chosen(client: Client) -> None:
    client.force_login(make.user(can_create_projects=True))
    for preset in ("ranking", "instructgpt", "llama", "helpsteer", "arena", "demonstration"):
        answer = client.post("/projects/new/", {**FIELDS, "slug": preset, "preset": preset})
        assert answer.status_code == 302
    assert Project.objects.get(slug="demonstration").kind == "demonstration"
    assert Project.objects.get(slug="ranking").preset == ""


def test_a_taken_short_name_is_said_at_its_field(client: Client) -> None:
    make.project(slug="poems")
    client.force_login(make.user(can_create_projects=True))
    answer = client.post("/projects/new/", FIELDS)
    assert answer.status_code == 200
    assert 'id="id_slug_error"' in answer.content.decode()
    assert Project.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"name": ""}, {"slug": "no spaces"}, {"preset": "magic"}, {"overlap": "0"}])
def test_wrong_fields_make_no_project(client: Client, wrong: dict[str, str]) -> None:
    client.force_login(make.user(can_create_projects=True))
    assert client.post("/projects/new/", FIELDS | wrong).status_code == 200
    assert not Project.objects.exists()


def test_not_everybody_may_create_projects(client: Client) -> None:
    client.force_login(make.user())
    assert client.get("/projects/new/").status_code == 403
    assert client.post("/projects/new/", FIELDS).status_code == 403


def test_a_new_project_says_to_import(client: Client) -> None:
    project = make.project()
    client.force_login(make.manager(project))
    assert "Bring in the prompts" in client.get(f"/projects/{project.slug}/").content.decode()


def test_the_numbers_lead_to_their_rows(client: Client) -> None:
    project = make.project(overlap=2)
    tasks = make.tasks(project, 3)
    lin = make.member(project)
    make.submitted(make.claimed(project, lin))
    skip(assignment=make.claimed(project, lin), reason="unclear", now=make.NOON)
    mark_task(task=tasks[2], mark="parked", by=make.manager(project), now=make.NOON)
    client.force_login(make.manager(project))
    shown = client.get(f"/projects/{project.slug}/live/").content.decode()
    for query in ("?state=progress", "?state=done", "?state=claimed", "?state=parked", "?skipped=unclear"):
        assert f'href="/projects/{project.slug}/tasks/{query}"' in shown
    assert "Look at the parked tasks" in shown
    listed = client.get(f"/projects/{project.slug}/tasks/?skipped=unclear").content.decode()
    assert listed.count("table__prompt") == 1


def test_strangers_learn_nothing_and_labelers_are_refused(client: Client) -> None:
    project = make.project()
    for person, status in ((make.user(), 404), (make.member(project), 403)):
        client.force_login(person)
        for page in ("", "live/", "settings/", "import/", "members/"):
            assert client.get(f"/projects/{project.slug}/{page}").status_code == status


def test_reviewers_land_on_what_waits_for_them(client: Client) -> None:
    project = make.project()
    client.force_login(make.member(project, "reviewer"))
    assert client.get(f"/projects/{project.slug}/").headers["Location"] == f"/projects/{project.slug}/review/"


def test_a_manager_pauses_resumes_and_seals(client: Client) -> None:
    project = make.project()
    client.force_login(make.manager(project))
    for state in ("paused", "open", "paused", "sealed"):
        assert client.post(f"/projects/{project.slug}/state/", {"state": state}).status_code == 302
        project.refresh_from_db()
        assert project.state == state


def test_a_page_whose_session_ended_loads_anew_instead_of_swapping_in_the_sign_in_form(client: Client) -> None:
    answer = client.get(f"/projects/{make.project().slug}/live/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")


def test_an_unknown_state_is_a_message_and_changes_nothing(client: Client) -> None:
    project = make.project()
    client.force_login(make.manager(project))
    before = f"http://testserver/projects/{project.slug}/"
    answer = client.post(f"/projects/{project.slug}/state/", {"state": "magic"}, headers={"referer": before})
    assert answer.headers["Location"] == before
    assert "notice--bad" in client.get(before).content.decode()
    project.refresh_from_db()
    assert project.state == "open"


def test_an_error_never_sends_people_to_another_site(client: Client) -> None:
    project = make.project()
    client.force_login(make.manager(project))
    answer = client.post(
        f"/projects/{project.slug}/state/", {"state": "x"}, headers={"referer": "https://evil.example/"}
    )
    assert answer.headers["Location"] == "/"
