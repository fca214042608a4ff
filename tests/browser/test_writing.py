"""Writing an answer: the editor, its preview, and that nothing typed is lost or changed."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from accounts.models import User
from labeling.models import Draft, Project, Submission
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EMPTY = "Nothing left for you right now"
PREVIEW = re.compile(r"/preview/$")


@pytest.fixture
def write(page: Page, live_server: Any, sign_in: Callable[[User], None]) -> Callable[..., Project]:
    """Open a demonstration's screen; `caret` in the answer."""

    def write(tasks: int = 1, **fields: Any) -> Project:
        project = make.project("demonstration", form=fields.pop("form", {}))
        make.tasks(project, tasks, **fields)
        sign_in(make.member(project))
        page.goto(f"{live_server.url}/label/{project.slug}/")
        page.locator("#answer").click()
        return project

    return write


def submitted_text(page: Page) -> str:
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text(EMPTY)).to_be_visible()
    text: str = Submission.objects.order_by("-number")[0].judgment["text"]
    return text


def test_the_preview_follows_the_typing(page: Page, write: Any) -> None:
    write()
    page.keyboard.type("Because of **this** and `that`")
    expect(page.locator("[data-part=preview] strong")).to_have_text("this")
    expect(page.locator("[data-part=preview] code")).to_have_text("that")
    expect(page.locator("#answer")).to_be_focused()


def test_a_hidden_preview_stays_hidden_and_asks_nothing(page: Page, write: Any) -> None:
    write()
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".preview")).to_be_hidden()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if PREVIEW.search(request.url) else None)
    with page.expect_response(re.compile("/draft/")):
        page.locator("#answer").fill("Unseen")
    page.reload()
    expect(page.locator("#answer")).to_have_value("Unseen")
    expect(page.locator(".preview")).to_be_hidden()
    assert asked == []


def test_only_the_newest_text_is_previewed_and_one_request_flies(
    page: Page, context: BrowserContext, write: Any
) -> None:
    write()
    held: list[Route] = []
    context.route(PREVIEW, lambda route: route.continue_() if held else held.append(route))
    asked: list[str | None] = []
    page.on("request", lambda request: asked.append(request.post_data) if PREVIEW.search(request.url) else None)
    with page.expect_request(PREVIEW):
        page.keyboard.type("one")
    with page.expect_response(re.compile("/draft/")):
        page.keyboard.type(" two")
    assert asked == ["text=one"]
    held[0].continue_()
    expect(page.locator("[data-part=preview]")).to_have_text("one two")
    assert asked == ["text=one", "text=one+two"]


def test_without_the_server_the_preview_says_that_it_is_behind(page: Page, context: BrowserContext, write: Any) -> None:
    write()
    context.route(PREVIEW, lambda route: route.abort())
    page.keyboard.type("Later")
    expect(page.locator(".preview__state")).to_contain_text("follows later")
    context.unroute_all()
    page.keyboard.type("!")
    expect(page.locator("[data-part=preview]")).to_have_text("Later!", timeout=15_000)
    expect(page.locator(".preview__state")).to_be_empty()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("one two", "Words: 2 · characters: 7"),
        ("你好世界", "Words: 4 · characters: 4"),
        ("👍 ok", "Words: 2 · characters: 4"),
    ],
    ids=["english", "chinese", "emoji"],
)
def test_words_and_characters_are_counted(page: Page, write: Any, text: str, said: str) -> None:
    write()
    page.locator("#answer").fill(text)
    expect(page.locator("#answer-length")).to_have_text(said)


def test_marks_wrap_the_selection_and_the_browser_takes_them_back(page: Page, write: Any) -> None:
    write()
    answer = page.locator("#answer")
    page.keyboard.type("plain word")
    page.keyboard.press("Control+Shift+ArrowLeft")
    page.keyboard.press("Control+b")
    expect(answer).to_have_value("plain **word**")
    page.keyboard.press("Control+i")
    expect(answer).to_have_value("plain ***word***")
    page.keyboard.press("Control+b")
    expect(answer).to_have_value("plain *word*")
    page.keyboard.press("Control+z")
    expect(answer).to_have_value("plain ***word***")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(answer).to_have_value("plain word")
    assert submitted_text(page) == "plain word"


def test_a_code_block_by_its_button(page: Page, write: Any) -> None:
    write()
    answer = page.locator("#answer")
    answer.fill("See\nx = 1\ny = 2")
    answer.evaluate("field => field.setSelectionRange(4, field.value.length)")
    page.get_by_role("button", name="Code block").click()
    expect(answer).to_have_value("See\n```\nx = 1\ny = 2\n```")
    expect(answer).to_be_focused()
    page.get_by_role("button", name="Code block").click()
    expect(answer).to_have_value("See\nx = 1\ny = 2")


