"""Every figure of a person and of the overview against the list of judgments that it leads to."""

import random
import re
from datetime import UTC, date, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.zones import zone_of
from labeling.actions.count_figures import count_figures
from labeling.actions.mark_task import mark_task
from labeling.figures import labeler as labeler_figures
from labeling.figures import labelers, pace
from labeling.figures.progress import progress
from labeling.models import JudgmentFinding, Project, Task
from labeling.overview.people import at_work
from labeling.tasks import judgment_pages
from labeling.tasks.judgment_pages import NAMES, Wish, judgment_page, judgments, read_wish
from tests import make

pytestmark = pytest.mark.django_db
FORM = {"completion": [{"name": "overall", "type": "scale", "min": 1, "max": 7}]}


@pytest.fixture
def project() -> Project:
    """Forty tasks judged by three people of many habits, at random but always the same."""
    chance = random.Random(5)
    project = make.project(slug="sky", overlap=3, form=FORM)
    tasks = make.tasks(project, 40, completions=2)
    for person in [make.member(project, name=name) for name in ("ann", "ben", "cyd")]:
        for _ in range(36):
            judge(project, person, chance)
    for task, mark in zip(tasks, ("archived", "archived", "parked"), strict=False):
        mark_task(task=task, mark=mark, by=None, now=timezone.now())
    Task.objects.filter(pk=tasks[9].pk).update(is_adaptive=True)
    make.digested(project)
    count_figures(project, now=timezone.now())
    return project


def judge(project: Project, person: Any, chance: random.Random) -> None:
    high = chance.choice([4, 6])
    make.submitted(
        make.claimed(project, person),
        tiers=chance.choice([[["A"], ["B"]], [["B"], ["A"]], [["A", "B"]]]),
        ratings={"A": {"overall": high}, "B": {"overall": chance.choice([high, 4])}},
        seconds=chance.choice([0.1, 30.0, 90.0, None]),
    )


def count(project: Project, **wish: Any) -> int:
    return judgments(project, Wish(**wish)).count()


def test_every_figure_of_a_person_is_the_number_of_judgments_behind_it(project: Project) -> None:
    found = labelers.of_project(project)
    assert len(found) == 3
    for one in found:
        person = project.memberships.get(user_id=one.labeler_id).user

        def n(sign: str = "", labeler: Any = person) -> int:
            return count(project, labeler=labeler, sign=sign)

        assert (n(), n("counts")) == (one.judged, one.counted)
        assert (n("compared"), n("decisive")) == (one.agreement.half_credit.n, one.agreement.decisive.n)
        assert (n("ranked"), n("timed"), n()) == (one.ties.n, one.hasty.n, one.straight.n)
        for rate, sign in ((one.hasty, "hasty"), (one.straight, "straight")):
            assert rate.value is not None
            assert 0 < n(sign) == round(rate.value * rate.n) < rate.n
        place = project.memberships.get(user=person)
        first_best, _ = labeler_figures.first_best_of(place)
        assert first_best.value is not None
        assert 0 < n("first") == round(first_best.value * first_best.n) < n("single") == first_best.n
        # Of pairs of texts: with two texts each, of judgments.
        assert one.ties.value is not None
        assert 0 < n("tied") == round(one.ties.value * one.ties.n) < one.ties.n


def test_the_headline_and_every_day_are_the_number_of_judgments_behind_them(project: Project) -> None:
    assert 0 < count(project, sign="latest") == at_work(project, now=timezone.now()).timed < count(project)
    assert 0 < count(project, sign="progress") == progress(project).submitted < count(project, sign="counts")
    spread = [timedelta(hours=7 * number) for number in range(20)]
    for finding, back in zip(JudgmentFinding.objects.all(), spread, strict=False):
        JudgmentFinding.objects.filter(pk=finding.pk).update(submitted_at=finding.submitted_at - back)
    now = timezone.now()
    for name in ("UTC", "Asia/Kathmandu", "America/Los_Angeles"):
        zone = zone_of(name)
        days = pace.per_day(pace.quarters(project, now=now), zone=zone, now=now)
        assert sum(judged > 0 for _day, judged in days) > 3
        for day, judged in days:
            assert count(project, sign="counts", day=day, zone=zone) == judged


