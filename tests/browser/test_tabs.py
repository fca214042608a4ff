"""Two tabs of one labeler, and a tab in which somebody else signs in."""

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from labeling.models import Assignment, Submission
from tests import make
from tests.browser.ranking_screen import delivered, here, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def other(page: Page, context: BrowserContext, open_project: Any) -> Page:
    """A second tab on the same task as the first."""
    project = make.project()
    make.tasks(project, 8, completions=2)
    open_project(project)
    other = context.new_page()
    other.goto(page.url)
    expect(other.locator("ranking-task")).to_have_attribute("data-assignment", here(page))
    return other


def test_a_tab_without_own_steps_moves_on(page: Page, other: Page) -> None:
    first = here(page)
    press(page, "a Enter")
    expect(page.locator("ranking-task")).not_to_have_attribute("data-assignment", first)
    expect(other.locator("ranking-task")).not_to_have_attribute("data-assignment", first)
    delivered(page)
    assert Submission.objects.count() == 1


def test_a_tab_with_own_steps_is_told_and_amends(page: Page, other: Page) -> None:
    first = here(page)
    press(other, "b")
    expect(other.locator("#sync-status")).to_have_text("Saved")
    press(page, "a Enter")
    expect(other.locator("#sync-status")).to_contain_text("You submitted this task in another window")
    assert here(other) == first
    expect(other.locator("#submit")).to_contain_text("Amend")
    delivered(page)
    press(other, "Enter")
    expect(other.locator("ranking-task")).not_to_have_attribute("data-assignment", first)
    delivered(other)
    said = Submission.objects.order_by("revision").values_list("assignment", "revision", "judgment__tiers")
    assert list(said) == [(int(first), 1, [["A"], ["B"]]), (int(first), 2, [["B"], ["A"]])]


def test_when_somebody_else_signs_in_every_tab_shows_it_and_goes_on_afterwards(
    page: Page, other: Page, sign_in: Any, complaints: list[str]
) -> None:
    labeler = Assignment.objects.latest("pk").labeler
    press(page, "b")
    expect(page.locator("#sync-status")).to_have_text("Saved")
    sign_in(make.user())
    other.goto(re.sub(r"/label/.*", "/account/", page.url))
    expect(page.get_by_role("heading", name="Somebody else is signed in")).to_be_visible()
    expect(page.locator("ranking-task")).to_have_count(0)
    press(page, "u")
    expect(page.get_by_role("heading", name="Somebody else is signed in")).to_be_visible()
    sign_in(labeler)
    other.reload()
    expect(page.locator("article[data-label=B]")).to_have_attribute("data-tier", "1")
    press(page, "Enter")
    delivered(page)
    assert Submission.objects.get().judgment["tiers"] == [["B"], ["A"]]
    complaints.clear()
