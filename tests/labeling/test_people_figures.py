"""What the pages about people count: right, few queries however many there are, nothing where there is too little."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import User
from labeling.actions.count_figures import count_figures
from labeling.actions.skip import skip
from labeling.charts.scatter import scatter
from labeling.figures import labeler as one
from labeling.figures.people import people_of
from labeling.models import Project
from tests import make

pytestmark = pytest.mark.django_db


def counted(project: Project) -> Project:
    make.digested(project)
    count_figures(project, now=timezone.now())
    return project


def busy(client: Client, *, people: int = 2, tasks: int = 22) -> tuple[Project, list[User]]:
    project = make.project(by=make.user("maya"), slug="sky", overlap=people)
    client.force_login(make.manager(project))
    make.tasks(project, tasks, completions=2)
    labelers = [make.member(project, name=f"labeler{number}") for number in range(people)]
    for labeler in labelers:
        for _ in range(tasks):
            held = make.claimed(project, labeler)
            best = "AB"[held.order.index(0)]
            make.submitted(held, tiers=[[best], ["B" if best == "A" else "A"]], seconds=30)
    return counted(project), labelers


def test_everybody_stands_in_one_table(client: Client) -> None:
    project, (first, _second) = busy(client)
    skipped = make.member(project, name="skipper")
    make.tasks(project, 2, completions=2)
    skip(assignment=make.claimed(project, skipped), reason="unclear", now=timezone.now())
    make.claimed(project, skipped)
    rows = {row.user.username: row for row in people_of(project, now=timezone.now()).rows}
    mine = rows[first.username]
    assert (mine.figures.judged, mine.today, mine.figures.median_seconds) == (22, 22, 30)
    rate = mine.figures.agreement.half_credit
    assert (rate.value, rate.n) == (1, 22)
    other = rows["skipper"]
    assert (other.figures.judged, other.skipped, other.in_hand) == (0, 1, 1)
    page = client.get("/projects/sky/members/").content.decode()
    assert 'href="/projects/sky/judgments/?by=labeler0">22</a>' in page
    assert "100 %" in page


def test_too_little_is_no_number(client: Client) -> None:
    busy(client, tasks=3)
    assert "not enough data" in client.get("/projects/sky/members/").content.decode()
    page = client.get("/projects/sky/members/labeler0/").content.decode()
    assert page.count("not enough data") >= 4


def test_nobody_yet_invites(client: Client) -> None:
    project = make.project(by=make.user("maya"), slug="sky")
    client.force_login(make.manager(project))
    assert "Nobody but you, so far" in client.get("/projects/sky/members/").content.decode()
    make.member(project, name="lin")
    page = client.get("/projects/sky/members/lin/").content.decode()
    assert "No judgments yet" in page


def test_a_cap_that_is_reached_is_said(client: Client) -> None:
    project, _labelers = busy(client, tasks=3)
    project.memberships.filter(user__username="labeler0").update(daily_cap=3)
    page = client.get("/projects/sky/members/").content.decode()
    assert page.count("Capped") == 1
    assert " / 3</span>" in page


def test_an_amendment_of_earlier_work_reaches_no_cap(client: Client) -> None:
    project = make.project(by=make.user("maya"), slug="sky")
    make.tasks(project, 1)
    lin = make.member(project, name="lin")
    held = make.claimed(project, lin, now=timezone.now() - timedelta(days=2))
    make.submitted(held, now=timezone.now() - timedelta(days=2))
    make.submitted(held)
    project.memberships.filter(user=lin).update(daily_cap=1)
    counted(project)
    client.force_login(make.manager(project))
    for page in ("/projects/sky/members/", "/projects/sky/members/lin/"):
        assert "Capped" not in client.get(page).content.decode()


def test_the_table_asks_as_much_for_many_as_for_few(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    project, _labelers = busy(client, people=4, tasks=3)
    for _ in range(10):
        make.member(project)
    # Session, user, membership, open questions and their like of the tabs, and seven of the table.
    with django_assert_max_num_queries(12):
        client.get("/projects/sky/members/")


def test_one_persons_page_shows_how_they_work(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    _project, (first, _second) = busy(client)
    with django_assert_max_num_queries(22):
        page = client.get(f"/projects/sky/members/{first.username}/").content.decode()
    assert len(re.findall(r"M[\d.]+ [\d.]+h0", page)) == 22
    assert page.count("/projects/sky/tasks/") > 12
    assert "Agreement where neither ties" in page


def test_days_speeds_and_the_place_of_the_best(client: Client) -> None:
    project, (first, _second) = busy(client)
    place = make.membership(project, first)
    shown = one.working_of(place, now=timezone.now())
    assert [day.judgments for day in shown.days] == [0] * (one.DAYS - 1) + [22]
    assert shown.days[-1].seconds == 22 * 30
    assert sum(band.n for band in shown.bands) == 22
    first_best = sum(
        assignment.submissions.get().judgment["tiers"][0] == ["A"] for assignment in first.assignments.all()
    )
    assert shown.first_best.n == 22
    assert shown.first_best.value == pytest.approx(first_best / 22, abs=1e-5)
    assert shown.first_by_chance == 0.5
    assert len(shown.newest) == one.NEWEST
    assert shown.newest[0].agreement == 1
    tomorrow = one.working_of(place, now=timezone.now() + timedelta(days=1))
    assert [day.judgments for day in tomorrow.days][-2:] == [22, 0]


def test_demonstrations_have_no_place_of_the_best(client: Client) -> None:
    project = make.project("demonstration", by=make.user("maya"), slug="essays")
    client.force_login(make.manager(project))
    make.tasks(project, 2)
    lin = make.member(project, name="lin")
    make.submitted(make.claimed(project, lin))
    counted(project)
    assert client.get("/projects/essays/members/lin/").status_code == 200
    assert one.working_of(make.membership(project, lin), now=timezone.now()).first_best.n == 0


@pytest.mark.parametrize("points", [[(1.0, 1.0)], [(0.01, 0.02)], [(5, 100_000)], [(3.0, 2.0), (700.0, 9000.0)]])
def test_a_dot_stays_in_its_chart(points: list[tuple[float, float]]) -> None:
    drawn = scatter(points)
    assert drawn is not None
    for (x, y, is_below), (reading, active) in zip(drawn.dots, points, strict=True):
        assert 0 <= x <= drawn.width
        assert 0 <= y <= drawn.height
        assert is_below == (active < reading)
    assert scatter([]) is None


def own(client: Client, labeler: User) -> str:
    client.force_login(labeler)
    return client.get("/label/sky/progress/").content.decode()


def test_labelers_see_themselves_and_agreement_only_where_the_project_says_so(client: Client) -> None:
    project, (first, second) = busy(client)
    told: Any = own(client, first)
    assert "Ties" in told
    assert "Agreement" not in told
    assert second.username not in told
    Project.objects.update(shows_agreement=True)
    assert "Agreement with others" in own(client, first)
    stranger = make.member(project)
    assert "Agreement" not in own(client, stranger)