def test_the_pages_lead_there_with_the_same_number(client: Client, project: Project) -> None:
    client.force_login(make.manager(project))
    followed = 0
    for page in ("/projects/sky/", "/projects/sky/members/ann/"):
        text = client.get(page).content.decode()
        for address, shown in re.findall(r'<a[^>]*href="(/projects/sky/judgments/[^"]*)"[^>]*>(\d+)</a>', text):
            told = client.get(unescape(address)).content.decode()
            assert f'id="judgments-count">{shown}<' in told, address
            followed += 1
    # The headline and a day; a day, and n of six rates.
    assert followed >= 9


def test_pages_go_back_through_all_of_them_once(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judgment_pages, "JUDGMENTS_A_PAGE", 7)
    # Two made in the same moment.
    newest = JudgmentFinding.objects.latest("submitted_at").submitted_at
    JudgmentFinding.objects.filter(pk__in=JudgmentFinding.objects.values("pk")[:20]).update(submitted_at=newest)
    for wish in (Wish(), Wish(labeler=make.manager(project)), Wish(sign="progress")):
        pages = [judgment_page(project, wish)]
        while pages[-1].before:
            pages.append(judgment_page(project, wish, before=pages[-1].before))
        rows = [row.finding for page in pages for row in page.rows]
        assert len({row.pk for row in rows}) == len(rows) == judgments(project, wish).count() == pages[0].count
        places = [(row.submitted_at, row.assignment_id) for row in rows]
        assert places == sorted(places, reverse=True)


@pytest.mark.parametrize("before", ["x", "~", "2026-01-01~1", "2026-01-01T00:00:00+00:00~" + "9" * 30, "~7", "\0~\0"])
def test_a_cursor_that_was_made_up_begins_anew(project: Project, before: str) -> None:
    assert judgment_page(project, Wish(), before=before) == judgment_page(project, Wish())


def test_only_what_exists_is_asked_for(project: Project) -> None:
    stranger = make.user("noah")
    for by in (stranger.username, "nobody", "a\0b"):
        assert read_wish(project, {"by": by, "sign": "hasty", "day": "2026-13-01"}, UTC) == Wish()
    wish = read_wish(project, {"by": "Ann", "sign": "hasty", "day": "2026-11-28"}, UTC)
    assert wish.labeler is not None
    assert (wish.labeler.username, wish.sign, wish.day) == ("ann", "hasty", date(2026, 11, 28))
    # What few have is looked for among one person's only: never in a walk through all.
    for sign in NAMES:
        is_walked = sign in ("progress", "counts", "latest")
        assert read_wish(project, {"sign": sign}, UTC).sign == (sign if is_walked else "")
    for day in ("0001-01-01", "9999-12-31"):
        assert read_wish(project, {"day": day}, UTC).day is None


def test_the_first_and_the_last_day_there_can_be_break_nothing(client: Client, project: Project) -> None:
    client.force_login(make.manager(project))
    for day in ("0001-01-01", "9999-12-31", "9999-12-30", "20261128", "x"):
        assert client.get(f"/projects/sky/judgments/?day={day}").status_code == 200


def test_a_page_is_read_in_a_fixed_number_of_queries(
    client: Client, project: Project, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(make.manager(project))
    client.get("/projects/sky/judgments/")
    with django_assert_max_num_queries(18):
        assert client.get("/projects/sky/judgments/").content.decode().count("<tr>") == 51


def test_an_empty_list_says_what_to_do(client: Client) -> None:
    made = make.project(slug="empty")
    client.force_login(make.manager(made))
    assert "No such judgments" in client.get("/projects/empty/judgments/").content.decode()
