"""The modules without a page, imported as they are served and asked directly."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Ask = Callable[[str, str], Any]


@pytest.fixture
def ask(modules: Callable[[], Page]) -> Ask:
    """Evaluate an expression on a module `m`."""
    page = modules()

    def ask(module: str, expression: str) -> Any:
        return page.evaluate(f"import('/static/labeling/{module}.js').then((m) => {{ return {expression}; }})")

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


@pytest.mark.parametrize(
    ("pressed", "changes", "is_off", "said"),
    [
        (press("k"), "{line: 'K'}", "false", {"do": "line"}),
        (press("-"), "{line: 'K'}", "false", None),
        (press("r"), "{line: 'R'}", "false", {"do": "line"}),
        (press("a"), "{line: 'A'}", "false", {"do": "place", "label": "A"}),
        (press("a"), "{}", "true", None),
        (press("Enter"), "{}", "true", None),
        (press("Enter", ctrlKey=True), "{}", "true", {"do": "on"}),
        (press("ArrowUp", altKey=True), "{}", "true", {"do": "up"}),
        (press("z", metaKey=True), "{}", "true", {"do": "back"}),
        (press("Escape"), "{}", "true", {"do": "leave"}),
        (press("q"), "{}", "false", {"do": "ask"}),
        (press("w"), "{}", "false", {"do": "difference"}),
        (press("5", code="Numpad5"), "{}", "false", {"do": "digit", "digit": 5}),
        (press("&", code="Digit1"), "{}", "false", None),
        (press("1", code="Digit1", shiftKey=True), "{}", "false", {"do": "digit", "digit": 1}),
        (press("х", code="BracketLeft"), "{}", "false", {"do": "up"}),
        (press("ü", code="BracketLeft"), "{}", "false", None),
        (press("٣", code="Digit3"), "{}", "false", {"do": "digit", "digit": 3}),
        (press("－", code="Minus"), "{}", "false", {"do": "line"}),
    ],
)  # fmt: skip
def test_a_person_s_own_keys(ask: Ask, pressed: str, changes: str, is_off: str, said: Any) -> None:
    assert ask("keys", f"m.read({pressed}, {{}}, m.keyboardOf({changes}, {is_off}))") == said


@pytest.mark.parametrize(
    ("label", "landing", "tiers", "line"),
    [
        ("D", "{tier: 1}", [["A"], ["B", "D"], ["C"]], 1),
        ("D", "{at: 0}", [["D"], ["A"], ["B"], ["C"]], 2),
        ("D", "{at: 1}", [["A"], ["D"], ["B"], ["C"]], 1),
        ("C", "{at: 0}", [["C"], ["A"], ["B"]], 2),
        ("A", "{at: 3}", [["B"], ["C"], ["A"]], 0),
        ("B", "{tier: 1}", [["A"], ["B"], ["C"]], 1),
        ("B", "{at: 2}", [["A"], ["B"], ["C"]], 1),
    ],
)
def test_where_a_dropped_chip_comes_to_lie(ask: Ask, label: str, landing: str, tiers: Any, line: int) -> None:
    state = "{tiers: [['A'], ['B'], ['C']], line: 1, strengths: []}"
    said = ask("dropping", f"m.dropped({state}, {SETUP}, '{label}', {landing})")
    assert (said["tiers"], said["line"]) == (tiers, line)


@pytest.mark.parametrize(
    ("ratings", "found"),
    [
        ("{A: {overall: 6}, B: {overall: 3}, C: {overall: 1}}", []),
        ("{A: {overall: 3}, B: {overall: 6}, C: {overall: 7}}", [["B", "A"], ["C", "A"]]),
        ("{A: {overall: 3}, B: {overall: 3}}", []),
    ],
)
def test_contradictions_spare_ties_and_equal_ratings(ask: Ask, ratings: str, found: Any) -> None:
    form = "{completion: [{name: 'tone', type: 'scale', required: true}, {name: 'overall', type: 'scale'}]}"
    state = f"{{tiers: [['A'], ['B', 'C']], ratings: {ratings}}}"
    said = ask("contradictions", f"m.contradictions({state}, {{form: {form}}}).map((one) => [one.below, one.above])")
    assert said == found
