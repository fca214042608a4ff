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


@pytest.mark.parametrize(
    "query",
    ["judgments/?before=2026-01-01T00:00:00%2B23:59~7", "hours.csv?first=2026-01-01&last=9999-12-31",
     "hours.csv?first=0001-01-01&last=9998-12-31"],
)  # fmt: skip
def test_days_and_moments_may_be_at_the_ends_of_the_calendar(client: Client, project: Project, query: str) -> None:
    answer = client.get(f"/projects/{project.slug}/{query}", follow=True)
    assert answer.status_code == 200
    assert b"".join(answer) != b""  # a sheet is written while it is read


# Offsets that PostgreSQL refuses, and moments that are in year 0 or 10000 elsewhere.
ODD_MOMENTS = [
    "2026-01-01T00:00:00+23:59",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "0001-01-01T00:00",
]


@pytest.mark.parametrize("moment", ODD_MOMENTS)
def test_moments_may_have_any_offset(client: Client, project: Project, moment: str) -> None:
    lin = make.member(project, name="lin")
    make.tasks(project, 1)
    page = f"/projects/{project.slug}/members/lin/exclusion/"
    assert client.get(page, {"since": moment}).status_code == 200
    assert client.get(f"/projects/{project.slug}/exports/holding/lin/", {"since": moment}).status_code == 200
    assert client.post(page, {"is_excluded": "yes", "since": moment, "reason": "x"}).status_code in (302, 400)
    assert client.get(f"/projects/{project.slug}/members/lin/").status_code == 200
    client.force_login(lin)
    asked = client.post(f"/label/{project.slug}/questions/", {"until": moment})
    assert asked.status_code in (204, 400)


@pytest.mark.parametrize("moment", ODD_MOMENTS[:1])
def test_a_submission_may_be_opened_at_any_offset(client: Client, project: Project, moment: str) -> None:
    make.tasks(project, 1)
    assignment = make.claimed(project, make.member(project))
    client.force_login(assignment.labeler)
    body = {"judgment": make.judgment(assignment), "opened_at": moment}
    path = f"/api/assignments/{assignment.pk}/submissions/{uuid4()}/"
    assert client.put(path, body, content_type="application/json").status_code == 201


@pytest.mark.parametrize("cards", [TOO_LONG, "\u00b2", "-1", "\u0663"])
def test_a_preview_may_be_asked_for_any_number_of_cards(client: Client, project: Project, cards: str) -> None:
    client.force_login(make.user(can_create_projects=True))
    assert client.get("/projects/new/preview/", {"preset": "instructgpt", "cards": cards}).status_code == 200


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


@pytest.mark.parametrize("part", ["", "sample/", "errors.csv", "confirm/", "recheck/", "cancel/"])
def test_an_import_stands_at_no_other_project_of_its_manager(client: Client, project: Project, part: str) -> None:
    """Confirming it there would have written into the project that the page does not name."""
    make.project(slug="mars", by=make.manager(project))
    job = Import.objects.create(project=project, path="x", bytes=1, created_at=timezone.now())
    path = f"/projects/mars/import/{job.pk}/{part}"
    answer = client.post(path) if part in ("confirm/", "recheck/", "cancel/") else client.get(path)
    assert answer.status_code == 404


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\uff1d", " =", "\n="])
def test_no_spreadsheet_runs_the_list_of_errors(client: Client, project: Project, start: str) -> None:
    job = Import.objects.create(project=project, path="x", bytes=1, created_at=timezone.now())
    ImportProblem.objects.create(job=job, row=1, line=1, field=f"{start}HYPERLINK(1)", detail=f"{start}cmd|x")
    answer = client.get(f"/projects/{project.slug}/import/{job.pk}/errors.csv")
    table = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    (_, row) = csv.reader(table.splitlines(keepends=True))
    assert row == ["1", f"'{start}HYPERLINK(1)", f"'{start}cmd|x"]
