"""One's own progress in the header, and history."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, Route, expect

from accounts.models import User
from labeling.actions.change_project import change_project
from labeling.models import Draft, Submission
from tests import make
from tests.browser.ranking_screen import delivered

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY = "[data-part=own-today]"
SUBMISSIONS = re.compile(r"/submissions/")
PROGRESS = re.compile(r"/progress/\?zone=")


@pytest.fixture
def sit_down(page: Page, live_server: Any, sign_in: Callable[[User], None]) -> Callable[..., Any]:
    def sit_down(tasks: int) -> Any:
        project = make.project("demonstration")
        make.tasks(project, tasks)
        labeler = make.member(project)
        sign_in(labeler)
        page.goto(f"{live_server.url}/label/{project.slug}/")
        expect(page.locator("#answer")).to_be_visible()
        # It comes with the server's figures, a moment after the task.
        expect(page.locator(TODAY)).to_be_visible()
        return project, labeler

    return sit_down


def answer(page: Page, text: str) -> None:
    here = page.locator(".task").get_attribute("data-assignment")
    page.locator("#answer").fill(text)
    page.keyboard.press("Control+Enter")
    expect(page.locator(f".task:not([data-assignment='{here}'])")).to_be_visible()


def test_today_grows_with_a_submit_and_falls_with_its_undo(page: Page, sit_down: Any) -> None:
    sit_down(4)
    expect(page.locator(TODAY)).to_have_text("0 today")
    answer(page, "First")
    expect(page.locator(TODAY)).to_have_text("1 today")
    answer(page, "Second")
    expect(page.locator(TODAY)).to_have_text("2 today")
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    expect(page.locator("#answer")).to_have_value("Second")
    expect(page.locator(TODAY)).to_have_text("1 today")
    answer(page, "Second, better")
    expect(page.locator(TODAY)).to_have_text("2 today")


def test_the_panel_tells_ones_own_figures(page: Page, sit_down: Any) -> None:
    sit_down(3)
    expect(page.locator(TODAY)).to_have_text("0 today")
    answer(page, "First")
    page.locator(TODAY).focus()
    page.keyboard.press("Enter")
    panel = page.locator("#own-progress")
    expect(panel).to_contain_text(re.compile(r"In all\s*1"))
    expect(panel).to_contain_text(re.compile(r"Left for you here\s*2"))
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page.locator(TODAY)).to_be_focused()


def test_figures_from_before_the_last_answer_arrived_are_not_kept(
    page: Page, context: BrowserContext, sit_down: Any
) -> None:
    """The panel asks while an answer is on its way, and hears from the server when it has arrived."""
    sit_down(3)
    expect(page.locator(TODAY)).to_have_text("0 today")
    answers: list[Route] = []
    figures: list[tuple[Route, Any]] = []

    def hold(route: Route) -> None:
        answers.append(route)

    def hold_figures(route: Route) -> None:
        """The first ones, as they are now."""
        if figures:
            route.continue_()
        else:
            figures.append((route, route.fetch()))

    context.route(SUBMISSIONS, hold)
    context.route(PROGRESS, hold_figures)
    answer(page, "First")
    page.locator(TODAY).click()
    for _ in range(200):
        if answers and figures:
            break
        page.wait_for_timeout(50)
    answers[0].continue_()
    delivered(page)
    asked, response = figures[0]
    assert 'data-today="0"' in response.text(), "the server told them before it had the answer"
    asked.fulfill(response=response)
    panel = page.locator("#own-progress")
    expect(panel).to_contain_text(re.compile(r"In all\s*1"))
    expect(page.locator(TODAY)).to_have_text("1 today")


def test_what_was_amended_leads_back_to_history(page: Page, live_server: Any, sit_down: Any) -> None:
    project, labeler = sit_down(1)
    made = make.claimed(project, labeler)
    make.submitted(made, text="First")
    page.goto(f"{live_server.url}/label/{project.slug}/history/")
    page.get_by_role("link", name=re.compile("^Question")).click()
    expect(page.locator("#answer")).to_have_value("First")
    expect(page.locator("#skip")).to_have_count(0)
    page.get_by_role("link", name="Back to history").click()
    expect(page.get_by_role("heading", name="What you submitted")).to_be_visible()


@pytest.mark.parametrize("kind", ["demonstration", "ranking"])
def test_sealed_work_is_read_and_not_changed(
    page: Page, live_server: Any, sign_in: Callable[[User], None], kind: str
) -> None:
    form = {"task": [{"name": "note", "type": "text"}, {"name": "sure", "type": "flag"}]}
    project = make.project(kind, form=form)
    make.tasks(project, 1)
    labeler = make.member(project)
    made = make.claimed(project, labeler)
    answers = {"note": "Both were odd.", "sure": True}
    make.submitted(made, answers=answers, **({"text": "As it was"} if kind == "demonstration" else {}))
    change_project(project=project, by=make.manager(project), now=timezone.now(), state="sealed")
    sign_in(labeler)
    page.goto(f"{live_server.url}/label/{project.slug}/history/")
    page.get_by_role("link", name=re.compile("^Question")).click()
    task = page.locator("[data-assignment]")
    expect(task).to_contain_text("The project is sealed")
    expect(page.locator("#submit")).to_have_count(0)
    note = page.locator('[name="task.note"]')
    expect(note).to_have_value("Both were odd.")
    expect(note).to_have_attribute("readonly", "")
    expect(page.get_by_label("Sure")).to_be_checked()
    expect(page.get_by_label("Sure")).to_be_disabled()
    if kind == "demonstration":
        expect(page.locator("#answer")).to_have_value("As it was")
        page.locator("#answer").press_sequentially("more")
        expect(page.locator("#answer")).to_have_value("As it was")
    else:
        tiers = [card.get_attribute("data-tier") for card in page.locator("article[data-label]").all()]
        for key in ("=", "a", "-", "Backspace", "]", "r", "s"):
            page.keyboard.press(key)
        assert [card.get_attribute("data-tier") for card in page.locator("article[data-label]").all()] == tiers
        expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("Control+Enter")
    page.get_by_role("link", name="Back to history").click()
    expect(page.get_by_role("heading", name="What you submitted")).to_be_visible()
    assert not Draft.objects.exclude(judgment=None).exists()
    assert Submission.objects.count() == 1
