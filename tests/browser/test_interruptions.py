"""A lease that ends, a refusal that comes late, a network that goes away, a sign-in that expires: all in mid-work."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from labeling.actions.expire_leases import expire_leases
from labeling.models import Assignment, Question, Submission
from tests import make
from tests.browser.ranking_screen import delivered, here, press
from tests.browser.test_never_waiting import ENOUGH, SUBMISSIONS, wait_for_look_ahead

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = 20_000


@pytest.mark.parametrize("is_taken", [False, True])
def test_after_an_expired_lease_the_text_is_there_and_accepted(
    page: Page, live_server: Any, sign_in: Any, is_taken: bool
) -> None:
    project = make.project("demonstration")
    make.tasks(project, 1)
    labeler = make.member(project)
    sign_in(labeler)
    page.goto(f"{live_server.url}/label/{project.slug}/")
    page.locator("#answer").fill("Long thought about.")
    expect(page.locator("#sync-status")).to_have_text("Saved")
    Assignment.objects.update(leased_until=timezone.now() - timedelta(hours=1))
    assert expire_leases() == 1
    if is_taken:
        make.submitted(make.claimed(project, make.member(project)))
    else:
        page.reload()
    expect(page.locator("#answer")).to_have_value("Long thought about.")
    page.locator("#answer").fill("Long thought about, and well.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Nothing left for you right now")).to_be_visible()
    delivered(page)
    submission = Submission.objects.get(assignment__labeler=labeler)
    assert submission.judgment["text"] == "Long thought about, and well."
    assert submission.is_surplus == is_taken


@pytest.mark.parametrize("status", [400, 409])
def test_a_refusal_that_comes_after_one_went_on_leads_back_and_both_works_are_kept(
    page: Page, context: BrowserContext, open_project: Any, complaints: list[str], status: int
) -> None:
    project = make.project()
    make.tasks(project, ENOUGH, completions=3)
    open_project(project)
    first = here(page)
    wait_for_look_ahead(page)
    refusal = {"error": "refused", "detail": "Not like this.", "fields": {}}
    context.route(SUBMISSIONS, lambda route: route.fulfill(status=status, json=refusal), times=1)
    press(page, "b a c Enter")
    expect(page.get_by_role("alert")).to_contain_text("Not like this.")
    second = here(page)
    assert second != first
    press(page, "c")
    page.get_by_role("button", name="Back to that task").click()
    expect(page.locator("ranking-task")).to_have_attribute("data-assignment", first)
    expect(page.locator("#sync-status")).to_contain_text("Not like this.")
    expect(page.locator("article[data-label=B]")).to_have_attribute("data-tier", "1")
    press(page, "Enter")
    expect(page.locator("ranking-task")).to_have_attribute("data-assignment", second)
    expect(page.locator("article[data-label=C]")).to_have_attribute("data-tier", "1")
    expect(page.locator(".refusals")).to_be_hidden()
    press(page, "a b Enter")
    expect(page.locator("ranking-task")).not_to_have_attribute("data-assignment", second)
    delivered(page)
    said = Submission.objects.order_by("number").values_list("assignment", "judgment__tiers")
    assert list(said) == [(int(first), [["B"], ["A"], ["C"]]), (int(second), [["C"], ["A"], ["B"]])]
    complaints.clear()


def test_offline_over_two_tasks_and_a_question_all_arrive_once_and_in_order(
    page: Page, context: BrowserContext, open_project: Any, complaints: list[str]
) -> None:
    project = make.project()
    make.tasks(project, ENOUGH, completions=2)
    open_project(project)
    first = here(page)
    wait_for_look_ahead(page)
    context.set_offline(True)
    press(page, "q")
    page.keyboard.type("Is a joke fine?")
    press(page, "Control+Enter")
    expect(page.locator("#ask-dialog")).to_be_hidden()
    press(page, "a Enter")
    expect(page.locator("ranking-task")).not_to_have_attribute("data-assignment", first)
    second = here(page)
    press(page, "b Enter")
    expect(page.get_by_role("heading", name="The server cannot be reached")).to_be_visible()
    expect(page.locator("#sync-status")).to_contain_text("3 unsent")
    arrived: list[str] = []
    page.on("requestfinished", lambda request: arrived.append(request.url) if request.method == "PUT" else None)
    context.set_offline(False)
    expect(page.locator("ranking-task")).to_be_visible(timeout=LONG)
    delivered(page)
    letters = [url for url in arrived if "/questions/" in url or "/submissions/" in url]
    assert [re.sub(r".*/assignments/(\d+)/(\w+)/.*", r"\1 \2", url) for url in letters] == [
        f"{first} questions",
        f"{first} submissions",
        f"{second} submissions",
    ]
    assert Question.objects.get().text == "Is a joke fine?"
    said = Submission.objects.order_by("number").values_list("assignment", "revision", "judgment__tiers")
    assert list(said) == [(int(first), 1, [["A"], ["B"]]), (int(second), 1, [["B"], ["A"]])]
    assert here(page) not in (first, second)
    complaints.clear()


def test_an_expired_sign_in_in_mid_work_holds_nothing_up(
    page: Page, context: BrowserContext, open_project: Any, live_server: Any, complaints: list[str]
) -> None:
    project = make.project()
    make.tasks(project, ENOUGH, completions=2)
    labeler = open_project(project)
    first = here(page)
    wait_for_look_ahead(page)
    labeler.set_password("a long password of theirs")
    labeler.save()
    Session.objects.all().delete()
    press(page, "a Enter")
    expect(page.locator("#sync-status")).to_contain_text("1 unsent: you are signed out")
    second = here(page)
    assert second != first
    press(page, "b Enter")
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    expect(page.locator("#sync-status")).to_contain_text("2 unsent: you are signed out")
    assert not Submission.objects.exists()
    other = context.new_page()
    other.goto(f"{live_server.url}/sign-in/")
    other.get_by_label("Username").fill(labeler.username)
    other.get_by_label("Password").fill("a long password of theirs")
    other.get_by_role("button", name="Sign in").click()
    expect(other.get_by_role("heading", name="My projects")).to_be_visible()
    page.bring_to_front()
    expect(page.locator("ranking-task")).to_be_visible(timeout=LONG)
    delivered(page)
    said = Submission.objects.order_by("number").values_list("assignment", "revision")
    assert list(said) == [(int(first), 1), (int(second), 1)]
    complaints.clear()
