"""Hours and counts as a sheet: nothing twice, nothing left out, no formula."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import User
from labeling.actions.review_submission import review_submission
from labeling.actions.skip import skip
from labeling.csv_cells import as_given
from labeling.models import Project
from tests import make

pytestmark = pytest.mark.django_db
NIGHT = make.NOON.replace(hour=23, minute=59)


@pytest.fixture
def project(client: Client) -> Project:
    made = make.project(by=make.user("maya"), slug="sky")
    client.force_login(make.manager(made))
    make.tasks(made, 8)
    return made


def sheet(client: Client, first: str = "2026-11-01", last: str = "2026-11-30") -> list[dict[str, str]]:
    answer = client.get("/projects/sky/hours.csv", {"first": first, "last": last})
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert content.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff"), newline="")))


def told(row: dict[str, str], *names: str) -> list[Any]:
    return [row[name] for name in names]


COUNTS = ("day_utc", "judgments", "amendments", "skips", "reviews", "active_seconds")


def test_amended_work_counts_once_and_all_of_its_time(client: Client, project: Project) -> None:
    lin = make.member(project, name="lin")
    first = make.claimed(project, lin, now=make.NOON)
    make.submitted(first, now=make.NOON)
    make.submitted(first, now=make.NOON)
    make.submitted(make.claimed(project, lin, now=NIGHT), now=NIGHT)
    skip(
        assignment=make.claimed(project, lin, now=NIGHT), reason="unclear", now=NIGHT + timedelta(minutes=2),
        active_seconds=7.5,
    )  # fmt: skip
    rows = [row for row in sheet(client) if row["username"] == "lin"]
    assert [told(row, *COUNTS) for row in rows] == [
        ["2026-11-23", "2", "1", "0", "0", "37.5"],
        ["2026-11-24", "0", "0", "1", "0", "7.5"],
        ["total", "2", "1", "1", "0", "45.0"],
    ]
    assert rows[-1]["active_hours"] == "0.01"


def test_a_skip_that_was_taken_back_by_a_submission_counts_as_that(client: Client, project: Project) -> None:
    lin = make.member(project, name="lin")
    held = make.claimed(project, lin, now=make.NOON)
    skip(assignment=held, reason="unclear", now=make.NOON, active_seconds=5)
    make.submitted(held, now=make.NOON)
    assert told(sheet(client)[0], *COUNTS) == ["2026-11-23", "1", "0", "0", "0", "12.5"]


def test_reviews_count_for_who_made_them_and_the_last_row_is_of_all(client: Client, project: Project) -> None:
    lin, ada = make.member(project, name="lin"), make.member(project, "reviewer", name="ada")
    said = make.submitted(make.claimed(project, lin, now=make.NOON), now=make.NOON)
    review_submission(submission=said, reviewer=ada, verdict="accepted", now=make.NOON)
    rows = sheet(client)
    assert [told(row, "username", *COUNTS) for row in rows if row["username"] == "ada"] == [
        ["ada", "2026-11-23", "0", "0", "0", "1", "0.0"],
        ["ada", "total", "0", "0", "0", "1", "0.0"],
    ]
    assert told(rows[-1], "name", *COUNTS) == ["total", "total", "1", "0", "0", "1", "12.5"]


def test_an_administrator_who_is_no_member_is_counted(client: Client, project: Project) -> None:
    root = make.user("root", is_superuser=True)
    said = make.submitted(make.claimed(project, make.member(project), now=make.NOON), now=make.NOON)
    review_submission(submission=said, reviewer=root, verdict="accepted", now=make.NOON)
    rows = sheet(client)
    assert [row["reviews"] for row in rows if row["username"] == "root"] == ["1", "1"]
    assert rows[-1]["reviews"] == "1"


def test_both_days_are_included_and_nothing_beyond(client: Client, project: Project) -> None:
    lin = make.member(project, name="lin")
    for days in range(-1, 2):
        when = make.NOON + timedelta(days=days)
        make.submitted(make.claimed(project, lin, now=when), now=when)
    assert sheet(client, "2026-11-23", "2026-11-23")[-1]["judgments"] == "1"
    assert sheet(client, "2026-11-22", "2026-11-24")[-1]["judgments"] == "3"
    assert sheet(client, "2027-01-01", "2027-01-31")[-1]["judgments"] == "0"


def test_no_cell_is_a_formula(client: Client, project: Project) -> None:
    lin: User = make.member(project, name="+cmd")
    User.objects.filter(pk=lin.pk).update(display_name="=HYPERLINK(1)")
    place = make.membership(project, lin)
    place.group = "@group"
    place.save()
    make.submitted(make.claimed(project, lin, now=make.NOON), now=make.NOON)
    row = sheet(client)[0]
    cells = told(row, "name", "username", "group")
    assert cells == ["'=HYPERLINK(1)", "'+cmd", "'@group"]
    assert [as_given(cell) for cell in cells] == ["=HYPERLINK(1)", "+cmd", "@group"]


def test_another_projects_work_is_not_in_it(client: Client, project: Project) -> None:
    other = make.project()
    make.tasks(other, 1)
    lin = make.member(other, name="lin")
    make.submitted(make.claimed(other, lin, now=make.NOON), now=make.NOON)
    assert len(sheet(client)) == 1


@pytest.mark.parametrize(
    "days", [{}, {"first": "x", "last": "2026-11-01"}, {"first": "2026-11-02", "last": "2026-11-01"}]
)
def test_bad_days_are_said(client: Client, project: Project, days: dict[str, str]) -> None:
    answer = client.get("/projects/sky/hours.csv", days, follow=True)
    assert "Give two days, the earlier one first." in answer.content.decode()


def test_it_asks_as_much_for_many_people_as_for_one(
    client: Client, project: Project, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(4):
        make.submitted(make.claimed(project, make.member(project), now=make.NOON), now=make.NOON)
    # Session, user, membership, members, days.
    with django_assert_max_num_queries(5):
        assert len(sheet(client)) == 9
