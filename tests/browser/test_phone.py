"""All of the work by taps alone on a phone of 390 pixels."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from labeling.models import Project, Skip, Submission
from tests import make
from tests.browser.ranking_screen import delivered, here, newest, next_task, tiers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FORM = {
    "completion": [
        {"name": "overall", "type": "scale", "min": 1, "max": 7, "required": True},
        {"name": "wrong", "type": "flag"},
    ],
}
Phone = Callable[[Project], Page]


@pytest.fixture
def phone(page: Page, browser: Browser, live_server: Any, sign_in: Any) -> Iterator[Phone]:
    """Open the project's screen on a phone."""
    opened = []

    def phone(project: Project) -> Page:
        sign_in(make.member(project))
        context = browser.new_context(
            storage_state=page.context.storage_state(), viewport={"width": 390, "height": 844}, has_touch=True,
            is_mobile=True,
        )  # fmt: skip
        opened.append(context)
        held = context.new_page()
        held.goto(f"{live_server.url}/label/{project.slug}/")
        expect(held.locator(".task")).to_be_visible()
        return held

    yield phone
    for context in opened:
        context.close()


def tap(page: Page, card: str, button: str) -> None:
    page.locator(f"article[data-label={card}]").get_by_role("button", name=button, exact=True).tap()


def rate(page: Page, **ratings: int) -> None:
    for card, rating in ratings.items():
        page.locator(".step", has=page.locator(f"[name='{card}.overall'][value='{rating}']")).tap()


def test_a_ranking_with_everything_and_its_undo(phone: Phone) -> None:
    project = make.project(ranking={"acceptability": True, "rewrite": "optional"}, form=FORM)
    make.tasks(project, 2, completions=3)
    page = phone(project)
    first = here(page)
    tap(page, "B", "Place next")
    tap(page, "A", "Place next")
    tap(page, "C", "Tie")
    assert tiers(page) == {"A": "2", "B": "1", "C": "2"}
    tap(page, "C", "Move C down")
    assert tiers(page) == {"A": "2", "B": "1", "C": "3"}
    tap(page, "C", "Move C up")
    page.locator(".gap__line[data-at='1']").tap()
    rate(page, A=3, B=6, C=4)
    page.locator(".flag", has=page.locator("[name='C.wrong']")).tap()
    tap(page, "B", "Rewrite")
    page.get_by_role("textbox", name="Rewrite of B").fill("A better answer.")
    page.locator("[data-rewrite-of=B]").get_by_role("button", name="Save and go on").tap()
    next_task(page, first)  # nothing is missing, so it goes on
    said = newest().judgment
    assert (said["tiers"], said["acceptable_tiers"]) == ([["B"], ["C"], ["A"]], 1)
    assert said["ratings"]["C"] == {"overall": 4, "wrong": True}
    assert said["rewrite"] == {"of": "B", "text": "A better answer."}
    page.locator("#undo").tap()
    expect(page.locator("ranking-task")).to_have_attribute("data-assignment", first)
    assert tiers(page) == {"A": "3", "B": "1", "C": "2"}
    rate(page, C=5)
    page.locator("#submit").tap()
    next_task(page, first)
    assert newest(2).judgment["ratings"]["C"]["overall"] == 5


def test_a_pair_and_a_skip(phone: Phone) -> None:
    project = make.project(preset="llama")
    make.tasks(project, 2, completions=2)
    page = phone(project)
    first = here(page)
    page.locator(".pair__choice").first.tap()
    page.locator("#submit").tap()
    next_task(page, first)
    assert newest().judgment["tiers"] == [["A"], ["B"]]
    page.locator("#skip").tap()
    page.locator("[data-reason=wrong_language]").tap()
    expect(page.get_by_text("Nothing left for you right now")).to_be_visible()
    delivered(page)
    assert Skip.objects.get().reason == "wrong_language"


def test_a_demonstration(phone: Phone) -> None:
    project = make.project("demonstration")
    make.tasks(project, 1)
    page = phone(project)
    page.locator("#answer").tap()
    page.keyboard.type("An answer.")
    page.locator("#answer").select_text()
    page.get_by_role("button", name="Bold").tap()
    expect(page.locator("[data-part=preview] strong")).to_have_text("An answer.")
    page.locator("#submit").tap()
    expect(page.get_by_text("Nothing left for you right now")).to_be_visible()
    delivered(page)
    assert Submission.objects.get().judgment["text"] == "**An answer.**"
