"""Nothing that a labeler does is lost: drafts, the outbox, other tabs, an expired sign-in."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from accounts.models import User
from labeling.models import Draft, Project, Submission
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EMPTY = "Nothing left for you right now"
SUBMISSIONS = re.compile(r"/submissions/")


@pytest.fixture
def enter(page: Page, live_server: Any, sign_in: Callable[[User], None]) -> Callable[..., User]:
    def enter(project: Project) -> User:
        labeler = make.member(project)
        sign_in(labeler)
        page.goto(f"{live_server.url}/label/{project.slug}/")
        expect(page.locator(".task")).to_be_visible()
        return labeler

    return enter


def test_writing_an_answer(page: Page, enter: Any) -> None:
    form = {"task": [{"name": "sure", "type": "scale", "min": 1, "max": 5, "required": True}]}
    project = make.project("demonstration", form=form)
    make.tasks(project, 1)
    enter(project)
    page.locator("#answer").fill("# Yes\n\nBecause of **this** and $x^2$.")
    expect(page.locator(".writing")).to_contain_text("Words: 7")
    expect(page.locator("[data-part=preview] strong")).to_have_text("this")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#missing")).to_contain_text("Sure")
    page.keyboard.press("Escape")
    page.keyboard.press("4")
    page.keyboard.press("Enter")
    expect(page.get_by_text(EMPTY)).to_be_visible()
    said = Submission.objects.get().judgment
    assert said == {"text": "# Yes\n\nBecause of **this** and $x^2$.", "answers": {"sure": 4}}


def test_a_draft_survives_a_reload_and_is_on_the_server(page: Page, enter: Any) -> None:
    project = make.project("demonstration")
    make.tasks(project, 1)
    enter(project)
    page.locator("#answer").fill("Half of an answ")
    expect(page.locator("#sync-status")).to_have_text("Saved")
    assert Draft.objects.get().judgment["text"] == "Half of an answ"
    page.reload()
    expect(page.locator("#answer")).to_have_value("Half of an answ")


def test_what_never_reached_the_server_comes_back_from_the_browser(
    page: Page, context: BrowserContext, enter: Any
) -> None:
    project = make.project(ranking={"acceptability": True})
    make.tasks(project, 1)
    enter(project)
    context.route(re.compile(r"/draft/$"), lambda route: route.abort())
    page.keyboard.press("c")
    page.keyboard.press("a")
    expect(page.locator("#sync-status")).to_contain_text("kept in this browser")
    assert not Draft.objects.exists()
    # As after a crash: the first tab has no chance to send anything.
    again = context.new_page()
    again.goto(page.url)
    expect(again.locator("article[data-label=A]")).to_have_attribute("data-tier", "2")
    expect(again.locator(".order__tiers .tier")).to_have_count(2)
    context.unroute_all()
    expect(again.locator("#sync-status")).to_have_text("Saved", timeout=15_000)
    assert Draft.objects.get().judgment["tiers"] == [["C"], ["A"]]


def test_a_submission_made_offline_arrives_once(page: Page, context: BrowserContext, enter: Any) -> None:
    project = make.project()
    make.tasks(project, 1, completions=2)
    enter(project)
    context.set_offline(True)
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    expect(page.locator("#sync-status")).to_contain_text("1 unsent")
    expect(page.get_by_role("heading", name="The server cannot be reached")).to_be_visible()
    assert not Submission.objects.exists()
    context.set_offline(False)
    expect(page.get_by_text(EMPTY)).to_be_visible(timeout=15_000)
    expect(page.locator("#sync-status")).not_to_contain_text("unsent", timeout=15_000)
    assert Submission.objects.get().judgment["tiers"] == [["B"], ["A"]]


def test_an_answer_that_got_lost_is_asked_for_again_and_counts_once(
    page: Page, context: BrowserContext, enter: Any
) -> None:
    project = make.project()
    make.tasks(project, 1, completions=2)
    enter(project)
    lost: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        if lost:
            return route.continue_()
        route.fetch()
        lost.append(route.request.url)
        return route.abort()

    context.route(SUBMISSIONS, lose_the_first_answer)
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(page.get_by_text(EMPTY)).to_be_visible(timeout=15_000)
    expect(page.locator("#sync-status")).not_to_contain_text("unsent")
    assert len(lost) == 1
    assert Submission.objects.count() == 1


def test_an_unsent_submission_survives_a_reload(page: Page, context: BrowserContext, enter: Any) -> None:
    project = make.project()
    make.tasks(project, 1, completions=2)
    enter(project)
    context.route(SUBMISSIONS, lambda route: route.abort())
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(page.locator("#sync-status")).to_contain_text("1 unsent")
    context.unroute_all()
    page.reload()
    expect(page.get_by_text(EMPTY)).to_be_visible(timeout=15_000)
    expect(page.locator("#sync-status")).not_to_contain_text("unsent", timeout=15_000)
    assert Submission.objects.count() == 1


def test_an_older_tab_gets_the_newer_draft(page: Page, context: BrowserContext, enter: Any) -> None:
    project = make.project()
    make.tasks(project, 1)
    enter(project)
    other = context.new_page()
    other.goto(page.url)
    expect(other.locator("ranking-task")).to_be_visible()
    other.keyboard.press("d")
    expect(other.locator("#sync-status")).to_have_text("Saved")
    page.keyboard.press("a")
    expect(page.locator("#sync-status")).to_contain_text("A newer draft from another window")
    expect(page.locator("article[data-label=D]")).to_have_attribute("data-tier", "1")
    page.keyboard.press("Backspace")
    expect(page.locator("article[data-label=A]")).to_have_attribute("data-tier", "1")
    expect(page.locator("#sync-status")).to_have_text("Saved")
    assert Draft.objects.get().judgment["tiers"] == [["A"]]


def test_an_expired_sign_in_keeps_the_work(page: Page, context: BrowserContext, enter: Any, sign_in: Any) -> None:
    project = make.project()
    make.tasks(project, 1, completions=2)
    labeler = enter(project)
    context.clear_cookies()
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    sign_in(labeler)
    expect(page.get_by_text(EMPTY)).to_be_visible(timeout=20_000)
    assert Submission.objects.count() == 1


def test_a_refused_submission_is_explained_and_stays(page: Page, context: BrowserContext, enter: Any) -> None:
    project = make.project()
    make.tasks(project, 1, completions=2)
    enter(project)
    page.keyboard.press("a")
    answer = {"error": "invalid", "detail": "Not like this.", "fields": {}}
    context.route(SUBMISSIONS, lambda route: route.fulfill(status=400, json=answer))
    page.keyboard.press("Enter")
    expect(page.locator("#sync-status")).to_contain_text("Not like this.")
    context.unroute_all()
    page.keyboard.press("Enter")
    expect(page.get_by_text(EMPTY)).to_be_visible()
    assert Submission.objects.count() == 1
