"""axe finds nothing on any page that labelers see, in any of its states, in either theme."""

from collections.abc import Callable
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from labeling.kinds.presets import PRESETS
from tests import make
from tests.browser.ranking_screen import press
from tests.browser.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Only what breaks a rule is told: what keeps it would be a list of the whole page.
BROKEN = {"resultTypes": ["violations"]}
RULES = BROKEN | {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
}
# Themes differ in nothing but colours.
COLOURS = BROKEN | {"runOnly": ["color-contrast", "link-in-text-block"]}
THEMES: list[tuple[Literal["light", "dark"], Any]] = [("light", RULES), ("dark", COLOURS)]
FORM = {
    "completion": [
        {"name": "overall", "type": "scale", "min": 1, "max": 7, "required": True},
        {"name": "wrong", "type": "flag"},
        {"name": "tone", "type": "choice", "options": ["warm", "cold"]},
        {"name": "certainty", "type": "scale", "min": 0, "max": 100},
    ],
    "task": [{"name": "why", "type": "text", "label": "Why?"}],
}
GUIDELINES = "# Be fair\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- Read `all`.\n- [More](https://example.org/)"
RICH = "## Two ways\n\n1. **First** `code`\n\n```python\ndef f(x: int) -> str:\n    return 'a'  # why\n```\n\n> $x^2$"

Screen = Callable[..., Page]


@pytest.fixture
def screen(unguarded: Callable[..., Page], live_server: Any, sign_in: Any) -> Screen:
    """Open the screen of a new project, as axe needs it: scripts of others let in."""

    def screen(kind: str = "ranking", *, tasks: int = 1, completions: int | None = None, **settings: Any) -> Page:
        project = make.project(kind, guidelines=settings.pop("guidelines", ""), **settings)
        if tasks:
            make.tasks(project, tasks, completions=completions)
        sign_in(make.member(project))
        tested = unguarded()
        tested.goto(f"{live_server.url}/label/{project.slug}/")
        if tasks:
            expect(tested.locator(".task")).to_be_visible()
        return tested

    return screen


def assert_accessible(page: Page) -> None:
    """In both themes. A page is loaded once for both: loading costs more than looking."""
    for theme, options in THEMES:
        page.emulate_media(color_scheme=theme)
        # Colours on their way to another value would be measured half-way.
        until(page, "document.getAnimations().every((one) => one.playState !== 'running')")
        found = Axe().run(page, options=options).response["violations"]
        told = [(one["id"], node["html"][:160], node["failureSummary"]) for one in found for node in one["nodes"]]
        assert told == [], theme


def state_of(page: Page, name: str) -> None:
    expect(page.locator("labeling-screen")).to_have_attribute("data-state", name)


@pytest.mark.parametrize("preset", sorted(name for name, one in PRESETS.items() if one.kind == "ranking"))
def test_each_preset_empty_begun_and_complete(screen: Screen, preset: str) -> None:
    count = 4 if preset == "instructgpt" else 2
    page = screen(preset=preset, completions=count)
    if preset == "instructgpt":
        # The others have fewer of the same parts.
        assert_accessible(page)
        press(page, "b 4")
        assert_accessible(page)
    else:
        press(page, "b 4")
    press(page, " ".join("abcd"[:count]))
    assert_accessible(page)


def test_a_ranking_with_everything_in_it(screen: Screen) -> None:
    ranking = {"acceptability": True, "rewrite": "optional", "ties": True}
    page = screen(preset="instructgpt", ranking=ranking, form=FORM, guidelines=GUIDELINES, completions=6)
    assert_accessible(page)
    press(page, "b a - c")
    for keys in ("?", "s", "w", "t", "r"):
        press(page, keys)
        assert_accessible(page)
        press(page, "t" if keys == "t" else "Escape")


@pytest.mark.parametrize("layout", ["columns", "grid", "stack", "focus"])
def test_each_layout(screen: Screen, layout: str) -> None:
    page = screen(completions=5)
    for _ in range(5):
        if page.locator(f'[data-layout="{layout}"]').count():
            break
        press(page, "l")
    assert page.locator(f'[data-layout="{layout}"]').count()
    press(page, "c")
    assert_accessible(page)


def test_asking(screen: Screen) -> None:
    page = screen(completions=2)
    press(page, "q")
    expect(page.get_by_role("textbox", name="Ask about this task")).to_be_visible()
    assert_accessible(page)


def test_a_demonstration_and_its_history(screen: Screen) -> None:
    page = screen("demonstration", tasks=2, guidelines=GUIDELINES)
    assert_accessible(page)
    page.locator("#answer").fill(RICH)
    assert_accessible(page)
    before = page.locator("demonstration-task").get_attribute("data-assignment")
    page.locator("#answer").press("Control+Enter")
    expect(page.locator("demonstration-task")).not_to_have_attribute("data-assignment", before or "")
    page.goto(f"{page.url}history/")
    assert_accessible(page)


def test_amending_from_history(screen: Screen) -> None:
    page = screen(completions=2, tasks=2)
    before = page.locator("ranking-task").get_attribute("data-assignment")
    press(page, "b Enter")
    expect(page.locator("ranking-task")).not_to_have_attribute("data-assignment", before or "")
    page.goto(f"{page.url}?assignment={before}")
    expect(page.locator("ranking-task")).to_have_attribute("data-assignment", before or "")
    assert_accessible(page)


def test_nothing_left(screen: Screen) -> None:
    page = screen(tasks=0)
    state_of(page, "empty")
    assert_accessible(page)


def test_another_persons_task(screen: Screen) -> None:
    page = screen(tasks=0)
    page.goto(f"{page.url}?assignment=999999")
    state_of(page, "gone")
    assert_accessible(page)


@pytest.mark.parametrize("status, state", [(409, "paused"), (401, "signed-out"), (503, "offline")])
def test_waiting_for_the_server(screen: Screen, status: int, state: str) -> None:
    page = screen(tasks=0)
    page.route("**/label/*/next/", lambda route: route.fulfill(status=status, json={"error": "x", "detail": "x"}))
    page.reload()
    state_of(page, state)
    assert_accessible(page)


def test_home_and_account(screen: Screen, live_server: Any) -> None:
    page = screen(guidelines=GUIDELINES)
    for path in ("/", "/account/"):
        answer = page.goto(f"{live_server.url}{path}")
        assert answer is not None
        assert answer.ok, path
        assert_accessible(page)


def test_signing_in(unguarded: Callable[..., Page], live_server: Any) -> None:
    page = unguarded()
    page.goto(f"{live_server.url}/")
    assert_accessible(page)
    page.locator("input[name=login]").fill("nobody")
    page.locator("input[name=password]").fill("wrong")
    page.locator("input[name=password]").press("Enter")
    page.wait_for_load_state()
    assert_accessible(page)
