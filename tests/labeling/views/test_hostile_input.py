"""Addresses and forms that no page of ours makes are refused, never a server error."""

import csv
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from labeling.actions import submit
from labeling.models import Import, ImportProblem, Project, Review
from tests import make

pytestmark = pytest.mark.django_db
# Python refuses to read a number of more than 4300 digits.
TOO_LONG = "9" * 5000


@pytest.fixture
def project(client: Client) -> Project:
    project = make.project()
    client.force_login(make.manager(project))
    return project


@pytest.mark.parametrize("page", ["/label/{}/history/?before=", "/projects/{}/tasks/?after="])
@pytest.mark.parametrize("place", [TOO_LONG, "9" * 19, "\u00b2", "-1", "x"])
def test_places_in_lists_may_be_anything(client: Client, project: Project, page: str, place: str) -> None:
    assert client.get(page.format(project.slug) + place).status_code == 200


@pytest.mark.parametrize("verb", ["role", "remove", "exclusion"])
def test_nobody_is_named_nul(client: Client, project: Project, verb: str) -> None:
    answer = client.post(f"/projects/{project.slug}/members/%00/{verb}/", {"role": "labeler"})
    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["gold/%00/", "qualification/%00/ruling/"])
def test_nobody_named_nul_has_a_quality(client: Client, project: Project, path: str) -> None:
    assert client.post(f"/projects/{project.slug}/quality/{path}", {"percent": "10"}).status_code == 404


@pytest.mark.parametrize(
    "hostile",
    [{"name": "[" * 100_000}, {"label": "a\0b"}, {"min": TOO_LONG}, {"max": "NaN"}, {"type": "teapot"}, {"label": ""}],
)
def test_questions_in_settings_are_refused_with_their_reason(
    client: Client, project: Project, hostile: dict[str, str]
) -> None:
    row = {"name": "a", "label": "A", "type": "scale", "min": "1", "max": "5", "help": "", "options": ""} | hostile
    fields = {"questions_shown": "1"} | {f"task-0-{name}": value for name, value in row.items()}
    answer = client.post(f"/projects/{project.slug}/settings/questions/", fields)
    assert answer.status_code == 200
    assert "field__error" in answer.content.decode()
    assert project.versions.count() == 1


def test_two_labelers_may_use_one_uuid_on_one_task(client: Client) -> None:
    project = make.project(overlap=2)
    make.tasks(project, 1)
    same = uuid4()
    made = []
    for _ in range(2):
        assignment = make.claimed(project, make.member(project))
        body = {"judgment": make.judgment(assignment)}
        made.append(submit.submit(assignment=assignment, client_id=same, body=body, now=timezone.now()).submission)
    client.force_login(make.member(project, "reviewer"))
    path = f"/projects/{project.slug}/tasks/{assignment.task_id}/"
    assert (
        client.post(f"{path}submissions/{made[1].pk}/review/", {"verdict": "rejected", "comment": "No."}).status_code
        == 302
    )
    assert Review.objects.get().submission_id == made[1].pk


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\uff1d"])
def test_no_spreadsheet_runs_the_list_of_errors(client: Client, project: Project, start: str) -> None:
    job = Import.objects.create(project=project, path="x", bytes=1, created_at=timezone.now())
    ImportProblem.objects.create(job=job, row=1, line=1, field=f"{start}HYPERLINK(1)", detail=f"{start}cmd|x")
    answer = client.get(f"/projects/{project.slug}/import/{job.pk}/errors.csv")
    table = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    (_, row) = csv.reader(table.splitlines())
    assert row == ["1", f"'{start}HYPERLINK(1)", f"'{start}cmd|x"]
