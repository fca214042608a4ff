"""The pages of one's own work: history and the progress fragment."""

import pytest
from django.test import Client

from accounts.actions.change_preferences import change_preferences
from labeling.models import Project
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return make.project("demonstration", slug="essays")


def client_of(project: Project) -> Client:
    client = Client()
    client.force_login(make.member(project))
    return client


def test_progress_is_for_members_with_a_sign_in(project: Project, client: Client) -> None:
    assert client.get("/label/essays/progress/").status_code == 401
    client.force_login(make.user())
    assert client.get("/label/essays/progress/").status_code == 404
    answer = client_of(project).get("/label/essays/progress/?zone=Asia/Shanghai")
    assert answer.status_code == 200
    assert b'data-today="0"' in answer.content


def test_opened_as_a_page_it_leads_to_the_screen(project: Project) -> None:
    answer = client_of(project).get("/label/essays/progress/", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (answer.status_code, answer["Location"]) == (302, "/label/essays/")


@pytest.mark.parametrize("zone", ["Mars/Base", "../../etc/passwd", "%00", "x" * 300, "+99:00", "localtime/"])
def test_a_zone_that_is_none_is_refused(project: Project, zone: str) -> None:
    assert client_of(project).get(f"/label/essays/progress/?zone={zone}").status_code == 400


@pytest.mark.parametrize("query", ["day=9999-12-31", "day=0001-01-01", "q=%00", "q=%F0", "before=²", "day=x&q=%22%25"])
def test_history_survives_strange_questions(project: Project, query: str) -> None:
    assert client_of(project).get(f"/label/essays/history/?{query}").status_code == 200


def test_a_sealed_project_can_be_read(project: Project) -> None:
    labeler = make.member(project)
    make.submitted(make.assignment("claimed", of=project, labeler=labeler), text="It stays.")
    Project.objects.update(state="sealed")
    client = Client()
    client.force_login(labeler)
    page = client.get("/label/essays/history/").content.decode()
    assert "It stays." in page
    assert "sealed" in page


def test_times_are_those_of_the_labelers_zone(project: Project) -> None:
    labeler = make.member(project)
    make.tasks(project, 1)
    make.submitted(make.claimed(project, labeler, now=make.NOON), now=make.NOON)
    change_preferences(user=labeler, changes={"zone": "Asia/Tokyo"})
    client = Client()
    client.force_login(labeler)
    assert "2026-11-23 21:00" in client.get("/label/essays/history/").content.decode()
