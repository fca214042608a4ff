"""The demo files: valid, varied, and right where they claim to be."""

import math
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import orjson
import pytest

DEMO = Path(__file__).resolve().parents[2] / "labeling" / "demo"
CHINESE = range(0x4E00, 0xA000)


def rows(name: str) -> list[dict[str, Any]]:
    lines = (DEMO / name).read_bytes().split(b"\n")
    assert lines.pop() == b"", "the file ends with a newline"
    return [orjson.loads(line) for line in lines]


RANKINGS = rows("rankings.jsonl")
DEMONSTRATIONS = rows("demonstrations.jsonl")


def completions(row_id: str) -> dict[str, str]:
    """Text by policy of one prompt."""
    row = next(row for row in RANKINGS if row["id"] == row_id)
    return {completion["model"]: completion["text"] for completion in row["completions"]}


def test_each_ranking_row_has_four_distinct_completions_by_four_policies() -> None:
    assert len(RANKINGS) >= 26
    for row in RANKINGS:
        assert len({completion["text"] for completion in row["completions"]}) == 4, row["id"]
        assert len({completion["model"] for completion in row["completions"]}) == 4, row["id"]


def test_demonstration_rows_are_bare_prompts() -> None:
    assert len(DEMONSTRATIONS) >= 14
    assert not any("completions" in row for row in DEMONSTRATIONS)
    assert sum(row["language"] == "zh" for row in DEMONSTRATIONS) >= 4


@pytest.mark.parametrize("table", [RANKINGS, DEMONSTRATIONS], ids=["rankings", "demonstrations"])
def test_rows_use_only_the_names_of_the_import_layout(table: list[dict[str, Any]]) -> None:
    known = {"id", "prompt", "completions", "prompt_type", "use_case", "language", "source", "source_user", "batch"}
    assert all(set(row) <= known for row in table)
    assert len({row["id"] for row in table}) == len(table)
    for row in table:
        if isinstance(row["prompt"], list):
            assert row["prompt"][-1]["role"] == "user", row["id"]


def test_no_source_user_ties_more_than_a_fifth_of_the_rows_together() -> None:
    assert max(Counter(row["source_user"] for row in RANKINGS).values()) <= len(RANKINGS) / 5


def test_the_rankings_are_varied() -> None:
    assert sum(row["language"] == "zh" for row in RANKINGS) >= 6
    assert sum(isinstance(row["prompt"], list) for row in RANKINGS) >= 5
    uses = {row["use_case"] for row in RANKINGS}
    assert uses >= {
        "generation", "open_qa", "closed_qa", "brainstorming", "chat", "rewrite",
        "summarization", "classification", "extract", "code", "maths",
    }  # fmt: skip
    texts = "\n".join(completion["text"] for row in RANKINGS for completion in row["completions"])
    assert "```python" in texts
    assert "|---|" in texts
    assert "$$" in texts


def test_chinese_rows_are_written_in_chinese() -> None:
    for row in RANKINGS:
        if row["language"] == "zh":
            prompt = row["prompt"] if isinstance(row["prompt"], str) else row["prompt"][-1]["content"]
            assert any(ord(character) in CHINESE for character in prompt), row["id"]


def test_three_people_on_a_scale() -> None:
    pairs = [pair for pair in combinations([85, 105, 115], 2) if sum(pair) == 200]
    assert pairs == [(85, 115)]
    best = completions("scale-200-pounds")["kite-instruct"]
    assert best.startswith("Yes.")
    assert "85 + 115 = 200" in best


def test_no_three_of_the_numbers_add_up_to_31() -> None:
    assert not [triple for triple in combinations([17, 3, 2, 19, 5], 3) if sum(triple) == 31]
    best = completions("three-numbers-31")["heron-2"]
    assert best.startswith("None of them do.")
    for triple in combinations([17, 3, 19, 5], 3):
        assert f"{' + '.join(map(str, triple))} = {sum(triple)}" in best


def test_the_largest_square_in_the_hexagon() -> None:
    def largest_side(turn: float) -> float:
        """Side of the largest centred square, turned by this angle, in the hexagon of side 10."""
        normals = [math.radians(30 + 60 * k) - turn for k in range(3)]
        return 10 * math.sqrt(3) / max(abs(math.cos(a)) + abs(math.sin(a)) for a in normals)

    largest = max(largest_side(math.radians(tenths / 10)) for tenths in range(900))
    assert largest == pytest.approx(10 * (3 - math.sqrt(3)))
    assert largest > 10
    best = completions("square-in-hexagon")["kite-instruct"]
    assert best.startswith("Yes")
    assert f"{largest:.2f}" in best


def test_moon_landing_is_there_and_first() -> None:
    assert RANKINGS[0]["id"] == "moon-landing"
    assert "6 year old" in RANKINGS[0]["prompt"]


def test_chickens_and_rabbits() -> None:
    solutions = [(x, 35 - x) for x in range(36) if 2 * x + 4 * (35 - x) == 94]
    assert solutions == [(23, 12)]
    assert "鸡 23 只，兔 12 只" in completions("zh-jitu-tonglong")["kite-instruct"]


def test_the_best_merge_does_what_its_text_says() -> None:
    code = completions("merge-intervals")["heron-2"].split("```")[1].removeprefix("python")
    scope: dict[str, Any] = {}
    exec(code, scope)
    assert scope["merge"]([(5, 7), (1, 3), (3, 4)]) == [(1, 4), (5, 7)]
    assert scope["merge"]([]) == []
    assert scope["merge"]([(1, 9), (2, 3)]) == [(1, 9)]


def test_constraints_that_the_best_completions_keep() -> None:
    bell = completions("bicycle-bell")["heron-1"]
    assert len(bell.split()) <= 25
    poem = completions("rain-poem")["heron-1"]
    assert len(poem.splitlines()) == 4
    assert "rain" not in poem.lower()
    verses = completions("zh-qiuye-wujue")["kite-instruct"]
    assert [len(line.rstrip("，。")) for line in verses.splitlines()] == [5, 5, 5, 5]
    assert not set("秋夜") & set(verses)
    names = completions("repair-cafe-names")["heron-2"].splitlines()
    assert len(names) == 5
    assert all(len(name.split()) <= 3 for name in names), "a number and at most two words"


def test_position_in_the_file_and_length_do_not_give_the_best_away() -> None:
    best = {
        "scale-200-pounds": "kite-instruct", "three-numbers-31": "heron-2", "square-in-hexagon": "kite-instruct",
        "merge-intervals": "heron-2", "bicycle-bell": "heron-1", "rain-poem": "heron-1", "library-hours": "wren-base",
        "pancakes-for-six": "wren-base", "zh-jitu-tonglong": "kite-instruct", "repair-cafe-names": "heron-2",
        "nine-eleven-nine-nine": "heron-1", "extract-order": "heron-2", "zh-tiqu-json": "heron-1",
    }  # fmt: skip
    positions, ranks = set(), set()
    for row in RANKINGS:
        if row["id"] in best:
            models = [completion["model"] for completion in row["completions"]]
            by_length = sorted(row["completions"], key=lambda completion: len(completion["text"]))
            positions.add(models.index(best[row["id"]]))
            ranks.add([completion["model"] for completion in by_length].index(best[row["id"]]))
    assert positions == {0, 1, 2, 3}
    assert ranks == {0, 1, 2, 3}
