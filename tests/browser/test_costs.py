"""What a judgment costs, counted by the presses themselves."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import make
from tests.browser.ranking_screen import here, newest, next_task, press, tiers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def judged(page: Page, keys: str) -> Any:
    """Press the keys, no more: the task is submitted. Its judgment."""
    first = here(page)
    press(page, keys)
    next_task(page, first)
    return newest().judgment


@pytest.mark.parametrize(
    ("keys", "tiers_said", "line"),
    [
        ("b Enter", [["B"], ["A"]], None),
        ("= a Enter", [["A", "B"]], None),
        ("Shift+A Enter", [["A", "B"]], None),
        ("- Enter", [["A", "B"]], 0),
    ],
)
def test_an_arena_pair(page: Page, open_project: Any, keys: str, tiers_said: Any, line: int | None) -> None:
    project = make.project(preset="arena")
    make.tasks(project, 2, completions=2)
    open_project(project)
    judgment = judged(page, keys)
    assert (judgment["tiers"], judgment["acceptable_tiers"]) == (tiers_said, line)


def test_a_llama_pair_takes_two_keys_and_its_rewrite_two_more(page: Page, open_project: Any) -> None:
    project = make.project(preset="llama")
    make.tasks(project, 3, completions=2)
    open_project(project)
    plain = judged(page, "2 Enter")
    assert (plain["tiers"], plain["strengths"], plain["rewrite"]) == ([["A"], ["B"]], [2], None)
    second = here(page)
    press(page, "7 r")
    page.keyboard.type(" Better.")
    press(page, "Control+Enter")
    next_task(page, second)
    rewrite = newest(2).judgment["rewrite"]
    assert rewrite["of"] == "B"
    assert rewrite["text"].endswith(" Better.")


def test_a_helpsteer_pair_takes_a_digit_per_attribute_and_one_for_both(page: Page, open_project: Any) -> None:
    project = make.project(preset="helpsteer")
    make.tasks(project, 2, completions=2)
    open_project(project)
    first = here(page)
    press(page, "4 3 4 1 2 0 1 3 1 0 2 n")
    page.keyboard.type("It is right.")
    press(page, "Control+Enter")
    next_task(page, first)
    judgment = newest().judgment
    assert (judgment["tiers"], judgment["strengths"]) == ([["A"], ["B"]], [2])
    attributes = ("helpfulness", "correctness", "coherence", "complexity", "verbosity")
    given = [[judgment["ratings"][label][name] for name in attributes] for label in "AB"]
    assert given == [[4, 3, 4, 1, 2], [0, 1, 3, 1, 0]]
    assert judgment["answers"] == {"rationale": "It is right."}


def test_nine_with_ties_and_the_line_take_eleven_keys(page: Page, open_project: Any) -> None:
    project = make.project(ranking={"acceptability": True})
    make.tasks(project, 2, completions=9)
    open_project(project)
    judgment = judged(page, "i a Shift+C b - h Shift+D e g f Enter")
    assert judgment["tiers"] == [["I"], ["A", "C"], ["B"], ["D", "H"], ["E"], ["G"], ["F"]]
    assert judgment["acceptable_tiers"] == 3


def test_a_choice_by_digit_and_a_slider_by_arrows(page: Page, open_project: Any) -> None:
    form = {
        "completion": [
            {"name": "tone", "type": "choice", "options": ["warm", "cold"], "required": True},
            {"name": "sure", "type": "scale", "min": 0, "max": 100, "required": True},
        ]
    }
    project = make.project(form=form)
    make.tasks(project, 2, completions=2)
    open_project(project)
    judgment = judged(page, "2 ArrowRight Enter 1 ArrowLeft a Enter")
    assert judgment["ratings"] == {"A": {"tone": "cold", "sure": 51}, "B": {"tone": "warm", "sure": 49}}
    assert judgment["tiers"] == [["A"], ["B"]]


def test_an_input_method_composes_undisturbed(page: Page, open_project: Any) -> None:
    project = make.project(form={"task": [{"name": "why", "type": "text", "label": "Why?"}]})
    make.tasks(project, 1, completions=2)
    open_project(project)
    press(page, "n")
    browser = page.context.new_cdp_session(page)
    for text in ("a", "ai"):
        browser.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
    # The Enter that takes the proposal, as browsers send it.
    enter = {"type": "rawKeyDown", "key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229}
    browser.send("Input.dispatchKeyEvent", {**enter, "modifiers": 2})
    assert set(tiers(page).values()) == {""}
    browser.send("Input.insertText", {"text": "爱"})
    expect(page.get_by_role("textbox", name="Why?")).to_have_value("爱")
    expect(page.get_by_role("textbox", name="Why?")).to_be_focused()
    press(page, "Escape b")
    assert tiers(page) == {"A": "2", "B": "1"}


def test_a_held_key_is_one_press(page: Page, open_project: Any) -> None:
    project = make.project()
    make.tasks(project, 2, completions=3)
    open_project(project)
    first = here(page)
    press(page, "a b")
    page.keyboard.down("c")
    page.keyboard.down("c")
    page.keyboard.up("c")
    for _ in range(3):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    next_task(page, first)
    assert set(tiers(page).values()) == {""}
    expect(page.locator("#missing")).not_to_have_attribute("data-called", "")


def test_caps_lock_places_and_ties_nothing(page: Page, open_project: Any) -> None:
    project = make.project()
    make.tasks(project, 1, completions=3)
    open_project(project)
    browser = page.context.new_cdp_session(page)
    for letter in "CAB":
        code = {"key": letter, "text": letter, "code": f"Key{letter}", "windowsVirtualKeyCode": ord(letter)}
        browser.send("Input.dispatchKeyEvent", {"type": "keyDown", **code})
        browser.send("Input.dispatchKeyEvent", {"type": "keyUp", **code})
    assert tiers(page) == {"A": "2", "B": "3", "C": "1"}


def test_on_a_phone_the_header_is_one_line_and_loses_nothing(page: Page, open_project: Any) -> None:
    project = make.project(
        preset="instructgpt", name="A long name of a project that must give way", guidelines="Be fair."
    )
    make.tasks(project, 1)
    page.set_viewport_size({"width": 390, "height": 844})
    open_project(project)
    header, more = page.locator(".desk-header"), page.locator("#more-menu")
    box = header.bounding_box()
    assert box is not None
    assert box["height"] <= 48
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    more.locator("summary").click()
    for name in ("Guidelines", "Ask", "Keys"):
        expect(more.get_by_role("button", name=name)).to_be_visible()
    expect(more.get_by_role("link", name="History")).to_be_visible()
    more.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(more.get_by_role("button", name="Ask")).to_be_hidden()
    press(page, "Escape")
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(header.get_by_role("button", name="Keys")).to_be_visible()
    expect(more).to_be_hidden()


def test_on_a_phone_the_soft_check_is_read_in_full(page: Page, open_project: Any) -> None:
    project = make.project(preset="instructgpt")
    make.tasks(project, 1)
    page.set_viewport_size({"width": 390, "height": 844})
    open_project(project)
    dock = page.locator(".dock").bounding_box()
    press(page, "6 3 2 1 b a c d Enter")
    said = page.locator("#missing")
    expect(said).to_contain_text("Enter again keeps it")
    assert said.evaluate("line => line.scrollHeight <= line.clientHeight && line.scrollWidth <= line.clientWidth")
    assert page.locator(".dock").bounding_box() == dock
