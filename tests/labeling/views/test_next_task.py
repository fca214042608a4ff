"""POST /label/SLUG/next/: claim and fragment in one request."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from labeling.models import Assignment, Project
from labeling.views.label import FEW
from tests import make

pytestmark = pytest.mark.django_db
URL = "/label/cities/next/"


def labeler_of(tasks: int) -> tuple[Project, Client]:
    project = make.project(slug="cities")
    make.tasks(project, tasks)
    client = Client()
    client.force_login(make.member(project))
    return project, client


def ask(client: Client, body: Any = None, **headers: str) -> Any:
    return client.post(URL, body or {}, content_type="application/json", headers=headers or None)


def test_claims_once_and_then_resumes() -> None:
    _, client = labeler_of(2)
    first, again = ask(client), ask(client)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.content == again.content
    assert Assignment.objects.count() == 1
    assert b"<ranking-task" in first.content


def test_looks_ahead_only_while_more_than_a_few_remain() -> None:
    _, client = labeler_of(FEW + 2)
    ask(client)
    held = [str(Assignment.objects.get().pk)]
    assert ask(client, {"besides": held, "ahead": True}).status_code == 201
    make.submitted(Assignment.objects.order_by("pk")[0])
    held = [str(Assignment.objects.order_by("pk")[1].pk)]
    assert ask(client, {"besides": held, "ahead": True}).status_code == 204
    assert ask(client, {"besides": held}).status_code == 201


@pytest.mark.parametrize("tasks", [FEW + 2, FEW + 40])
def test_looking_ahead_costs_one_query_more(tasks: int) -> None:
    _, client = labeler_of(2 * tasks)
    counts = []
    for ahead in (False, True):
        client.force_login(make.member(Project.objects.get()))
        ask(client)
        held = [str(Assignment.objects.latest("pk").pk)]
        with CaptureQueriesContext(connection) as asked:
            assert ask(client, {"besides": held, "ahead": ahead}).status_code == 201
        counts.append(len(asked))
    assert counts[1] == counts[0] + 1


@pytest.mark.parametrize("body", ['{"besides": 3}', '{"ahead": "perhaps"}', '{"other": 1}', "[]", "{"])
def test_bad_input_is_refused(body: str) -> None:
    _, client = labeler_of(1)
    assert client.post(URL, body, content_type="application/json").status_code == 400
    assert not Assignment.objects.exists()


def test_a_paused_project_gives_nothing() -> None:
    _, client = labeler_of(1)
    Project.objects.update(state="paused")
    assert ask(client).status_code == 409


def test_a_page_of_somebody_else_gets_nothing() -> None:
    _, client = labeler_of(1)
    answer = ask(client, **{"X-Person": "0"})
    assert (answer.status_code, answer.json()["error"]) == (401, "other_person")
    assert ask(Client(), **{"X-Person": "0"}).json()["error"] == "not_signed_in"
    assert not Assignment.objects.exists()
