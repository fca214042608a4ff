"""The soft check, strengths between tiers, and dragging in the dock."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import make
from tests.browser.ranking_screen import here, newest, next_task, press, tiers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_rating_against_the_order_is_asked_about_once(page: Page, open_project: Any) -> None:
    project = make.project(preset="instructgpt")
    make.tasks(project, 2)
    open_project(project)
    first = here(page)
    press(page, "6 3 2 1 b a c d Enter")
    expect(page.locator("#missing")).to_have_text("A is rated 6 but stands below B, rated 3. Enter again keeps it")
    press(page, "b ]")
    press(page, "[ Enter")
    expect(page.locator("#missing")).to_contain_text("Enter again keeps it")
    press(page, "Enter")
    next_task(page, first)
    assert (newest().signals or {})["contradictions"] == [["A", "B"]]


@pytest.mark.parametrize(("scale", "digits", "strengths"), [(4, "3 0", [3, 0]), (7, "1 3", [1, 3])])
def test_strengths_between_tiers_are_stops_of_the_caret(
    page: Page, open_project: Any, scale: int, digits: str, strengths: list[int]
) -> None:
    project = make.project(ranking={"strength": scale, "strength_beyond_pairs": True})
    make.tasks(project, 2, completions=3)
    open_project(project)
    first = here(page)
    press(page, f"c a b {digits} Enter")
    next_task(page, first)
    assert newest().judgment["tiers"] == [["C"], ["A"], ["B"]]
    assert newest().judgment["strengths"] == strengths


def chip(page: Page, label: str) -> Locator:
    return page.locator(f".letter--chip[data-label={label}]")


def drag(page: Page, what: Locator, to: Locator, share: float) -> None:
    start, end = what.bounding_box(), to.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(start["x"] + start["width"] / 2 + 10, start["y"] + start["height"] / 2, steps=2)
    page.mouse.move(end["x"] + end["width"] * share, end["y"] + end["height"] / 2, steps=4)


def test_chips_and_line_are_dragged_by_mouse(page: Page, open_project: Any) -> None:
    project = make.project(ranking={"acceptability": True})
    make.tasks(project, 1)
    open_project(project)
    press(page, "a b c -")
    tier = page.locator(".tier")
    drag(page, chip(page, "D"), tier.nth(1), 0.5)
    page.mouse.up()
    assert tiers(page) == {"A": "1", "B": "2", "C": "3", "D": "2"}
    drag(page, chip(page, "C"), tier.nth(0), 0.05)
    page.mouse.up()
    assert tiers(page) == {"A": "2", "B": "3", "C": "1", "D": "3"}
    drag(page, page.locator(".gap[data-line] .gap__line"), tier.nth(0), 0.9)
    page.mouse.up()
    expect(page.locator(".gap[data-line] .gap__line")).to_have_attribute("data-at", "1")
    drag(page, chip(page, "A"), tier.nth(2), 0.9)
    page.keyboard.press("Escape")
    page.mouse.up()
    assert tiers(page)["A"] == "2"
    drag(page, chip(page, "A"), page.locator("[data-part=tray]"), 0.5)
    page.mouse.up()
    assert tiers(page) == {"A": "", "B": "2", "C": "1", "D": "2"}
    press(page, "Backspace Backspace Backspace Backspace")
    assert tiers(page) == {"A": "1", "B": "2", "C": "3", "D": ""}


def test_a_chip_is_dragged_by_finger(page: Page, open_project: Any) -> None:
    project = make.project()
    make.tasks(project, 1, completions=3)
    open_project(project)
    press(page, "a b c")
    start, end = chip(page, "C").bounding_box(), page.locator(".tier").nth(0).bounding_box()
    assert start
    assert end
    touch = page.context.new_cdp_session(page)
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    for kind, points in (
        ("touchStart", [{"x": x, "y": y}]),
        ("touchMove", [{"x": x - 20, "y": y}]),
        ("touchMove", [{"x": end["x"] + 2, "y": y}]),
        ("touchEnd", []),
    ):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    expect(page.locator("article[data-label=C]")).to_have_attribute("data-tier", "1")
    assert tiers(page) == {"A": "2", "B": "3", "C": "1"}


def test_moves_are_announced_by_the_card_that_moved(page: Page, open_project: Any) -> None:
    project = make.project()
    make.tasks(project, 1)
    open_project(project)
    announcer = page.locator("[data-slot=announcer]")
    press(page, "a b c [")
    expect(announcer).to_have_text("C is in place 2 of 3")
    press(page, "b")
    press(page, "Alt+ArrowDown")
    expect(announcer).to_have_text("B is last already")
