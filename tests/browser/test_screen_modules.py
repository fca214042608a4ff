"""The modules without a page, imported as they are served and asked directly."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Ask = Callable[[str, str], Any]


@pytest.fixture
def ask(page: Page, live_server: Any, sign_in: Any) -> Ask:
    """Evaluate an expression on a module `m`."""
    sign_in(make.user())
    page.goto(f"{live_server.url}/")

    def ask(module: str, expression: str) -> Any:
        return page.evaluate(
            f"import('{live_server.url}/static/labeling/{module}.js').then((m) => {{ return {expression}; }})"
        )

    return ask


def press(key: str, **more: Any) -> str:
    return str({"key": key, **more}).replace("True", "true").replace("False", "false").replace("None", "null")


@pytest.mark.parametrize(
    ("pressed", "mode", "said"),
    [
        (press("b"), "{}", {"do": "place", "label": "B"}),
        (press("B"), "{}", {"do": "place", "label": "B"}),
        (press("b", shiftKey=True), "{}", {"do": "tie", "label": "B"}),
        (press("ф", code="KeyA"), "{}", {"do": "place", "label": "A"}),
        (press("="), "{}", {"do": "await-tie"}),
        (press("c"), "{pending: 'tie'}", {"do": "tie", "label": "C"}),
        (press("k"), "{pending: 'flag'}", {"do": "flag", "label": "K"}),
        (press("1"), "{pending: 'flag'}", {"do": "let-go"}),
        (press("7"), "{}", {"do": "digit", "digit": 7}),
        (press("-"), "{}", {"do": "line"}),
        (press("?", shiftKey=True), "{}", {"do": "legend"}),
        (press("z", ctrlKey=True), "{}", {"do": "back"}),
        (press("z", metaKey=True), "{}", {"do": "back"}),
        (press("z", ctrlKey=True, shiftKey=True), "{}", None),
        (press("a", ctrlKey=True), "{}", None),
        (press("a", repeat=True), "{}", None),
        (press("[", ctrlKey=True, altKey=True, altGraph=True), "{}", None),
        (press("ArrowUp", altKey=True), "{}", {"do": "up"}),
        (press("ArrowUp"), "{}", None),
        (press(" "), "{}", None),
        (press("Enter"), "{onControl: true}", None),
        (press("Enter"), "{}", {"do": "on"}),
        (press("a"), "{inText: true}", None),
        (press("Enter"), "{inText: true}", None),
        (press("Enter", ctrlKey=True), "{inText: true}", {"do": "on"}),
        (press("Enter", metaKey=True), "{inText: true}", {"do": "on"}),
        (press("Escape"), "{inText: true}", {"do": "leave"}),
        (press("ArrowLeft"), "{ownArrows: true}", None),
    ],
)
def test_the_table_of_keys(ask: Ask, pressed: str, mode: str, said: Any) -> None:
    assert ask("keys", f"m.read({pressed}, {mode})") == said


def test_no_command_takes_a_letter_of_a_card(ask: Ask) -> None:
    singles = ask(
        "keys", "m.TABLE.flatMap((one) => [one.key, ...(one.also ?? [])]).filter((key) => /^[A-I]$/.test(key))"
    )
    assert singles == ["A", "I"]


SETUP = "{labels: ['A', 'B', 'C', 'D'], ranking: {ties: true, acceptability: true}, form: {}}"


@pytest.mark.parametrize(
    ("steps", "tiers", "line"),
    [
        ("[['place', 'B'], ['place', 'A'], ['drawLine', 2], ['tie', 'D']]", [["B"], ["A", "D"]], 2),
        ("[['drawLine', 0], ['place', 'B']]", [["B"]], 0),
        ("[['place', 'A'], ['place', 'B'], ['drawLine', 1], ['tie', 'A']]", [["A", "B"]], 0),
        ("[['place', 'A'], ['tie', 'B'], ['drawLine', 1], ['move', 'B', -1]]", [["B"], ["A"]], 2),
        ("[['place', 'A'], ['place', 'B'], ['move', 'B', -1], ['move', 'B', -1]]", [["B"], ["A"]], None),
        ("[['place', 'A'], ['place', 'B'], ['drawLine', 2], ['unplace', 'A']]", [["B"]], 1),
        ("[['tie', 'C']]", [["C"]], None),
    ],
)  # fmt: skip
def test_steps_of_a_ranking(ask: Ask, steps: str, tiers: Any, line: int | None) -> None:
    state = ask(
        "ranking",
        f"{steps}.reduce((state, [name, ...rest]) => m[name](state, {SETUP}, ...rest), m.start())",
    )
    assert (state["tiers"], state["line"]) == (tiers, line)


def test_a_judgment_survives_the_way_there_and_back(ask: Ask) -> None:
    judgment = {
        "tiers": [["B"], ["A", "D"]], "unranked": ["C"], "acceptable_tiers": 1, "strengths": [], "ratings": {},
        "answers": {}, "rewrite": {"of": "B", "text": "Better."},
    }  # fmt: skip
    setup = "{labels: ['A', 'B', 'C', 'D'], ranking: {ties: true, partial: true, rewrite: 'optional'}, form: {}}"
    as_text = str(judgment).replace("None", "null")
    assert ask("judgment", f"m.toJudgment(m.fromJudgment({as_text}, {setup}), {setup})") == judgment


def test_what_is_missing_comes_in_order(ask: Ask) -> None:
    form = "{completion: [{name: 'q', type: 'scale', min: 1, max: 5, required: true}], task: []}"
    setup = f"{{labels: ['A', 'B'], ranking: {{acceptability: true, rewrite: 'required'}}, form: {form}}}"
    left = ask("judgment", f"m.missing(m.fromJudgment({{tiers: [['A']], ratings: {{A: {{q: 3}}}}}}, {setup}), {setup})")
    assert [one["what"] for one in left] == ["question", "place", "line", "rewrite"]


def test_the_clock_counts_reading_and_not_lunch(ask: Ask) -> None:
    times = ask(
        "clock",
        """(() => {
          let now = 0;
          const clock = new m.Clock({now: () => now});
          now += 100_000; clock.touch();
          now += 3_600_000; clock.touch();
          clock.hide(); now += 50_000; clock.touch();
          clock.see('word '.repeat(1000));
          now += 290_000; clock.touch();
          return clock.times();
        })()""",
    )
    assert times["active_seconds"] == 100 + 120 + 290
    assert times["wall_seconds"] == 100 + 3600 + 50 + 290
