"""Asking beside a task, the answers that come back, and the guidelines that grow by them."""

import re
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from labeling.actions.answer_question import answer_question
from labeling.actions.change_project import change_project
from labeling.models import Membership, Project, Question, Skip
from tests import make
from tests.browser.ranking_screen import here, press, tiers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SEEN = re.compile(r"/guidelines/$")


def project_with(count: int = 2, **settings: Any) -> Project:
    project = make.project(**settings)
    make.tasks(project, count, completions=2)
    return project


def next_task(page: Page, before: str) -> None:
    expect(page.locator("ranking-task")).not_to_have_attribute("data-assignment", before)


def answered(question: Question, answer: str, *, faq: bool = False) -> None:
    by = make.manager(question.project)
    answer_question(question=question, answer=answer, by=by, role="manager", now=timezone.now(), faq=faq)


def test_a_question_by_key_leaves_the_task_and_its_answer_comes_back(page: Page, open_project: Any) -> None:
    open_project(project_with())
    first = here(page)
    press(page, "b q")
    field = page.get_by_role("textbox", name="Ask about this task")
    expect(field).to_be_focused()
    page.keyboard.type("Is a joke fine?")
    press(page, "Control+Enter")
    expect(page.locator("#ask-dialog")).to_be_hidden()
    expect(page.locator('[data-slot="announcer"]')).to_contain_text("you keep the task")
    assert here(page) == first
    assert tiers(page)["B"] == "1"
    expect(page.locator("#sync-status")).to_have_text("Saved")
    question = Question.objects.get()
    assert (question.text, str(question.assignment_id)) == ("Is a joke fine?", first)
    answered(question, "Yes, *if* it helps.")
    page.reload()
    expect(page.locator("ranking-task")).to_be_visible()
    badge = page.get_by_role("button", name="1 answer")
    badge.click()
    panel = page.get_by_role("dialog", name="Your questions")
    expect(panel).to_contain_text("Yes, if it helps.")
    expect(panel.get_by_role("link")).to_have_attribute("href", re.compile(rf"assignment={first}$"))
    press(page, "Escape")
    expect(badge).to_be_hidden()
    question.refresh_from_db()
    assert question.read_at is not None


def test_escape_keeps_what_was_typed(page: Page, open_project: Any) -> None:
    open_project(project_with())
    press(page, "q")
    page.keyboard.type("Half a ques")
    press(page, "Escape")
    expect(page.locator("#ask-dialog")).to_be_hidden()
    page.reload()
    expect(page.locator("ranking-task")).to_be_visible()
    press(page, "q")
    expect(page.locator("#question")).to_have_value("Half a ques")
    assert not Question.objects.exists()


def test_a_question_asked_offline_arrives_once(
    page: Page, context: BrowserContext, open_project: Any, complaints: list[str]
) -> None:
    open_project(project_with())
    first = here(page)
    context.set_offline(True)
    page.get_by_role("button", name="Ask", exact=False).first.click()
    page.locator("#question").fill("Are you there?")
    page.locator("#ask-dialog").get_by_role("button", name="Ask").click()
    expect(page.locator("#sync-status")).to_contain_text("1 unsent")
    assert here(page) == first
    context.set_offline(False)
    expect(page.locator("#sync-status")).not_to_contain_text("unsent", timeout=15_000)
    assert Question.objects.get().text == "Are you there?"
    press(page, "a Enter")
    next_task(page, first)
    # The browser itself notes what it could not load.
    assert all("ERR_INTERNET_DISCONNECTED" in complaint for complaint in complaints)
    complaints.clear()


def test_guidelines_open_once_per_version_whatever_the_browser(
    page: Page, open_project: Any, browser: Browser, context: BrowserContext
) -> None:
    project = project_with(3, guidelines="Be **fair**.")
    labeler = open_project(project)
    panel = page.locator("#guidelines")
    expect(panel).to_be_visible()
    expect(panel.get_by_text("The guidelines have changed")).to_be_hidden()
    with page.expect_response(SEEN):
        press(page, "m")
    expect(panel).to_be_hidden()
    elsewhere = browser.new_context(storage_state=context.storage_state())
    other = elsewhere.new_page()
    other.goto(page.url)
    expect(other.locator("ranking-task")).to_be_visible()
    expect(other.locator("#guidelines")).to_be_hidden()
    elsewhere.close()
    first = make.claimed(project, labeler)
    make.claimed(project, labeler, besides=(first.pk,))
    answered(make.question(first), "Yes.", faq=True)
    # The two in hand keep their version; the third task has the new one.
    for _ in range(2):
        before = here(page)
        expect(panel).to_be_hidden()
        press(page, "a Enter")
        next_task(page, before)
    expect(panel.get_by_text("The guidelines have changed")).to_be_visible()
    expect(panel.locator("ins")).to_contain_text("Questions and answers")
    with page.expect_response(SEEN):
        press(page, "a Enter")
    expect(page.get_by_text("Nothing left for you right now")).to_be_visible()
    assert Membership.objects.get(user=labeler).guidelines_seen == 2


