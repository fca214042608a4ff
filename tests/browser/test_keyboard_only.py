"""Everything by Tab, Enter, Space and arrows alone: single keys switched off, the page enlarged."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from labeling.models import Project, Skip
from tests import make
from tests.browser.ranking_screen import here, newest, next_task, tiers
from tests.browser.stops import assert_fine, stop, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# A window of 1280x800 as it is, at 200 %; and 1280x1024 at 400 %.
ROOMS = [(1280, 800), (640, 400), (320, 256)]
FORM = {
    "completion": [
        {"name": "overall", "type": "scale", "min": 1, "max": 7, "required": True},
        {"name": "wrong", "type": "flag"},
    ],
    "task": [{"name": "why", "type": "text", "label": "Why?"}],
}

Start = Callable[[Project, tuple[int, int]], User]


@pytest.fixture
def start(page: Page, live_server: Any, sign_in: Callable[[User], None]) -> Start:
    """Open the screen in this much room, for somebody who has switched single keys off."""

    def start(project: Project, room: tuple[int, int]) -> User:
        labeler = make.member(project)
        User.objects.filter(pk=labeler.pk).update(preferences={"keys_off": True})
        page.set_viewport_size({"width": room[0], "height": room[1]})
        sign_in(labeler)
        page.goto(f"{live_server.url}/label/{project.slug}/")
        expect(page.locator(".task")).to_be_visible()
        return labeler

    return start


def rate(page: Page, label: str, steps: int) -> None:
    """Tab to the scale of a card, choose its first step, and go on from there by arrows."""
    tab_to(page, page.locator(f"[name='{label}.overall']").first)
    page.keyboard.press("Space")
    for _ in range(steps - 1):
        page.keyboard.press("ArrowRight")
    expect(page.locator(f"[name='{label}.overall']:checked")).to_have_value(str(steps))


def rank(page: Page) -> None:
    """B before A and C, the line below B; every card rated, A marked as wrong."""
    card = {label: page.locator(f"article[data-label={label}]") for label in "ABC"}
    rate(page, "A", 3)
    tab_to(page, page.locator("[name='A.wrong']"))
    page.keyboard.press("Space")
    tab_to(page, card["B"].get_by_role("button", name="Place next"))
    page.keyboard.press("Enter")
    expect(card["B"]).to_be_focused()
    rate(page, "B", 6)
    tab_to(page, card["C"].get_by_role("button", name="Place next"))
    page.keyboard.press("Space")
    rate(page, "C", 2)
    tab_to(page, card["A"].get_by_role("button", name="Tie", exact=True), "Shift+Tab")
    page.keyboard.press("Enter")
    assert tiers(page) == {"A": "2", "B": "1", "C": "2"}
    tab_to(page, page.get_by_role("textbox", name="Why?"))
    page.keyboard.type("It is short.")
    tab_to(page, page.locator(".gap__line[data-at='1']"))
    page.keyboard.press("Space")
    expect(page.locator(".gap__line[data-at='1']")).to_be_focused()


@pytest.mark.parametrize("room", ROOMS)
def test_a_whole_ranking_and_a_skip(page: Page, start: Start, room: tuple[int, int]) -> None:
    project = make.project(ranking={"acceptability": True}, form=FORM, guidelines="# Be fair")
    make.tasks(project, 2, completions=3)
    start(project, room)
    first = here(page)
    rank(page)
    tab_to(page, page.locator("#submit"))
    page.keyboard.press("Enter")
    next_task(page, first)
    judgment = newest().judgment
    assert (judgment["tiers"], judgment["acceptable_tiers"]) == ([["B"], ["A", "C"]], 1)
    assert judgment["ratings"] == {
        "A": {"overall": 3, "wrong": True},
        "B": {"overall": 6, "wrong": False},
        "C": {"overall": 2, "wrong": False},
    }
    assert judgment["answers"] == {"why": "It is short."}
    tab_to(page, page.locator("#skip"), "Shift+Tab")
    page.keyboard.press("Enter")
    tab_to(page, page.locator("[data-reason=wrong_language]"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing left for you right now")).to_be_visible()
    expect(page.locator("labeling-screen")).to_have_attribute("data-unsent", "0")
    assert Skip.objects.get().reason == "wrong_language"


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("kind", ["ranking", "demonstration"])
def test_every_stop_there_and_back(page: Page, start: Start, kind: str, room: tuple[int, int]) -> None:
    form = FORM if kind == "ranking" else {"task": FORM["task"]}
    ranking = {"acceptability": True, "rewrite": "optional"} if kind == "ranking" else {}
    project = make.project(kind, ranking=ranking, form=form, guidelines="# Be fair")
    make.tasks(project, 1, prompt="A long question.\n\n" * 20)
    start(project, room)
    for key in ("Tab", "Shift+Tab"):
        seen = []
        for _ in range(160):
            page.keyboard.press(key)
            found = stop(page)
            assert_fine(page, found)
            if found is None and seen:
                break
            seen.append(found)
        assert any(found and 'id="submit"' in found["what"] for found in seen)
        assert any(found and ("textarea" in found["what"]) for found in seen)


def test_a_strength_keeps_the_focus_while_it_is_chosen(page: Page, start: Start) -> None:
    project = make.project(ranking={"strength": 4, "strength_beyond_pairs": True})
    make.tasks(project, 1, completions=3)
    start(project, ROOMS[0])
    for label in "ABC":
        tab_to(page, page.locator(f".letter--chip[data-label={label}]"))
        page.keyboard.press("Enter")
    strength = page.locator("select[data-gap='0']")
    tab_to(page, strength)
    page.keyboard.press("2")
    expect(strength).to_have_value("2")
    expect(strength).to_be_focused()
