"""My projects, and the list for managers."""

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import User
from labeling import page_queries
from labeling.actions.add_member import add_member
from labeling.actions.change_project import change_project
from labeling.actions.limit_member import cap_member, pause_member
from labeling.figures import counted
from labeling.models import Project
from tests import make
from tests.labeling.judging import people, reject, say

pytestmark = pytest.mark.django_db


def page(client: Client, person: User, path: str = "/") -> str:
    client.force_login(person)
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_strangers_are_asked_to_sign_in(client: Client) -> None:
    assert client.get("/").headers["Location"].startswith("/sign-in/")


def test_a_newcomer_learns_whom_to_ask(client: Client) -> None:
    shown = page(client, make.user("lin"))
    assert "You are not in a project yet" in shown
    assert "<strong>lin</strong>" in shown


def test_who_may_create_projects_is_led_to_the_first(client: Client) -> None:
    assert 'href="/projects/new/"' in page(client, make.user(can_create_projects=True))


def test_a_labeler_finds_the_button_to_start(client: Client) -> None:
    project = make.project(name="Poems <1>")
    make.tasks(project, 2)
    shown = page(client, make.member(project))
    assert "Poems &lt;1&gt;" in shown
    assert f'href="/label/{project.slug}/"' in shown
    assert f'href="/projects/{project.slug}/"' not in shown


def test_who_is_paused_or_at_their_cap_is_told_so_and_not_that_tasks_wait(client: Client) -> None:
    project = make.project()
    make.tasks(project, 3)
    lin = make.member(project)
    place = make.membership(project, lin)
    make.submitted(make.claimed(project, lin))
    cap_member(place=place, daily_cap=1, share_cap=None, by=make.manager(project), now=make.NOON)
    shown = page(client, lin)
    assert "today's 1 judgment; more tomorrow." in shown
    assert "Tasks are waiting" not in shown
    cap_member(place=place, daily_cap=None, share_cap=None, by=make.manager(project), now=make.NOON)
    assert "Tasks are waiting" in page(client, lin)
    pause_member(place=place, by=make.manager(project), now=make.NOON)
    shown = page(client, lin)
    assert "A manager paused you" in shown
    assert "Start labeling" not in shown


def test_what_is_in_hand_comes_first_and_is_gone_on_with(client: Client) -> None:
    other, mine = make.project(name="A"), make.project(name="B")
    make.tasks(other, 1)
    make.tasks(mine, 1)
    lin = make.member(mine)
    add_member(project=other, user=lin, role="labeler", by=None, now=make.NOON)
    make.claimed(mine, lin)
    shown = page(client, lin)
    assert "1 task is in your hands" in shown
    assert shown.index(f"/label/{mine.slug}/") < shown.index(f"/label/{other.slug}/")


def test_a_paused_project_offers_no_start(client: Client) -> None:
    project = make.project()
    make.tasks(project, 1)
    change_project(project=project, by=make.manager(project), now=make.NOON, state="paused")
    assert f'href="/label/{project.slug}/"' not in page(client, make.member(project))


def test_progress_counts_judgments_not_tasks(client: Client) -> None:
    project = make.project(overlap=2)
    make.tasks(project, 1)
    make.submitted(make.claimed(project, make.member(project)))
    assert '<progress value="1" max="2"' in page(client, make.member(project))


def test_home_asks_as_much_for_many_projects_as_for_one(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    lin = make.user()
    for _ in range(5):
        project = make.project()
        make.tasks(project, 1)
        add_member(project=project, user=lin, role="labeler", by=None, now=make.NOON)
    client.force_login(lin)
    # Session, user, memberships, openings, assignments.
    with django_assert_max_num_queries(6):
        client.get("/")


def test_the_list_shows_only_what_one_manages(client: Client) -> None:
    mine, other = make.project(name="Mine"), make.project(name="Not mine")
    shown = page(client, make.manager(mine), "/projects/")
    assert mine.slug in shown
    assert other.slug not in shown


def test_superusers_see_every_project(client: Client) -> None:
    project = make.project()
    assert project.slug in page(client, make.user(is_superuser=True), "/projects/")


def test_labelers_have_no_list(client: Client) -> None:
    client.force_login(make.member(make.project()))
    assert client.get("/projects/").status_code == 403


def test_the_list_asks_as_much_for_many_projects_as_for_one(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    maya = make.user(can_create_projects=True)
    for _ in range(4):
        make.tasks(make.project(by=maya), 1)
    client.force_login(maya)
    with django_assert_max_num_queries(5):
        client.get("/projects/")


def under_way() -> Project:
    """24 tasks judged by two who agree on three in four, one of them rejected."""
    project = make.project(overlap=2, name="Under way")
    make.tasks(project, 26, completions=2)
    one, other = people(project, 2)
    for place in range(24):
        say(make.claimed(project, one), 0, 1)
        say(make.claimed(project, other), *((1, 0) if place % 4 == 0 else (0, 1)))
    reject(say(make.claimed(project, one), 0, 1))
    return make.digested(project)


def test_managers_see_pace_agreement_and_trouble_in_one_line(client: Client) -> None:
    project = under_way()
    for path in ("/", "/projects/"):
        shown = page(client, make.manager(project), path)
        assert 'aria-label="48 judgments in the last 14 days"' in shown
        assert "75 %" in shown
    assert "1 task needs a look" in page(client, make.manager(project))


def test_labelers_see_no_figures_of_others(client: Client) -> None:
    project = under_way()
    for role in ("labeler", "reviewer"):
        shown = page(client, make.member(project, role))
        assert "Under way" in shown
        assert "<svg" not in shown.partition("<main")[2].partition("</main>")[0]
        assert "75" not in shown


def test_large_projects_are_not_counted_by_the_home_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    project = make.project()
    make.tasks(project, 3)
    make.digested(project)
    monkeypatch.setattr(counted, "LARGE", 2)
    make.tasks(project, 2)
    (row,), _archived = page_queries.managed_projects(make.manager(project))
    assert row.tasks == 3, "as the background counted"
