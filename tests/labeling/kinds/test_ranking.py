"""What a ranking may say, preset by preset."""

from typing import Any

import pytest

from labeling.kinds import KINDS, PRESETS, InvalidJudgment, InvalidSettings
from labeling.kinds.ranking import parse_judgment

TEXTS = {"A": "Alpha", "B": "Beta", "C": "Gamma"}


def parse(judgment: Any, *, cards: int = 2, preset: str = "", form: Any = None, **ranking: Any) -> dict[str, Any]:
    start = PRESETS.get(preset)
    settings, questions = KINDS["ranking"].check_settings(
        {**(start.ranking if start else {}), **ranking}, form or (start.form if start else {})
    )
    letters = "ABC"[:cards]
    return parse_judgment(
        judgment, labels=letters, texts={letter: TEXTS[letter] for letter in letters}, ranking=settings, form=questions
    )


def refusal(judgment: Any, **options: Any) -> str:
    with pytest.raises(InvalidJudgment) as refused:
        parse(judgment, **options)
    return next(iter(refused.value.fields))


def test_a_bare_ranking_is_filled_in() -> None:
    assert parse({"tiers": [["B"], ["A"]]}) == {
        "tiers": [["B"], ["A"]], "unranked": [], "acceptable_tiers": None, "strengths": [], "ratings": {},
        "answers": {}, "rewrite": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    "tiers",
    [
        None,
        [],
        "AB",
        [["A"]],
        [["A"], []],
        [["A"], ["B"], ["C"]],
        [["A"], ["A", "B"]],
        ["A", "B"],
        [[1], ["B"]],
        [[["A"]], ["B"]],
    ],
)
def test_tiers_place_every_letter_exactly_once(tiers: Any) -> None:
    assert refusal({"tiers": tiers}) == "tiers"


def test_partial_rankings_need_at_least_one_placed() -> None:
    assert parse({"tiers": [["C"]], "unranked": ["A", "B"]}, cards=3, partial=True)["unranked"] == ["A", "B"]
    assert refusal({"tiers": [], "unranked": ["A", "B", "C"]}, cards=3, partial=True) == "tiers"
    assert refusal({"tiers": [["C"]], "unranked": ["A", "B"]}, cards=3) == "unranked"


def test_ties_only_where_they_are_taken() -> None:
    assert parse({"tiers": [["A", "B"]]})["tiers"] == [["A", "B"]]
    assert refusal({"tiers": [["A", "B"]]}, ties=False) == "tiers"


@pytest.mark.parametrize("line", [0, 1, 2])
def test_the_line_stands_anywhere(line: int) -> None:
    assert parse({"tiers": [["A"], ["B"]], "acceptable_tiers": line}, acceptability=True)["acceptable_tiers"] == line


@pytest.mark.parametrize("line", [None, 3, -1, True, "1", 1.0])
def test_the_line_must_be_set_where_it_is_asked(line: Any) -> None:
    assert refusal({"tiers": [["A"], ["B"]], "acceptable_tiers": line}, acceptability=True) == "acceptable_tiers"


def test_arena_is_a_b_tie_or_both_bad() -> None:
    for tiers in ([["A"], ["B"]], [["B"], ["A"]], [["A", "B"]]):
        assert parse({"tiers": tiers, "acceptable_tiers": None}, preset="arena")["acceptable_tiers"] is None
    assert parse({"tiers": [["A", "B"]], "acceptable_tiers": 0}, preset="arena")["acceptable_tiers"] == 0
    assert refusal({"tiers": [["A"], ["B"]], "acceptable_tiers": 0}, preset="arena") == "acceptable_tiers"
    assert refusal({"tiers": [["A", "B"]], "acceptable_tiers": 1}, preset="arena") == "acceptable_tiers"


def test_llama_takes_four_strengths_and_no_tie() -> None:
    for level in range(4):
        assert parse({"tiers": [["B"], ["A"]], "strengths": [level]}, preset="llama")["strengths"] == [level]
    for wrong in ([], [4], [-1], [1, 1], ["1"], [True]):
        assert refusal({"tiers": [["B"], ["A"]], "strengths": wrong}, preset="llama") == "strengths"
    assert refusal({"tiers": [["A", "B"]]}, preset="llama") == "tiers"


def test_strengths_of_larger_rankings_are_an_option() -> None:
    ranking = {"tiers": [["B"], ["A", "C"]], "strengths": [2]}
    assert refusal(ranking, cards=3, strength=4) == "strengths"
    assert parse(ranking, cards=3, strength=4, strength_beyond_pairs=True)["strengths"] == [2]


