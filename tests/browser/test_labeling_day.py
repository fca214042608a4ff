"""Around the judgments: undo, history, pauses, guidelines, the legend."""

import re
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from labeling.actions.change_project import change_project
from labeling.models import Project
from tests import make
from tests.browser.ranking_screen import here, newest, next_task, press, tiers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_undo_submit_reopens_and_amends(page: Page, open_project: Any) -> None:
    project = make.project()
    make.tasks(project, 2, completions=2)
    open_project(project)
    first = here(page)
    press(page, "a Enter")
    next_task(page, first)
    press(page, "u")
    expect(page.locator("ranking-task")).to_have_attribute("data-assignment", first)
    expect(page.locator("article[data-label=A]")).to_have_attribute("data-tier", "1")
    press(page, "a ] Enter")
    next_task(page, first)
    assert newest().judgment["tiers"] == [["B"], ["A"]]
    assert newest().revision == 2


def test_history_opens_a_submission_to_amend(page: Page, open_project: Any, live_server: Any) -> None:
    project = make.project()
    make.tasks(project, 1, completions=2)
    open_project(project)
    press(page, "a Enter")
    expect(page.get_by_text("Nothing left for you right now")).to_be_visible()
    page.goto(f"{live_server.url}/label/{project.slug}/history/")
    expect(page.get_by_text("A > B")).to_be_visible()
    page.get_by_role("link", name=re.compile("Question 0")).click()
    press_when = page.locator("article[data-label=A][data-tier='1']")
    expect(press_when).to_be_visible()
    press(page, "Shift+b Enter")
    expect(page.get_by_text("Nothing left for you right now")).to_be_visible()
    assert newest().judgment["tiers"] == [["A", "B"]]


def test_a_paused_project_says_so(page: Page, open_project: Any, complaints: list[str]) -> None:
    project = make.project()
    make.tasks(project, 1)
    open_project(project)
    Project.objects.update(state="paused")
    page.reload()
    expect(page.get_by_text("This project takes no judgments at the moment")).to_be_visible()
    # The browser itself notes every 409.
    assert all("409" in complaint for complaint in complaints)
    complaints.clear()


def test_guidelines_open_at_first_and_again_when_new(page: Page, open_project: Any) -> None:
    project = make.project(guidelines="Be **fair**.")
    make.tasks(project, 2, completions=2)
    open_project(project)
    first = here(page)
    expect(page.locator("#guidelines")).to_be_visible()
    with page.expect_response(lambda answer: answer.url.endswith("/guidelines/") and answer.ok):
        press(page, "m")
    expect(page.locator("#guidelines")).to_be_hidden()
    page.reload()
    expect(page.locator("ranking-task")).to_be_visible()
    expect(page.locator("#guidelines")).to_be_hidden()
    change_project(project=project, by=None, now=timezone.now(), guidelines="Be *fairer*.")
    press(page, "a Enter")
    next_task(page, first)
    expect(page.locator("#guidelines")).to_contain_text("The guidelines have changed")


def test_the_legend_comes_from_the_table_of_keys(page: Page, open_project: Any) -> None:
    project = make.project()
    make.tasks(project, 1)
    open_project(project)
    press(page, "?")
    expect(page.locator("#legend")).to_contain_text("tie it with the last place")
    press(page, "a")
    assert set(tiers(page).values()) == {""}
    press(page, "Escape")
    expect(page.locator("#legend")).to_be_hidden()
