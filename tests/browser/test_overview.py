"""The overview in the browser: it lives without disturbing who reads it, and breaks no rule when full of charts."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from labeling.actions import change_project
from labeling.models import Project
from tests import make
from tests.labeling.judging import people, reject, say

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def project() -> Project:
    """A week of work by two, a skip less than everything that can stand on the page."""
    project = make.project(overlap=2, slug="week")
    make.tasks(project, 30, completions=2)
    one, other = people(project, 2)
    now = timezone.now()
    for back in range(7, 0, -1):
        for labeler in (one, other, one, other, one, other, one, other):
            moment = now - timedelta(days=back)
            order = (1, 0) if back % 3 == 0 and labeler is other else (0, 1)
            say(make.claimed(project, labeler, now=moment), *order, now=moment, seconds=20 if back > 1 else 0.2)
    reject(say(make.claimed(project, one), 0, 1))
    goal = (now + timedelta(days=3)).date()
    change_project.change_project(project=project, by=make.manager(project), now=now, goal_date=goal)
    return make.digested(project)


def test_it_lives_without_disturbing_who_reads_it(page: Page, live_server: Any, project: Project, sign_in: Any) -> None:
    sign_in(make.manager(project))
    page.goto(f"{live_server.url}/projects/week/")
    page.get_by_text("The numbers").click()
    page.locator("#trouble-rejected").focus()
    done = page.locator(".headline__count").first
    before = done.inner_text()
    say(make.claimed(project, make.member(project)), 0, 1)
    make.digested(project)
    expect(done).not_to_have_text(before)
    expect(page.locator("#pace-numbers")).to_have_attribute("open", "")
    expect(page.locator("#trouble-rejected")).to_be_focused()
    # What has no id of its own keeps the focus too.
    page.locator("#pace-numbers summary").focus()
    before = done.inner_text()
    say(make.claimed(project, make.member(project)), 0, 1)
    make.digested(project)
    expect(done).not_to_have_text(before)
    expect(page.locator("#pace-numbers summary")).to_be_focused()


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_full_of_charts_it_breaks_no_rule_and_does_not_overflow(
    unguarded: Callable[..., Page], live_server: Any, project: Project, sign_in: Any, width: int, theme: Any
) -> None:
    sign_in(make.manager(project))
    shown = unguarded(width=width, theme=theme)
    for path in ("/projects/week/", "/projects/week/settings/goal/", "/", "/projects/"):
        shown.goto(f"{live_server.url}{path}")
        assert Axe().run(shown).response["violations"] == [], path
        assert shown.evaluate("document.documentElement.scrollWidth") <= width, path