def test_a_new_form_with_the_same_guidelines_shows_nothing_again(page: Page, open_project: Any) -> None:
    project = project_with(1, guidelines="Be **fair**.")
    change_project(project=project, by=None, now=timezone.now(), ranking={"ties": False})
    Membership.objects.filter(project=project).update(guidelines_seen=1)
    open_project(project)
    with page.expect_response(SEEN):
        press(page, "m")
    page.reload()
    expect(page.locator("ranking-task")).to_be_visible()
    expect(page.locator("#guidelines")).to_be_hidden()


def test_the_focus_goes_into_the_guidelines_and_back(page: Page, open_project: Any) -> None:
    project = project_with(1, guidelines="# How\n\nBe fair.")
    open_project(project)
    press(page, "m")
    expect(page.locator("#guidelines")).to_be_hidden()
    button = page.locator('.desk-header [data-do="guidelines"]')
    button.focus()
    press(page, "Enter")
    expect(page.locator("#guidelines")).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "true")
    press(page, "Escape")
    expect(page.locator("#guidelines")).to_be_hidden()
    expect(button).to_be_focused()


def test_the_guidelines_never_cover_the_task(page: Page, open_project: Any) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    project = project_with(1, guidelines="Be fair.\n\n" * 200)
    open_project(project)
    panel, cards = page.locator("#guidelines"), page.locator("article[data-label]")
    side = panel.bounding_box()
    assert side is not None
    for card in cards.all():
        box = card.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= side["x"]
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("article[data-label=B] [data-do=place]").first.click()
    expect(page.locator("article[data-label=B]")).to_have_attribute("data-tier", "1")
    panel.get_by_role("button", name="Close").click()
    expect(panel).to_be_hidden()


@pytest.mark.parametrize("way", ["keys", "mouse"])
def test_a_skip_takes_two_keys_or_two_clicks_and_a_note_if_one_likes(page: Page, open_project: Any, way: str) -> None:
    open_project(project_with())
    before = here(page)
    if way == "keys":
        press(page, "s 6")
    else:
        page.locator("#skip").click()
        expect(page.get_by_role("dialog", name="Skip: why?")).to_be_visible()
        page.locator("#skip-note").fill("Cut off in the middle.")
        page.get_by_role("button", name="Broken").click()
    next_task(page, before)
    expect(page.locator("#sync-status")).not_to_contain_text("unsent")
    expect(page.locator("#skip-dialog")).to_be_hidden()
    page.reload()
    expect(page.locator("ranking-task")).to_be_visible()
    skip = Skip.objects.get()
    assert (skip.reason, skip.note) == ("broken", "" if way == "keys" else "Cut off in the middle.")


def test_after_a_closed_dialog_the_next_key_is_for_the_task(page: Page, open_project: Any) -> None:
    open_project(project_with())
    page.evaluate("document.activeElement.blur()")
    for opens in ("q", "s"):
        press(page, f"{opens} Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)
        expect(page.locator("[data-part=prompt]")).to_be_focused()
    press(page, "b")
    assert tiers(page)["B"] == "1"


def test_on_a_phone_asking_and_skipping_are_done_by_touch(
    browser: Browser, context: BrowserContext, open_project: Any, page: Page
) -> None:
    open_project(project_with())
    phone = browser.new_context(
        storage_state=context.storage_state(), viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    touched = phone.new_page()
    touched.goto(page.url)
    expect(touched.locator("ranking-task")).to_be_visible()
    before = here(touched)
    touched.locator("#more-menu summary").tap()
    touched.locator(".desk-header [data-do=ask]").tap()
    touched.locator("#question").fill("By touch?")
    for button in touched.locator("#ask-dialog button").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    touched.locator("#ask-dialog [data-part=send]").tap()
    expect(touched.locator('[data-slot="announcer"]')).to_contain_text("you keep the task")
    touched.locator("#skip").tap()
    touched.get_by_role("button", name="Broken").tap()
    next_task(touched, before)
    expect(touched.locator("labeling-screen")).to_have_attribute("data-unsent", "0")
    touched.close()
    phone.close()
    assert Question.objects.get().text == "By touch?"
    assert Skip.objects.get().reason == "broken"
