"""The page of one person: their place, caps, pause and note."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from labeling.actions.make_gold import make_gold_by
from labeling.actions.skip import skip
from labeling.models import Project
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(client: Client) -> Project:
    made = make.project(by=make.user("maya"), slug="sky")
    client.force_login(make.manager(made))
    return made


@pytest.fixture
def lin(project: Project) -> User:
    return make.member(project, name="lin")


def post(client: Client, verb: str, **fields: str) -> int:
    return client.post(f"/projects/sky/members/lin/{verb}/", fields).status_code


def test_caps_are_set_and_taken_away(client: Client, project: Project, lin: User) -> None:
    assert post(client, "caps", daily_cap="40", share_cap="25") == 302
    place = make.membership(project, lin)
    assert (place.daily_cap, place.share_cap) == (40, 25)
    assert "40 a day, 25 % of the project" in plain(client.get("/projects/sky/members/lin/").content.decode())
    assert post(client, "caps", daily_cap="", share_cap="") == 302
    place.refresh_from_db()
    assert (place.daily_cap, place.share_cap) == (None, None)


def test_it_says_by_whose_midnight_a_cap_counts(client: Client, project: Project, lin: User) -> None:
    for page in ("/projects/sky/members/", "/projects/sky/members/lin/"):
        assert "own midnight" in client.get(page).content.decode()


def test_a_persons_skips_lead_to_their_tasks(client: Client, project: Project, lin: User) -> None:
    make.tasks(project, 1, completions=2)
    skip(assignment=make.claimed(project, lin), reason="unclear", now=timezone.now())
    page = client.get("/projects/sky/members/lin/").content.decode()
    behind = "/projects/sky/tasks/?skipped=unclear&amp;skipped_by=lin"
    assert f'<a href="{behind}">1</a>' in page


def test_what_was_answered_of_gold_says_so_instead_of_that_it_does_not_count(
    client: Client, project: Project, lin: User
) -> None:
    (task,) = make.tasks(project, 1, completions=2)
    make.submitted(make.claimed(project, lin))
    make_gold_by(task=task, by=make.manager(project), now=timezone.now(), pairs=[[0, 1]])
    make.digested(project)
    for address in ("/projects/sky/members/lin/", "/projects/sky/judgments/?by=lin"):
        page = client.get(address).content.decode()
        assert '<span class="badge">Gold</span>' in page, address
        assert "does not count" not in page


def plain(page: str) -> str:
    return page.replace('<bdi class="strong">', "").replace("</bdi>", "")


def test_a_cap_that_cannot_be_is_said_at_its_field(client: Client, project: Project, lin: User) -> None:
    answer = client.post("/projects/sky/members/lin/caps/", {"daily_cap": "0", "share_cap": "5"})
    assert answer.status_code == 400
    assert 'id="id_daily_cap_error"' in answer.content.decode()
    assert make.membership(project, lin).share_cap is None


def test_a_person_is_paused_and_resumed(client: Client, project: Project, lin: User) -> None:
    assert post(client, "pause") == 302
    page = client.get("/projects/sky/members/lin/").content.decode()
    assert "paused by maya" in page
    assert "Paused" in client.get("/projects/sky/members/").content.decode()
    assert post(client, "resume") == 302
    assert make.membership(project, lin).paused_at is None


def test_a_note_is_for_managers(client: Client, project: Project, lin: User) -> None:
    assert post(client, "note", note="Fast <b>and</b> careful") == 302
    assert "Fast &lt;b&gt;and&lt;/b&gt; careful" in client.get("/projects/sky/members/lin/").content.decode()
    client.force_login(lin)
    for page in ("/", "/label/sky/", "/label/sky/history/"):
        assert "careful" not in client.get(page).content.decode()


def test_a_bad_role_is_said_at_its_field(client: Client, lin: User) -> None:
    answer = client.post("/projects/sky/members/lin/place/", {"role": "boss"})
    assert answer.status_code == 400
    assert 'id="id_role_error"' in answer.content.decode()


def test_terms_for_every_labeler(client: Client, project: Project) -> None:
    fields = {"daily_cap": "50", "share_cap": "", "shows_agreement": "on"}
    assert client.post("/projects/sky/terms/", fields).status_code == 302
    project.refresh_from_db()
    assert (project.daily_cap, project.share_cap, project.shows_agreement) == (50, None, True)
    assert client.post("/projects/sky/terms/", {"daily_cap": "-1"}).status_code == 400


@pytest.mark.parametrize("role", ["labeler", "reviewer"])
def test_people_are_the_managers_business(client: Client, project: Project, lin: User, role: str) -> None:
    client.force_login(make.member(project, role))
    assert client.get("/projects/sky/members/lin/").status_code == 403
    for verb in ("caps", "pause", "resume", "note", "place"):
        assert post(client, verb) == 403


def test_a_stranger_has_no_page_here(client: Client, project: Project) -> None:
    make.user("noah")
    assert client.get("/projects/sky/members/noah/").status_code == 404
