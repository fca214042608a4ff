"""Excluding on the page: a look that changes nothing, the ruling, its progress, undoing, erasing."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from exports.models import Export
from labeling.actions import settle
from labeling.models import Exclusion, Opening, Project, Settlement, Submission
from tests import make

pytestmark = pytest.mark.django_db
PATH = "/projects/sky/members/lin/exclusion/"


@pytest.fixture
def project(client: Client) -> Project:
    made = make.project(by=make.user("maya"), slug="sky")
    client.force_login(make.manager(made))
    make.tasks(made, 3)
    return made


@pytest.fixture
def lin(project: Project) -> User:
    lin = make.member(project, name="lin")
    for days in (2, 0):
        make.submitted(make.claimed(project, lin), now=timezone.now() - timedelta(days=days))
    make.claimed(project, lin)
    return lin


def numbers(page: str) -> list[str]:
    return [page.split(f'id="look-{what}">')[1].split("<", maxsplit=1)[0] for what in ("judgments", "reopened")]


def test_looking_changes_nothing(client: Client, project: Project, lin: User) -> None:
    assert numbers(client.get(PATH).content.decode()) == ["2", "3"]
    since = (timezone.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    page = client.get(PATH, {"since": since}).content.decode()
    assert numbers(page) == ["1", "2"]
    assert f'name="since" value="{since}:00"' in page
    assert numbers(client.get(PATH, {"since": "yesterday"}).content.decode()) == ["2", "3"]
    assert not Exclusion.objects.exists()


def test_a_slot_that_nobody_could_take_is_not_said_to_open(client: Client, project: Project, lin: User) -> None:
    Opening.objects.filter(counted=1).update(allowed=0)
    assert numbers(client.get(PATH).content.decode()) == ["2", "1"]


def test_work_is_excluded_and_reinstated(client: Client, project: Project, lin: User) -> None:
    client.post(PATH, {"is_excluded": "yes", "reason": "Two seconds <each>"})
    page = client.get("/projects/sky/members/lin/").content.decode()
    assert "Excluded: Two seconds &lt;each&gt;" in page
    assert "The slots are being opened" in page
    assert 'hx-get="/projects/sky/members/lin/settlement/"' in page
    settle.run(Settlement.objects.latest("pk").pk)
    told = client.get("/projects/sky/members/lin/settlement/").content.decode()
    assert "3 slots were opened." in told
    assert "hx-get" not in told
    client.post(PATH, {"is_excluded": "no", "reason": "It was the clock"})
    settle.run(Settlement.objects.latest("pk").pk)
    told = client.get("/projects/sky/members/lin/settlement/").content.decode()
    assert "2 judgments fill their slots again." in told
    assert "Active" in client.get("/projects/sky/members/lin/").content.decode()


@pytest.mark.parametrize(
    "fields", [{"is_excluded": "yes"}, {"is_excluded": "no"}, {"is_excluded": "yes", "reason": " "}]
)
def test_a_ruling_needs_a_reason(client: Client, lin: User, fields: dict[str, str]) -> None:
    client.post(PATH, fields)
    assert not Exclusion.objects.exists()


def test_exports_that_hold_the_work_are_named(client: Client, project: Project, lin: User) -> None:
    said = Submission.objects.filter(assignment__labeler=lin).order_by("number")
    numbers = list(said.values_list("number", flat=True))
    for boundary in (numbers[0] - 1, numbers[0], numbers[1]):
        Export.objects.create(
            project=project, recipe={}, created_at=timezone.now(), state="done", boundary=boundary,
        )  # fmt: skip
    path = "/projects/sky/exports/holding/lin/"
    assert client.get(path).content.decode().count("chip") == 2
    since = (timezone.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S")
    assert client.get(path, {"since": since}).content.decode().count("chip") == 1
    assert "No export holds their work" in client.get("/projects/sky/exports/holding/maya/").content.decode()


def test_an_erasure_wants_the_name_typed(client: Client, project: Project, lin: User) -> None:
    path = "/projects/sky/members/lin/erasure/"
    client.post(path, {"confirmed": "somebody", "reason": "asked to"})
    assert not Exclusion.objects.exists()
    shown = client.post(path, {"confirmed": "lin", "reason": "asked to"}, follow=True).content.decode()
    assert Exclusion.objects.get().is_erasure
    assert "Erased for good" in shown
    assert "is in no dataset that is built from now on" in shown
    settle.run(Settlement.objects.get().pk)
    assert sum(Opening.objects.values_list("filled", flat=True)) == 0