def test_tab_leaves_the_field_and_esc_gives_the_keys_back(page: Page, write: Any) -> None:
    write()
    page.keyboard.type("as n")
    page.keyboard.press("Tab")
    expect(page.locator("#answer")).not_to_be_focused()
    expect(page.locator("#answer")).to_have_value("as n")
    page.keyboard.press("n")
    expect(page.locator("#answer")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    expect(page.locator("[data-part=prompt]")).to_be_focused()
    page.keyboard.press("s")
    expect(page.locator("#skip-dialog")).to_be_visible()
    page.keyboard.press("1")
    expect(page.get_by_text(EMPTY)).to_be_visible()


def test_nothing_acts_while_an_input_method_composes(page: Page, context: BrowserContext, write: Any) -> None:
    write()
    devtools = context.new_cdp_session(page)
    devtools.send("Input.imeSetComposition", {"text": "nihao", "selectionStart": 5, "selectionEnd": 5})
    devtools.send(
        "Input.dispatchKeyEvent",
        {"type": "rawKeyDown", "key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229, "modifiers": 2},
    )
    expect(page.locator("#answer")).to_be_focused()
    devtools.send("Input.insertText", {"text": "你好"})
    expect(page.locator("#answer")).to_have_value("你好")
    assert submitted_text(page) == "你好"


def test_what_is_typed_is_what_is_stored(page: Page, write: Any) -> None:
    write()
    text = "  leading\n\nשלום עולם 👩‍👩‍👧 e\u0301\ttab \n```\ncode\n```\n\n"
    page.locator("#answer").fill(text)
    assert submitted_text(page) == text


def test_line_ends_of_another_client_outlive_an_amendment(page: Page, live_server: Any, sign_in: Any) -> None:
    form = {"task": [{"name": "sure", "type": "flag"}]}
    project = make.project("demonstration", form=form)
    make.tasks(project, 1)
    labeler = make.member(project)
    made = make.claimed(project, labeler)
    make.submitted(made, text="one\r\ntwo", answers={"sure": False})
    sign_in(labeler)
    page.goto(f"{live_server.url}/label/{project.slug}/?assignment={made.pk}")
    expect(page.locator("#answer")).to_have_value("one\ntwo")
    page.get_by_label("Sure").check()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text(EMPTY)).to_be_visible()
    assert Submission.objects.get(revision=2).judgment == {"text": "one\r\ntwo", "answers": {"sure": True}}


def test_a_pasted_megabyte_arrives_whole(page: Page, context: BrowserContext, write: Any) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    write()
    line = "The quick brown fox jumps over the lazy dog, again and again.\n"
    text = (line * 16_000)[:990_000]
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+v")
    page.keyboard.type("!")
    expect(page.locator("#answer-length")).to_contain_text("990,001", timeout=20_000)
    expect(page.locator(".preview__state")).to_contain_text("Too long for a preview", timeout=20_000)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text(EMPTY)).to_be_visible(timeout=30_000)
    assert Submission.objects.get().judgment["text"] == text + "!"


def test_marking_a_long_text_does_not_stop_the_page(page: Page, write: Any) -> None:
    write()
    answer = page.locator("#answer")
    # As pasting would: to Chromium, what is filled is typed, which takes half a minute.
    answer.evaluate("field => field.setRangeText(('line ' + 'and on '.repeat(8) + '\\n').repeat(2_000))")
    page.keyboard.press("Control+a")
    page.get_by_role("button", name="List").click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("Now: ")
    expect(page.locator("#answer-length")).to_contain_text("128,005", timeout=20_000)
    assert answer.input_value().startswith("Now: - line and")


@pytest.mark.parametrize("width", [390, 1280, 1920], ids=["phone", "laptop", "wide"])
def test_the_answer_grows_and_the_prompt_stays_in_sight(page: Page, write: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    write(prompt="Why? " + "Because it is long. " * 40)
    page.locator("#answer").fill("\n".join(f"line {number}" for number in range(80)))
    page.keyboard.press("Control+End")
    page.keyboard.type(" and on")
    answer = page.locator("#answer")
    assert answer.evaluate("field => field.scrollHeight <= field.clientHeight")
    expect(page.locator("[data-part=prompt]")).to_be_in_viewport()
    dock = page.locator(".dock").bounding_box()
    assert dock is not None
    assert dock["y"] + dock["height"] == pytest.approx(800, abs=1)
    # The line of the caret is the last: its end lies above the dock.
    box = answer.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] - 20 <= dock["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_prompt_folds_on_a_phone(page: Page, write: Any) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    write(prompt="Why? " + "Because it is long. " * 60)
    fold = page.get_by_role("button", name="Prompt", exact=True)
    before = page.locator(".writing-desk__prompt").bounding_box()
    fold.click()
    expect(fold).to_have_attribute("aria-expanded", "false")
    after = page.locator(".writing-desk__prompt").bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] < before["height"] / 2


def test_a_text_written_offline_outlives_a_reload(page: Page, context: BrowserContext, write: Any) -> None:
    write()
    context.route(re.compile(r"/draft/$"), lambda route: route.abort())
    page.keyboard.type("Written in a tunnel")
    expect(page.locator("#sync-status")).to_contain_text("kept in this browser")
    again = context.new_page()
    again.goto(page.url)
    expect(again.locator("#answer")).to_have_value("Written in a tunnel")
    context.unroute_all()
    expect(again.locator("#sync-status")).to_have_text("Saved", timeout=15_000)
    assert Draft.objects.get().judgment["text"] == "Written in a tunnel"
