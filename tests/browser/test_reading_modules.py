"""The modules of reading without a page: layouts, seats and the difference of texts."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Ask = Callable[..., Any]


@pytest.fixture
def ask(modules: Callable[[], Page]) -> Ask:
    """Call a function of a module with these arguments."""
    page = modules()

    def ask(module: str, function: str, *given: Any) -> Any:
        script = "([url, name, given]) => import(url).then((module) => module[name](...given))"
        return page.evaluate(script, [f"/static/labeling/{module}.js", function, list(given)])

    return ask


@pytest.mark.parametrize(
    ("choice", "count", "width", "layout"),
    [
        ("auto", 2, 1280, "columns"),
        ("auto", 3, 1280, "grid"),
        ("auto", 3, 1920, "columns"),
        ("auto", 4, 1599, "grid"),
        ("auto", 4, 1600, "columns"),
        ("auto", 5, 1920, "focus"),
        ("auto", 9, 1280, "focus"),
        ("focus", 2, 1280, "columns"),
        ("focus", 3, 1280, "focus"),
        ("columns", 9, 390, "stack"),
        ("unheard-of", 4, 1280, "grid"),
    ],
)
def test_the_layout_of_so_many_cards(ask: Ask, choice: str, count: int, width: int, layout: str) -> None:
    assert ask("layouts", "layoutFor", choice, count, width) == layout


@pytest.mark.parametrize(
    ("layout", "count", "room", "columns"),
    [
        ("columns", 2, 1280, 2),
        ("columns", 9, 1280, 4),
        ("grid", 4, 1280, 2),
        ("grid", 9, 1800, 3),
        ("focus", 9, 500, 1),
    ],
)
def test_no_column_is_too_narrow_to_read(ask: Ask, layout: str, count: int, room: int, columns: int) -> None:
    assert ask("layouts", "columnsOf", layout, count, room, 320) == columns


@pytest.mark.parametrize("choice", ["auto", "columns", "grid", "stack", "focus"])
def test_another_layout_looks_different(ask: Ask, choice: str) -> None:
    following = ask("layouts", "nextChoice", choice, 4, 1280)
    assert ask("layouts", "layoutFor", following, 4, 1280) != ask("layouts", "layoutFor", choice, 4, 1280)


LABELS = list("ABCDE")


@pytest.mark.parametrize(
    ("seats", "label", "left", "right"),
    [
        ({"left": "A", "right": "B", "pinned": None}, "C", "C", "B"),
        ({"left": "A", "right": "B", "pinned": None}, "D", "A", "D"),
        ({"left": "A", "right": "B", "pinned": "A"}, "C", "A", "C"),
        ({"left": "A", "right": "B", "pinned": "A"}, "D", "A", "D"),
        ({"left": "A", "right": "B", "pinned": "B"}, "D", "D", "B"),
        ({"left": "A", "right": "C", "pinned": "A"}, "C", "A", "C"),
    ],
)
def test_a_card_takes_its_side_or_stands_beside_the_kept_one(
    ask: Ask, seats: Any, label: str, left: str, right: str
) -> None:
    seated = ask("layouts", "seat", seats, LABELS, label)
    assert (seated["left"], seated["right"]) == (left, right)


def test_a_card_let_go_sends_every_card_back_to_its_side(ask: Ask) -> None:
    kept = {"left": "A", "right": "C", "pinned": "A"}
    assert ask("layouts", "pin", kept, LABELS, "A") == {"left": "A", "right": "B", "pinned": None}


@pytest.mark.parametrize(
    ("left", "right", "out", "new"),
    [
        ("The quick fox jumps.", "The slow fox leaps.", ["quick ", "jumps"], ["slow ", "leaps"]),
        ("", "all new", [], ["all new"]),
        ("gone", "", ["gone"], []),
        ("a a b a", "a a b a", [], []),
        ("我喜欢吃苹果和香蕉", "我喜欢吃橙子和香蕉", ["苹果"], ["橙子"]),
        ("one\n\ntwo", "one two", [], []),
    ],
)
def test_the_words_that_differ(ask: Ask, left: str, right: str, out: list[str], new: list[str]) -> None:
    parts = ask("diff", "difference", left, right)
    assert [part["left"] for part in parts if part["kind"] == "out"] == out
    assert [part["right"] for part in parts if part["kind"] == "in"] == new


def test_signs_and_blanks_are_no_words(ask: Ask) -> None:
    parts = ask("diff", "difference", "Yes, we can.", "Yes! We can, and\nwill.")
    assert ask("diff", "countChanged", parts) == len(["we", "We", "and", "will"])


def test_both_texts_can_be_read_from_their_difference(ask: Ask) -> None:
    chance = random.Random(7)
    for _ in range(60):
        left, right = (" ".join(chance.choices("abcd", k=chance.randrange(15))) for _side in "ab")
        parts = ask("diff", "difference", left, right)
        assert "".join(part["left"] for part in parts) == left
        assert "".join(part["right"] for part in parts) == right


def test_texts_too_far_apart_count_as_different_as_a_whole(ask: Ask) -> None:
    chance = random.Random(3)
    left, right = (" ".join(f"{side}{chance.randrange(3000)}" for _ in range(20_000)) for side in "lr")
    parts = ask("diff", "difference", left, right)
    assert [part["kind"] for part in parts] == ["out", "in"]
