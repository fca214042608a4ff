"""The next task is there at once, the last one can be taken back, nothing goes out under another name."""

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from labeling.models import Submission
from tests import make
from tests.browser.ranking_screen import delivered, here, press
from tests.browser.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SUBMISSIONS = re.compile(r"/submissions/")
ENOUGH = 8


def wait_for_look_ahead(page: Page) -> None:
    until(page, "() => document.querySelector('labeling-screen').shift.supply.ids.length === 1")


def test_the_next_task_is_painted_while_the_server_is_held_back(
    page: Page, context: BrowserContext, open_project: Any
) -> None:
    project = make.project()
    make.tasks(project, ENOUGH, completions=2)
    open_project(project)
    first = here(page)
    wait_for_look_ahead(page)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    context.route(SUBMISSIONS, hold)
    with page.expect_request(SUBMISSIONS):
        press(page, "a Enter")
    expect(page.locator("ranking-task")).not_to_have_attribute("data-assignment", first)
    assert not Submission.objects.exists()
    for route in held:
        route.continue_()
    delivered(page)
    assert Submission.objects.count() == 1


def test_an_unsent_submission_is_taken_back_and_what_was_begun_meanwhile_comes_again(
    page: Page, context: BrowserContext, open_project: Any, complaints: list[str]
) -> None:
    project = make.project()
    make.tasks(project, ENOUGH, completions=3)
    open_project(project)
    first = here(page)
    wait_for_look_ahead(page)
    context.route(SUBMISSIONS, lambda route: route.abort())
    press(page, "b a c Enter")
    expect(page.locator("#sync-status")).to_contain_text("1 unsent")
    second = here(page)
    press(page, "c u")
    assert here(page) == first
    expect(page.locator("article[data-label=B]")).to_have_attribute("data-tier", "1")
    expect(page.locator("labeling-screen")).to_have_attribute("data-unsent", "0")
    context.unroute_all()
    press(page, "Enter")
    expect(page.locator("ranking-task")).to_have_attribute("data-assignment", second)
    expect(page.locator("article[data-label=C]")).to_have_attribute("data-tier", "1")
    delivered(page)
    assert Submission.objects.get().revision == 1
    complaints.clear()


def test_nothing_is_sent_as_somebody_else(
    page: Page, context: BrowserContext, open_project: Any, sign_in: Any, complaints: list[str]
) -> None:
    project = make.project()
    make.tasks(project, ENOUGH, completions=2)
    labeler = open_project(project)
    wait_for_look_ahead(page)
    other = make.member(project)
    sign_in(other)
    press(page, "a Enter")
    expect(page.locator("#sync-status")).to_contain_text("somebody else is signed in")
    assert not Submission.objects.exists()
    sign_in(labeler)
    page.evaluate("() => dispatchEvent(new Event('online'))")
    delivered(page)
    assert Submission.objects.get().assignment.labeler == labeler
    complaints.clear()


def test_signing_out_with_unsent_work_asks_first(
    page: Page, context: BrowserContext, open_project: Any, complaints: list[str]
) -> None:
    project = make.project()
    make.tasks(project, ENOUGH, completions=2)
    open_project(project)
    context.route(SUBMISSIONS, lambda route: route.abort())
    press(page, "a Enter")
    expect(page.locator("#sync-status")).to_contain_text("1 unsent")
    page.locator(".desk-header summary").filter(has_text="Account").click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    dialog = page.locator("#sign-out-dialog")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("alert")).to_have_count(0)
    dialog.get_by_role("button", name="Send now and sign out").click()
    expect(dialog.get_by_role("alert")).to_have_text("It could not be sent: the server cannot be reached.")
    context.unroute_all()
    dialog.get_by_role("button", name="Send now and sign out").click()
    page.wait_for_url(re.compile("/sign-in/"))
    assert Submission.objects.count() == 1
    complaints.clear()


def test_a_sent_submission_is_amended_and_what_was_begun_meanwhile_comes_again(page: Page, open_project: Any) -> None:
    project = make.project()
    make.tasks(project, ENOUGH, completions=3)
    open_project(project)
    first = here(page)
    press(page, "b a c Enter")
    delivered(page)
    second = here(page)
    press(page, "c a u")
    expect(page.locator("ranking-task")).to_have_attribute("data-assignment", first)
    expect(page.locator("#submit")).to_contain_text("Amend")
    # Unsaved a moment ago, and more is said at once when it comes again.
    press(page, "b ] Enter")
    expect(page.locator("ranking-task")).to_have_attribute("data-assignment", second)
    expect(page.locator("#submit")).to_contain_text("Submit")
    press(page, "b Enter")
    expect(page.locator("ranking-task")).not_to_have_attribute("data-assignment", second)
    delivered(page)
    said = Submission.objects.order_by("number").values_list("assignment", "revision", "judgment__tiers")
    assert list(said) == [
        (int(first), 1, [["B"], ["A"], ["C"]]),
        (int(first), 2, [["A"], ["B"], ["C"]]),
        (int(second), 1, [["C"], ["A"], ["B"]]),
    ]


def test_a_text_that_was_begun_comes_back_after_an_undo(page: Page, live_server: Any, sign_in: Any) -> None:
    project = make.project("demonstration")
    make.tasks(project, ENOUGH)
    sign_in(make.member(project))
    page.goto(f"{live_server.url}/label/{project.slug}/")
    page.locator("#answer").fill("The first.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#answer")).to_have_value("")
    delivered(page)
    page.locator("#answer").fill("Half of the sec")
    page.evaluate("() => document.querySelector('labeling-screen').shift.undoSubmit()")
    expect(page.locator("#answer")).to_have_value("The first.")
    page.locator("#answer").fill("The first, better.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#answer")).to_have_value("Half of the sec")
    delivered(page)
    texts = Submission.objects.order_by("number").values_list("revision", "judgment__text")
    assert list(texts) == [(1, "The first."), (2, "The first, better.")]
