"""The overview of a project: empty, small, under way, large; every number leads to its rows."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from labeling.actions import change_project, mark_task, run_import, skip
from labeling.actions.start_import import start_import
from labeling.figures import counted
from labeling.models import Assignment, Project
from tests import make
from tests.labeling.judging import people, reject, say

pytestmark = pytest.mark.django_db


def shown(client: Client, project: Project) -> str:
    client.force_login(make.manager(project))
    page = client.get(f"/projects/{project.slug}/")
    assert page.status_code == 200
    return page.content.decode()


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def judged_for_days(days: int = 8, per_day: int = 6, **settings) -> Project:
    """So many judgments on each of the last days, all of complete days."""
    project = make.project(overlap=2, **settings)
    make.tasks(project, days * per_day)
    one, other = people(project, 2)
    now = timezone.now()
    for back in range(days, 0, -1):
        for place in range(per_day):
            moment = now - timedelta(days=back)
            say(make.claimed(project, (one, other)[place % 2], now=moment), 0, 1, 2, 3, now=moment)
    return make.digested(project)


def set_goal(project: Project, **goal) -> None:
    change_project.change_project(project=project, by=make.manager(project), now=timezone.now(), **goal)


def test_an_empty_project_says_what_to_do_first(client: Client) -> None:
    page = shown(client, make.project())
    assert 'id="next-import"' in page
    assert "Last import" in page


def test_a_project_that_has_just_begun_gives_no_forecast(client: Client) -> None:
    project = make.project(overlap=2)
    make.tasks(project, 3)
    say(make.claimed(project, make.member(project)), 0, 1, 2, 3)
    text = words(shown(client, make.digested(project)))
    assert "Not enough data for a forecast: it takes 5 complete days of work." in text
    assert "Set a goal" in text
    assert "not enough data" in text
    assert "Nothing. Skips, disputes" in text


def test_a_goal_that_will_be_reached_and_one_that_will_not(client: Client) -> None:
    project = judged_for_days()
    today = timezone.now().date()
    text = words(shown(client, project))
    # 48 of 96 judged, 6 a day, every day the same.
    assert "At the recent pace all is judged on" in text
    set_goal(project, goal_date=today + timedelta(days=30))
    assert "On pace for the goal: all judged by" in words(shown(client, project))
    set_goal(project, goal_date=today + timedelta(days=2))
    page = shown(client, project)
    assert "Behind for the goal: all judged by" in words(page)
    assert "The goal takes 16 judgments a day; 6 came in." in words(page)
    assert 'id="trouble-behind"' in page
    set_goal(project, goal_date=today - timedelta(days=2))
    assert "The goal has passed" in words(shown(client, project))
    set_goal(project, goal_date=None, goal_per_day=6)
    assert "On pace for the goal: 6 judgments a day" in words(shown(client, project))
    set_goal(project, goal_per_day=60)
    assert "Behind for the goal: 60 judgments a day" in words(shown(client, project))


def test_what_needs_a_look_leads_to_its_tasks(client: Client) -> None:
    project = make.project(overlap=2)
    tasks = make.tasks(project, 6)
    one, other = people(project, 2)
    say(make.claimed(project, one), 0, 1, 2, 3)
    say(make.claimed(project, other), 3, 2, 1, 0, seconds=0.5)
    reject(say(make.claimed(project, one), 0, 1, 2, 3))
    skip.skip(assignment=make.claimed(project, one), reason="unclear", now=timezone.now())
    mark_task.mark_task(task=tasks[5], mark="parked", by=None, now=timezone.now())
    page = shown(client, make.digested(project))
    for key, query in (
        ("parked", "state=parked"),
        ("rejected", "look=rejected"),
        ("hasty", "look=hasty"),
        ("disputed", "look=disputed&amp;disagreement=0.5"),
        ("skipped", "look=skipped"),
    ):
        assert f'id="trouble-{key}" href="/projects/{project.slug}/tasks/?{query}"' in page, key
    assert f'id="skipped-unclear" href="/projects/{project.slug}/tasks/?skipped=unclear"' in page
    assert 'id="next-parked"' in page


def test_each_number_is_that_of_the_list_behind_it(client: Client) -> None:
    project = make.project(overlap=2)
    make.tasks(project, 8)
    one, other = people(project, 2)
    for place in range(6):
        say(make.claimed(project, one), 0, 1, 2, 3, seconds=0.5 if place < 3 else 60)
        mine = say(make.claimed(project, other), *((3, 2, 1, 0) if place % 3 else (0, 1, 2, 3)))
        if place > 3:
            reject(mine)
    skip.skip(assignment=make.claimed(project, one), reason="unclear", now=timezone.now())
    page = shown(client, make.digested(project))
    links = re.findall(r'id="trouble-(rejected|hasty|disputed|skipped)" href="([^"]+)"><span>([^<]+)', page)
    assert len(links) == 4
    for key, url, text in links:
        found = re.search(r"\d+", text)
        assert found is not None
        rows = client.get(url.replace("&amp;", "&")).content.decode().count("table__prompt")
        assert rows == int(found[0]), key


def test_a_sealed_project_leads_to_its_dataset(client: Client) -> None:
    project = make.project(slug="over")
    archived, *_ = make.tasks(project, 3)
    mark_task.mark_task(task=archived, mark="archived", by=None, now=timezone.now())
    now = timezone.now()
    change_project.change_project(project=project, by=make.manager(project), now=now, state="paused")
    # It is said in full what sealing does before it is done.
    assert 'formaction="/projects/over/settings/state/"' in shown(client, project)
    asked = client.post("/projects/over/settings/state/", {"state": "sealed"}).content.decode()
    assert "Nothing can be amended or imported" in asked
    change_project.change_project(project=project, by=make.manager(project), now=now, state="sealed")
    page = shown(client, project)
    assert "The project is sealed" in page
    assert 'id="next-export"' in page
    # The list of projects counts as the overview does: without what is archived.
    assert 'href="/projects/over/tasks/?state=progress">2</a>' in client.get("/projects/").content.decode()


def test_questions_wait_in_the_list(client: Client) -> None:
    assignment = make.assignment()
    make.question(assignment)
    assert 'id="trouble-questions"' in shown(client, assignment.project)


def test_tasks_that_are_held_for_long_are_named_with_their_holder(client: Client) -> None:
    project = make.project()
    make.tasks(project, 2)
    held = make.claimed(project, make.member(project, name="ursula"))
    Assignment.objects.filter(pk=held.pk).update(claimed_at=timezone.now() - timedelta(hours=5))
    page = shown(client, project)
    assert f'id="lease-{held.pk}"' in page
    assert "ursula" in page
    assert 'id="trouble-stuck"' in page
    rows = client.get(f"/projects/{project.slug}/tasks/?look=stuck").content.decode()
    assert rows.count("table__prompt") == 1
    assert f"/tasks/{held.task_id}/" in rows


def test_people_at_work_now(client: Client) -> None:
    project = make.project()
    make.tasks(project, 4)
    hour_ago = timezone.now() - timedelta(minutes=20)
    make.claimed(project, make.member(project, name="gone"), now=hour_ago)
    make.claimed(project, make.member(project, name="holds"))
    say(make.claimed(project, make.member(project, name="judged")), 0, 1, 2, 3)
    page = shown(client, make.digested(project))
    assert "2 at work now, of 1 who judged" in words(page)
    (behind,) = re.findall('id="figure-active" href="([^"]+)"', page)
    assert re.findall(r"<bdi>(\w+)</bdi></a>", client.get(behind).content.decode()) == ["holds", "judged"]


def test_agreement_of_the_project_and_of_labelers_who_stand_apart(client: Client) -> None:
    project = make.project(overlap=4)
    make.tasks(project, 24, completions=2)
    crowd = people(project, 4)
    for labeler in crowd:
        for _ in range(24):
            say(make.claimed(project, labeler), *((1, 0) if labeler is crowd[-1] else (0, 1)))
    page = shown(client, make.digested(project))
    assert "50 %" in words(page), "of six pairs of labelers three agree"
    assert "apart" in words(page)
    assert f"{crowd[-1].username} agrees with the others less" in words(page)
    assert f'href="/projects/{project.slug}/members/{crowd[-1].username}/"' in page
    for behind in ("compared=any", "compared=decisive", f"compared_by={crowd[-1].username}"):
        assert f'<a href="/projects/{project.slug}/tasks/?{behind}">24</a>' in page


def test_a_demonstration_project_has_no_agreement(client: Client) -> None:
    project = make.project("demonstration")
    make.tasks(project, 2)
    make.submitted(make.claimed(project, make.member(project)))
    assert "agreement-title" not in shown(client, make.digested(project))


def test_everything_judged(client: Client) -> None:
    project = make.project()
    make.tasks(project, 1)
    say(make.claimed(project, make.member(project)), 0, 1, 2, 3)
    page = shown(client, make.digested(project))
    assert "Everything is judged." in page
    assert 'id="next-export"' in page


def test_a_large_project_says_how_old_its_numbers_are(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    project = make.project()
    make.tasks(project, 3)
    make.digested(project, now=timezone.now() - timedelta(seconds=12))
    assert "counted" not in words(shown(client, project))
    monkeypatch.setattr(counted, "LARGE", 2)
    assert re.search(r"counted \d+ seconds ago", words(shown(client, project)).replace("\xa0", " "))


def test_the_overview_asks_as_many_questions_however_much_there_is(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    project = judged_for_days(6, 4)
    client.force_login(make.manager(project))
    # Session, user, membership, figures, size, three of progress, latest, holding, held for long, names, import,
    # questions, labelers.
    with django_assert_max_num_queries(15):
        client.get(f"/projects/{project.slug}/live/")


def test_a_paused_project_says_so_instead_of_a_pace(client: Client) -> None:
    project = judged_for_days(6, 2)
    change_project.change_project(project=project, by=make.manager(project), now=timezone.now(), state="paused")
    assert "Nobody gets new tasks" in shown(client, project)


def test_a_file_that_was_only_checked_is_no_import(client: Client) -> None:
    project = make.project()
    make.tasks(project, 1)
    checked = start_import(
        project=project, by=None, now=make.NOON, stream=BytesIO(b'{"prompt": "Q?", "completions": ["a", "b"]}'),
        file_name="checked.jsonl", is_dry_run=True,
    )  # fmt: skip
    run_import.run(checked.pk)
    page = shown(client, make.digested(project))
    assert 'id="last-import"' in page
    assert "checked.jsonl" not in page