def test_helpsteer_asks_for_everything() -> None:
    ratings = {
        letter: dict.fromkeys(("helpfulness", "correctness", "coherence", "complexity", "verbosity"), 4)
        for letter in "AB"
    }
    judgment = {"tiers": [["A"], ["B"]], "strengths": [3], "ratings": ratings, "answers": {"rationale": "Right."}}
    assert parse(judgment, preset="helpsteer")["answers"] == {"rationale": "Right."}
    assert refusal(judgment | {"answers": {"rationale": "  "}}, preset="helpsteer") == "answers.rationale"
    assert refusal(judgment | {"strengths": [0]}, preset="helpsteer") == "strengths"
    ratings["B"].pop("verbosity")
    assert refusal(judgment, preset="helpsteer") == "ratings.B.verbosity"


def test_instructgpt_stores_every_flag_as_true_or_false() -> None:
    ratings = {"A": {"overall": 7, "hallucination": True}, "B": {"overall": 1}}
    parsed = parse({"tiers": [["A"], ["B"]], "ratings": ratings}, preset="instructgpt")["ratings"]
    assert len(parsed["A"]) == 12
    assert (parsed["A"]["hallucination"], parsed["B"]["hallucination"]) == (True, False)


@pytest.mark.parametrize("rating", [0, 8, "5", 5.0, True, [5]])
def test_scales_take_whole_numbers_in_range(rating: Any) -> None:
    ratings = {"A": {"overall": rating}, "B": {"overall": 1}}
    assert refusal({"tiers": [["A"], ["B"]], "ratings": ratings}, preset="instructgpt") == "ratings.A.overall"


def test_rewrites() -> None:
    def rewrite(value: Any) -> Any:
        return {"tiers": [["A"], ["B"]], "rewrite": value}

    def parsed(value: Any, asked: str = "optional") -> Any:
        return parse(rewrite(value), rewrite=asked)["rewrite"]

    assert parsed({"of": "A", "text": "Better"}) == {"of": "A", "text": "Better"}
    assert parsed({"of": None, "text": "Afresh"}) == {"of": None, "text": "Afresh"}
    assert parsed({"of": "B", "unchanged": True}, "required") == {"of": "B", "unchanged": True}
    assert parsed(None) is None
    assert refusal(rewrite(None), rewrite="required") == "rewrite"
    assert refusal(rewrite({"of": "A", "text": "x"})) == "rewrite"
    assert refusal(rewrite({"of": "A", "text": "Alpha"}), rewrite="optional") == "rewrite.text"
    assert refusal(rewrite({"of": "A", "text": " "}), rewrite="optional") == "rewrite.text"
    assert refusal(rewrite({"of": "C", "text": "x"}), rewrite="optional") == "rewrite.of"
    assert refusal(rewrite({"of": None, "unchanged": True}), rewrite="optional") == "rewrite"
    assert refusal(rewrite({"text": "x"}), rewrite="optional") == "rewrite"
    assert refusal(rewrite({"of": ["A"], "text": "x"}), rewrite="optional") == "rewrite.of"


def test_settings_are_checked() -> None:
    check = KINDS["ranking"].check_settings
    for ranking, form, place in [
        ({"tie": True}, {}, "ranking.tie"),
        ({"ties": 1}, {}, "ranking.ties"),
        ([], {}, "ranking"),
        ({}, {"cards": []}, "form"),
        ({}, {"task": {}}, "form.task"),
        ({}, {"task": [{"name": "Why?", "type": "text"}]}, "form.task.0"),
        ({}, {"task": [{"name": "a", "type": "text"}, {"name": "a", "type": "flag"}]}, "form.task"),
        ({}, {"task": [{"name": "a", "type": "choice", "options": ["one"]}]}, "form.task.0"),
    ]:
        with pytest.raises(InvalidSettings) as refused:
            check(ranking, form)
        assert next(iter(refused.value.fields)) == place


@pytest.mark.parametrize("name", list(PRESETS))
def test_every_preset_passes_its_own_checks(name: str) -> None:
    preset = PRESETS[name]
    ranking, form = KINDS[preset.kind].check_settings(preset.ranking, preset.form)
    assert KINDS[preset.kind].check_settings(ranking, form) == (ranking, form)


def test_demonstrations_are_text_with_answers() -> None:
    kind = KINDS["demonstration"]

    def parsed(judgment: Any) -> Any:
        return kind.parse_judgment(judgment, labels="", texts={}, ranking={}, form={})

    assert parsed({"text": " As it is.\r\n"}) == {"text": " As it is.\r\n", "answers": {}}
    for wrong in (
        {},
        {"text": ""},
        {"text": " \n"},
        {"text": 7},
        {"text": "x", "tiers": []},
        [],
        {"text": "x" * 1_000_001},
    ):
        with pytest.raises(InvalidJudgment):
            parsed(wrong)
