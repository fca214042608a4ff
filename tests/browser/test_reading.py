"""How completions are read, compared and rewritten, in a real browser."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from labeling.models import Project
from tests import make
from tests.browser.ranking_screen import here, newest, next_task, press
from tests.browser.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def ranked(project: Project, *texts: str, prompt: Any = "Say hello") -> None:
    make.imported(project, [{"prompt": prompt, "completions": [{"text": text} for text in texts]}])


def card(page: Page, label: str) -> Locator:
    return page.locator(f"article[data-label={label}]")


def shown(page: Page) -> list[str]:
    cards = page.locator("article[data-label]:visible")
    return [str(one.get_attribute("data-label")) for one in cards.all()]


def top_of(page: Page, selector: str) -> float:
    return float(page.locator(selector).first.evaluate("one => one.getBoundingClientRect().top"))


def left_of(page: Page, label: str) -> float:
    return float(card(page, label).evaluate("one => one.getBoundingClientRect().left"))


@pytest.mark.parametrize(
    ("count", "width", "columns", "visible"),
    [
        (2, 1280, 2, 2),
        (3, 1280, 2, 3),
        (4, 1280, 2, 4),
        (4, 1920, 4, 4),
        (5, 1280, 2, 2),
        (9, 1920, 2, 2),
        (9, 390, 1, 9),
    ],
)
def test_the_layout_follows_the_number_of_cards_and_the_width(
    page: Page, open_project: Any, count: int, width: int, columns: int, visible: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    project = make.project()
    make.tasks(project, 1, completions=count)
    open_project(project)
    expect(page.locator("article[data-label]:visible")).to_have_count(visible)
    assert len({left_of(page, label) for label in shown(page)}) == columns
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_switching_the_layout_moves_no_letter_of_the_prompt_and_is_remembered(page: Page, open_project: Any) -> None:
    project = make.project()
    make.tasks(project, 2)
    labeler = open_project(project)
    prompt = page.locator('[data-part="prompt"]')
    before = prompt.bounding_box()
    seen = set()
    for _ in range(5):
        seen.add(page.locator("ranking-task").get_attribute("data-shown"))
        page.keyboard.press("l")
        assert prompt.bounding_box() == before
    assert seen == {"grid", "columns", "stack", "focus"}
    page.get_by_text("View", exact=True).click()
    with page.expect_response("**/account/preferences/"):
        page.get_by_role("button", name="Stack", exact=True).click()
    page.reload()
    expect(page.locator("ranking-task")).to_have_attribute("data-shown", "stack")
    labeler.refresh_from_db()
    assert labeler.preferences["layout"] == "stack"


def test_of_nine_cards_two_are_shown_and_each_keeps_its_side(page: Page, open_project: Any) -> None:
    project = make.project()
    make.tasks(project, 1, completions=9)
    open_project(project)
    left, right = left_of(page, "A"), left_of(page, "B")
    press(page, "ArrowRight ArrowRight ArrowRight")
    assert shown(page) == ["B", "C"]
    expect(card(page, "C")).to_be_focused()
    page.get_by_role("button", name="Show H").click()
    assert shown(page) == ["C", "H"]
    assert (left_of(page, "C"), left_of(page, "H")) == (left, right)
    press(page, "e")
    assert shown(page) == ["E", "H"]
    page.keyboard.press("h")
    press(page, "e")
    expect(card(page, "E")).to_be_focused()
    expect(card(page, "E")).to_have_attribute("data-tier", "1")
    expect(page.get_by_role("button", name="Show E")).to_contain_text("1")


def test_any_card_can_be_compared_with_the_one_that_is_kept(page: Page, open_project: Any) -> None:
    project = make.project()
    make.tasks(project, 1, completions=5)
    open_project(project)
    card(page, "A").locator(".card-menu > summary").click()
    card(page, "A").get_by_role("button", name="Keep beside").click()
    expect(page.locator('[data-slot="announcer"]')).to_have_text("A is kept beside the others")
    for label in "CDE":
        page.get_by_role("button", name=f"Show {label}").click()
        assert shown(page) == ["A", label]
    assert left_of(page, "A") < left_of(page, "E")


def test_the_letter_stays_in_sight_while_the_text_scrolls(page: Page, open_project: Any) -> None:
    project = make.project()
    ranked(project, "word " * 3000, "other " * 3000)
    open_project(project)
    page.mouse.wheel(0, 1500)
    until(page, "scrollY > 1000")
    assert 0 <= top_of(page, "article[data-label=A] .completion__head") < 20
    expect(card(page, "A").get_by_role("button", name="Place A next")).to_be_in_viewport()


def test_folding_takes_the_card_at_the_caret(page: Page, open_project: Any) -> None:
    project = make.project()
    ranked(project, "word " * 500, "other " * 500)
    open_project(project)
    text = card(page, "B").locator('[data-part="text"]')
    height = "one => one.getBoundingClientRect().height"
    whole = text.evaluate(height)
    press(page, "ArrowRight ArrowRight o")
    assert text.evaluate(height) < whole / 3
    press(page, "o")
    assert text.evaluate(height) == whole


def test_the_difference_of_two_cards(page: Page, open_project: Any) -> None:
    project = make.project()
    ranked(project, "The quick fox jumps.", "The slow fox jumps <b>high</b>.")
    open_project(project)
    press(page, "ArrowRight w")
    marks = page.locator(":is(ins, del):visible")
    assert {(one.evaluate("m => m.tagName"), one.inner_text().strip()) for one in marks.all()} in (
        {("INS", "quick"), ("DEL", "slow"), ("DEL", "<b>high</b>")},
        {("DEL", "quick"), ("INS", "slow"), ("INS", "<b>high</b>")},
    )
    expect(page.locator('[data-slot="announcer"]')).to_have_text("Difference of B and A: 5 words")
    page.keyboard.press("w")
    expect(marks).to_have_count(0)
    expect(card(page, "A").locator('[data-part="text"]')).to_be_visible()


def test_texts_as_they_were_written_prompt_included(page: Page, open_project: Any) -> None:
    project = make.project()
    ranked(project, "# One", "**Two**", prompt="Say *hello*")
    open_project(project)
    page.keyboard.press("t")
    written = [one.inner_text() for one in page.locator("pre.as-written:visible").all()]
    assert (written[0], set(written[1:])) == ("Say *hello*", {"# One", "**Two**"})
    page.keyboard.press("t")
    expect(page.locator("pre.as-written:visible")).to_have_count(0)
    expect(page.get_by_role("heading", name="One")).to_be_visible()


def test_a_plain_project_shows_everybody_what_was_written(page: Page, open_project: Any) -> None:
    project = make.project(ranking={"plain": True})
    ranked(project, "# One", "**Two**")
    open_project(project)
    page.keyboard.press("t")
    texts = {one.inner_text() for one in page.locator('article[data-label] [data-part="text"]:visible').all()}
    assert texts == {"# One", "**Two**"}


def test_a_long_conversation_folds_to_its_last_turns(page: Page, open_project: Any) -> None:
    turns = [{"role": "assistant" if n % 2 else "user", "content": f"Turn {n}"} for n in range(11)]
    project = make.project()
    ranked(project, "One", "Two", prompt=[{"role": "system", "content": "Be kind"}, *turns])
    open_project(project)
    prompt = page.locator('[data-part="prompt"]')
    expect(prompt.get_by_text("Be kind")).to_be_visible()
    expect(prompt.get_by_text("Turn 6", exact=True)).to_be_hidden()
    expect(prompt.get_by_text("Turn 7", exact=True)).to_be_visible()
    prompt.get_by_text("7 earlier messages").click()
    expect(prompt.get_by_text("Turn 0", exact=True)).to_be_visible()


def test_the_size_of_the_texts_is_remembered(page: Page, open_project: Any) -> None:
    project = make.project()
    make.tasks(project, 1)
    open_project(project)
    text = card(page, "A").locator('[data-part="text"]')
    before = float(text.evaluate("one => parseFloat(getComputedStyle(one).fontSize)"))
    page.get_by_text("View", exact=True).click()
    with page.expect_response("**/account/preferences/"):
        page.get_by_role("button", name="Larger").click()
    page.reload()
    expect(text).to_have_css("font-size", f"{before * 1.12:g}px")


def test_an_end_counts_as_seen_after_a_glance(page: Page, open_project: Any) -> None:
    project = make.project()
    ranked(project, "short", "word " * 4000)
    open_project(project)
    seen = "document.querySelector('ranking-task').signals.seen"
    expect(page.locator("article[data-seen]")).to_have_count(1)
    assert sorted(page.evaluate(seen).values()) == [False, True]
    page.keyboard.press("End")
    expect(page.locator("article[data-seen]")).to_have_count(2)
    assert page.evaluate(seen) == {"A": True, "B": True}


def test_unchanged_asks_once_whether_it_is_perfect(page: Page, open_project: Any) -> None:
    project = make.project(ranking={"rewrite": "required"})
    make.tasks(project, 1, completions=2)
    open_project(project)
    first = here(page)
    press(page, "b Enter Control+Enter")
    question = page.get_by_text("Perfect as it is? Ctrl+Enter again says so.")
    expect(question.and_(page.locator(":visible"))).to_be_visible()
    assert here(page) == first
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Nothing left for you right now")).to_be_visible()
    assert newest().judgment["rewrite"] == {"of": "B", "unchanged": True}


def test_the_card_becomes_the_editor_and_dropping_can_be_undone(page: Page, open_project: Any) -> None:
    project = make.project(ranking={"rewrite": "optional"})
    ranked(project, "One fine day.", "Two fine days.")
    open_project(project)
    press(page, "a r")
    field = page.get_by_role("textbox", name="Rewrite of A")
    expect(field).to_be_focused()
    original = field.input_value()
    page.keyboard.type(" Indeed.")
    expect(card(page, "A").locator('[data-part="changes"] ins')).to_have_text("Indeed.")
    expect(card(page, "A").locator('[data-part="text"]')).to_be_visible()
    expect(card(page, "B")).to_be_visible()
    press(page, "Escape")
    expect(field).to_have_value(f"{original} Indeed.")
    card(page, "A").get_by_role("button", name="Drop the rewrite").click()
    expect(field).to_be_hidden()
    page.keyboard.press("Backspace")
    expect(field).to_have_value(f"{original} Indeed.")


def test_when_all_are_bad_an_answer_from_nothing(page: Page, open_project: Any) -> None:
    project = make.project(ranking={"rewrite": "required", "acceptability": True})
    make.tasks(project, 2, completions=2)
    open_project(project)
    first = here(page)
    press(page, "- a b")
    page.get_by_role("button", name="All are bad: write an answer of your own").click()
    expect(page.get_by_role("textbox", name="Your own answer")).to_be_focused()
    page.keyboard.type("From nothing.")
    page.keyboard.press("Control+Enter")
    next_task(page, first)
    assert newest().judgment["rewrite"] == {"of": None, "text": "From nothing."}


def test_the_bar_of_a_quotation_stands_where_its_text_begins(page: Page, open_project: Any) -> None:
    project = make.project()
    texts = ["> קול דממה דקה", "> A still small voice"]
    make.imported(project, [{"prompt": "Quote it.", "completions": [{"text": text} for text in texts]}])
    open_project(project)
    bars = page.locator("article blockquote").evaluate_all(
        "all => Object.fromEntries(all.map((one) => [one.textContent.trim(), getComputedStyle(one).borderRightWidth]))"
    )
    assert bars == {"קול דממה דקה": "3px", "A still small voice": "0px"}
