"""Ranking in a real browser, by keys and by mouse."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from labeling.models import Assignment, Skip, Submission
from tests import make
from tests.browser.ranking_screen import here, newest, next_task, press, tiers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_untouched_screen_says_what_is_missing_and_submits_nothing(page: Page, open_project: Any) -> None:
    project = make.project()
    make.tasks(project, 1)
    open_project(project)
    assert set(tiers(page).values()) == {""}
    expect(page.locator("#missing")).to_contain_text("Place A")
    page.locator("#submit").click()
    press(page, "Enter Enter")
    expect(page.locator("#missing")).to_have_attribute("data-called", "")
    assert not Submission.objects.exists()
    expect(page.get_by_role("article", name="Completion A")).to_be_visible()


def test_a_ranking_with_tie_and_line_takes_k_plus_two_keys(page: Page, open_project: Any) -> None:
    project = make.project(ranking={"acceptability": True})
    make.tasks(project, 2)
    open_project(project)
    first = here(page)
    press(page, "b a - Shift+d c Enter")
    next_task(page, first)
    judgment = newest().judgment
    assert judgment["tiers"] == [["B"], ["A", "D"], ["C"]]
    assert judgment["acceptable_tiers"] == 2
    assert newest().active_seconds is not None
    assert newest().opened_at is not None


def test_equals_then_letter_ties_and_caps_lock_changes_nothing(page: Page, open_project: Any) -> None:
    project = make.project()
    make.tasks(project, 1, completions=3)
    open_project(project)
    page.keyboard.press("c")
    page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'A', code: 'KeyA', bubbles: true}))")
    press(page, "= b")
    assert tiers(page) == {"A": "2", "B": "2", "C": "1"}


@pytest.mark.parametrize(("key", "said", "line"), [("a", [["A"], ["B"]], None), ("-", [["A", "B"]], 0)])
def test_an_arena_pair_takes_one_key(page: Page, open_project: Any, key: str, said: Any, line: int | None) -> None:
    project = make.project(preset="arena")
    make.tasks(project, 2, completions=2)
    open_project(project)
    first = here(page)
    press(page, f"{key} Enter")
    next_task(page, first)
    assert (newest().judgment["tiers"], newest().judgment["acceptable_tiers"]) == (said, line)


@pytest.mark.parametrize(
    ("preset_strength", "digit", "said", "strengths"),
    [
        (4, "1", [["A"], ["B"]], [3]),
        (4, "5", [["B"], ["A"]], [0]),
        (7, "4", [["A", "B"]], []),
        (7, "7", [["B"], ["A"]], [3]),
    ],
)
def test_a_pair_with_strengths_takes_two_keys(
    page: Page, open_project: Any, preset_strength: int, digit: str, said: Any, strengths: Any
) -> None:
    project = make.project(ranking={"strength": preset_strength, "ties": True})
    make.tasks(project, 2, completions=2)
    open_project(project)
    first = here(page)
    press(page, f"{digit} Enter")
    next_task(page, first)
    assert (newest().judgment["tiers"], newest().judgment["strengths"]) == (said, strengths)


def test_instructgpt_takes_nine_keys_and_two_per_flag(page: Page, open_project: Any) -> None:
    project = make.project(preset="instructgpt")
    make.tasks(project, 2)
    open_project(project)
    first = here(page)
    press(page, "6 2 7 1 c . c a b d Enter")
    next_task(page, first)
    judgment = newest().judgment
    assert judgment["tiers"] == [["C"], ["A"], ["B"], ["D"]]
    assert [judgment["ratings"][label]["overall"] for label in "ABCD"] == [6, 2, 7, 1]
    assert judgment["ratings"]["C"]["hallucination"] is True
    assert judgment["ratings"]["A"]["hallucination"] is False


def test_everything_by_mouse(page: Page, open_project: Any) -> None:
    form = {"completion": [{"name": "overall", "type": "scale", "min": 1, "max": 5}]}
    project = make.project(ranking={"acceptability": True}, form=form)
    make.tasks(project, 2, completions=3)
    open_project(project)
    first = here(page)
    for label in "CAB":
        card = page.locator(f"article[data-label={label}]")
        card.get_by_role("button", name="Place next", exact=True).click()
        card.locator("label.step").nth(2).click()
    page.locator("article[data-label=B]").get_by_role("button", name="Move B up").click()
    page.locator("article[data-label=A]").get_by_role("button", name="Tie", exact=True).click()
    page.locator(".gap__line").nth(1).click()
    expect(page.locator("#missing")).to_have_text("Complete. Enter submits")
    page.locator("#submit").click()
    next_task(page, first)
    assert newest().judgment["tiers"] in ([["C"], ["A", "B"]], [["C"], ["B"], ["A"]])
    assert newest().judgment["acceptable_tiers"] == 1
    assert newest().judgment["ratings"]["A"] == {"overall": 3}


def test_every_step_can_be_taken_back(page: Page, open_project: Any) -> None:
    project = make.project(ranking={"acceptability": True})
    make.tasks(project, 1, completions=3)
    open_project(project)
    press(page, "a b - c [")
    press(page, "Backspace Control+z")
    assert tiers(page) == {"A": "1", "B": "2", "C": ""}
    press(page, "Backspace")
    expect(page.locator(".gap[data-line]")).to_have_count(0)
    page.locator("#undo").click()
    page.locator("#undo").click()
    assert set(tiers(page).values()) == {""}


def test_moving_never_ties(page: Page, open_project: Any) -> None:
    project = make.project()
    make.tasks(project, 1, completions=3)
    open_project(project)
    press(page, "a b c [")
    assert tiers(page) == {"A": "1", "B": "3", "C": "2"}
    press(page, "Alt+ArrowUp")
    assert tiers(page) == {"A": "2", "B": "3", "C": "1"}
    press(page, "b Shift+b")
    assert tiers(page) == {"A": "2", "B": "2", "C": "1"}
    press(page, "b [")
    assert tiers(page) == {"A": "3", "B": "2", "C": "1"}


def test_nothing_acts_while_composing_repeating_or_with_control(page: Page, open_project: Any) -> None:
    project = make.project()
    make.tasks(project, 1)
    open_project(project)
    for guard in ("repeat", "isComposing", "ctrlKey", "metaKey", "altKey", "modifierAltGraph"):
        event = f"new KeyboardEvent('keydown', {{bubbles: true, key: 'a', {guard}: true}})"
        page.evaluate(f"document.body.dispatchEvent({event})")
    page.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', {bubbles: true, key: 'Process'}))")
    assert set(tiers(page).values()) == {""}


def test_in_a_text_field_only_escape_and_control_enter_act(page: Page, open_project: Any) -> None:
    form = {"task": [{"name": "why", "type": "text", "label": "Why?", "required": True}]}
    project = make.project(form=form)
    make.tasks(project, 2, completions=2)
    open_project(project)
    first = here(page)
    press(page, "b n")
    page.keyboard.type("a - S because. 5")
    assert tiers(page) == {"A": "2", "B": "1"}
    press(page, "Escape a")
    expect(page.get_by_role("textbox", name="Why?")).to_have_value("a - S because. 5")
    press(page, "n Control+Enter")
    next_task(page, first)
    assert newest().judgment["answers"] == {"why": "a - S because. 5"}


def test_enter_on_a_focused_button_presses_it(page: Page, open_project: Any) -> None:
    project = make.project()
    make.tasks(project, 1)
    open_project(project)
    page.locator("#skip").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#skip-dialog")).to_be_visible()


def test_a_skip_takes_two_keys(page: Page, open_project: Any) -> None:
    project = make.project()
    make.tasks(project, 2)
    open_project(project)
    first = here(page)
    press(page, "s 4")
    next_task(page, first)
    assert Skip.objects.get().reason == "wrong_language"
    assert Assignment.objects.get(pk=first).state == "skipped"


def test_a_rewrite_of_the_best(page: Page, open_project: Any) -> None:
    project = make.project(ranking={"rewrite": "required"})
    make.tasks(project, 2, completions=2)
    open_project(project)
    first = here(page)
    press(page, "b Enter")
    field = page.get_by_role("textbox", name="Rewrite of B")
    expect(field).to_be_focused()
    original = field.input_value()
    page.keyboard.type(" Better.")
    press(page, "Control+Enter")
    next_task(page, first)
    assert newest().judgment["rewrite"] == {"of": "B", "text": f"{original} Better."}
    press(page, "a")
    page.locator("article[data-label=A]").get_by_role("button", name="Rewrite", exact=True).click()
    page.get_by_role("button", name="Perfect as it is").and_(page.locator("[data-label=A]")).click()
    press(page, "Enter")
    expect(page.get_by_text("Nothing left for you right now")).to_be_visible()
    assert newest().judgment["rewrite"] == {"of": "A", "unchanged": True}


def test_partial_rankings_leave_the_rest_unranked(page: Page, open_project: Any) -> None:
    project = make.project(ranking={"partial": True})
    make.tasks(project, 1)
    open_project(project)
    press(page, "d b Enter")
    expect(page.get_by_text("Nothing left for you right now")).to_be_visible()
    assert newest().judgment["unranked"] == ["A", "C"]
