"""Checking what labelers said, by keys alone: verdicts, their undo, going back and forth, settling a task."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from labeling.actions.digest_projects import digest_projects
from labeling.models import Assignment, Check, Project, Review, Submission
from tests import make
from tests.browser.ranking_screen import press
from tests.browser.test_axe import assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def project() -> Project:
    """Two labelers judged the same two tasks, the other way round."""
    project = make.project(slug="moon", overlap=2, ranking={"rewrite": "optional"})
    make.tasks(project, 2, completions=3)
    for turned in (False, True):
        labeler = make.member(project)
        for _ in range(2):
            held = make.claimed(project, labeler)
            letters = [["ABC"[held.order.index(index)]] for index in range(3)]
            make.submitted(held, tiers=letters[::-1] if turned else letters, rewrite={"of": "A", "text": "Better."})
    digest_projects(now=timezone.now())
    return project


@pytest.fixture
def reviewing(
    page: Page, live_server: Any, sign_in: Callable[[User], None], project: Project, complaints: list[str]
) -> Iterator[Page]:
    """A reviewer's browser, the first judgment under their eyes."""
    sign_in(make.member(project, "reviewer", name="rev"))
    page.goto(f"{live_server.url}/projects/moon/")
    expect(page.locator("[data-check]")).to_be_visible()
    yield page
    assert complaints == []


def shown(page: Page) -> str:
    return page.locator("[data-check]").get_attribute("data-check") or ""


def another(page: Page, before: str) -> str:
    expect(page.locator(f'[data-check]:not([data-check="{before}"])')).to_be_visible()
    return shown(page)


def again(page: Page, submission: str) -> None:
    expect(page.locator(f'[data-check="{submission}"]')).to_be_visible()


def verdicts() -> list[str]:
    return list(Review.objects.order_by("number").values_list("verdict", flat=True))


def test_a_queue_is_worked_off_by_keys(reviewing: Page) -> None:
    page = reviewing
    first = shown(page)
    press(page, "a")
    second = another(page, first)
    press(page, "u")
    again(page, first)
    press(page, "a")
    another(page, first)
    press(page, "b")
    comment = page.locator("#review-comment")
    expect(comment).to_be_focused()
    page.keyboard.type("Read B again, Sara.")
    assert shown(page) == second
    press(page, "Control+Enter")
    third = another(page, second)
    # The caret did not stay in the words: the next key is a verdict.
    expect(page.locator("#check-title")).to_be_focused()
    press(page, "r")
    expect(comment).to_be_focused()
    expect(comment).to_have_value("")
    press(page, "Escape")
    expect(comment).not_to_be_focused()
    press(page, "r")
    page.keyboard.type("Copied.")
    press(page, "Control+Enter")
    fourth = another(page, third)
    assert verdicts() == ["accepted", "withdrawn", "accepted", "returned", "rejected"]
    assert Review.objects.get(verdict="returned").comment == "Read B again, Sara."
    press(page, "a")
    expect(page.get_by_role("heading", name="Nothing waits for a review")).to_be_visible()
    press(page, "u")
    again(page, fourth)
    assert Check.objects.filter(closed_at=None).count() == 1


# Presses U in the moment in which its button appears: quicker than any hand.
AT_ONCE = """() => new MutationObserver((_, watching) => {
    if (!document.querySelector("[data-key=U]")) return;
    watching.disconnect();
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "u", bubbles: true }));
}).observe(document.body, { childList: true, subtree: true })"""


def test_a_key_counts_from_the_moment_in_which_a_judgment_appears(reviewing: Page) -> None:
    page = reviewing
    first = shown(page)
    navigations: list[str] = []
    page.on("request", lambda sent: navigations.append(sent.url) if sent.is_navigation_request() else None)
    page.evaluate(AT_ONCE)
    press(page, "a")
    expect(page.get_by_text("Your verdict is taken back.")).to_be_visible()
    again(page, first)
    assert verdicts() == ["accepted", "withdrawn"]
    assert navigations == []


def test_the_mouse_gives_a_verdict_with_its_reason_at_the_first_click(reviewing: Page) -> None:
    """Pressing the button takes the focus from the comment: what goes with it must not move the button away."""
    page = reviewing
    first = shown(page)
    page.locator("#review-comment").click()
    page.keyboard.type("Copied.")
    page.locator("button[name=verdict][value=rejected]").click()
    another(page, first)
    assert verdicts() == ["rejected"]


def test_next_and_previous_decide_nothing(reviewing: Page) -> None:
    page = reviewing
    first = shown(page)
    press(page, "n")
    second = another(page, first)
    press(page, "ArrowRight")
    third = another(page, second)
    navigations: list[str] = []
    page.on("request", lambda sent: navigations.append(sent.url) if sent.is_navigation_request() else None)
    press(page, "p")
    again(page, second)
    press(page, "ArrowLeft")
    again(page, first)
    # A new page would lose the keys that are pressed before its scripts have run.
    assert navigations == []
    page.reload()
    again(page, first)
    assert third not in (first, second)
    assert not Review.objects.exists()


def test_settling_a_task_and_back_to_the_queue(reviewing: Page, project: Project) -> None:
    page = reviewing
    first = Submission.objects.get(pk=shown(page))
    press(page, "s")
    expect(page.locator("ranking-task")).to_be_visible()
    expect(page.locator("#skip")).to_have_count(0)
    # Nothing of what was said before stands on it.
    assert page.locator('article[data-tier=""]').count() == 3
    press(page, "a b c Enter")
    expect(page).to_have_url(re.compile(r"/projects/moon/review/\d+/"))
    expect(page.locator("[data-check]")).to_be_visible()
    settled = Assignment.objects.get(purpose="review", state="submitted")
    assert settled.task_id == first.assignment.task_id
    assert Check.objects.filter(closed_at=None).values("task").distinct().count() == 1
    # No task was claimed on the way.
    assert not Assignment.objects.filter(labeler=settled.labeler, purpose="work").exists()


def test_axe_finds_nothing_full_and_empty(reviewing: Page, live_server: Any, unguarded: Callable[..., Page]) -> None:
    page = unguarded()
    page.goto(f"{live_server.url}/projects/moon/review/")
    expect(page.locator("[data-check]")).to_be_visible()
    page.get_by_text("As a table").click()
    press(page, "b")
    assert_accessible(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(f"{live_server.url}/projects/moon/review/?reason=random")
    expect(page.get_by_role("heading", name="Nothing of this kind waits")).to_be_visible()
    assert_accessible(page)
