"""What holds of the rows of every config, whatever labelers say and whatever the recipe asks."""

import math
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from itertools import groupby, pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from exports.arithmetic.ballots import is_silent, repeats_card
from exports.configs import CONFIGS, Config, Drops, Material
from exports.configs.cases import LETTERS, Row, plain
from exports.reading.judgments import Completion, JudgedPrompt, JudgedTask, Judgment, Version
from exports.reading.standing import Sieve
from exports.recipes.recipe import CONFIG_NAMES, SELECTIONS, Recipe, parse_recipe
from exports.targets.helpsteer3 import JudgedPairs

NOW = datetime(2026, 1, 10, tzinfo=UTC)
# Some read the same: white space around, or another normal form. Some are empty.
TEXTS = ["a", "a ", "b", "c", "\u00e9", "e\u0301", "", " \n"]
FORM = {"completion": [{"name": "overall", "type": "scale", "min": 1, "max": 7}, {"name": "bad", "type": "flag"}]}
VERSION = Version(1, {"strength": 4, "strength_beyond_pairs": True}, FORM)
PROMPT = [{"role": "user", "content": "Why?"}]
TYPES = {"string": str, "int64": int, "float64": float, "bool": bool}
ALL: dict[str, Callable[[Recipe], Config]] = {**CONFIGS, "helpsteer3": JudgedPairs}
PAIRS = ["preference", "reward", "helpsteer3"]

proven = settings(derandomize=True, database=None, max_examples=80)


@some.composite
def bodies(draw: some.DrawFn, cards: int) -> dict[str, Any]:
    """A ranking as a labeler submits it: some cards unranked, line, strengths, rewrite and ratings or not."""
    letters = draw(some.permutations(LETTERS[:cards]))
    ranked = draw(some.integers(1, cards))
    cuts = sorted(draw(some.sets(some.integers(1, ranked - 1)))) if ranked > 1 else []
    tiers = [list(letters[start:end]) for start, end in pairwise([0, *cuts, ranked])]
    body: dict[str, Any] = {"tiers": tiers, "unranked": list(letters[ranked:])}
    if draw(some.booleans()):
        body["acceptable_tiers"] = draw(some.integers(0, len(tiers)))
    if draw(some.booleans()):
        body["strengths"] = draw(some.lists(some.integers(0, 3), min_size=len(tiers) - 1, max_size=len(tiers) - 1))
    if draw(some.booleans()):
        of = draw(some.sampled_from([None, *letters]))
        body["rewrite"] = {"of": of, "text": draw(some.sampled_from([*TEXTS, "rewritten"]))}
    answers = some.fixed_dictionaries({}, optional={"overall": some.integers(1, 7), "bad": some.booleans()})
    body["ratings"] = draw(some.dictionaries(some.sampled_from(letters), answers))
    return body


@some.composite
def prompts(draw: some.DrawFn) -> JudgedPrompt:
    """Up to five labelers' rankings of the same cards, a demonstration beside them or not."""
    texts = draw(some.lists(some.sampled_from(TEXTS), min_size=2, max_size=5, unique=True))
    cards = [
        Completion(number, number, number, [{"role": "assistant", "content": text}], f"m{number % 2}", "", "")
        for number, text in enumerate(texts)
    ]
    task = JudgedTask(1, "t", "b", "", "chat", "en", "", "", "", completions=cards)
    for labeler in range(draw(some.integers(1, 5))):
        order = draw(some.permutations(range(len(cards))))
        task.judgments.append(judgment(labeler, list(order), draw(bodies(len(cards)))))
    if draw(some.booleans()):
        task.judgments.append(judgment(9, [], {"text": draw(some.sampled_from([*TEXTS, "written"]))}))
    return JudgedPrompt(1, 1, PROMPT, draw(some.sampled_from(["train", "test"])), False, [task])


def judgment(labeler: int, order: list[int], body: dict[str, Any]) -> Judgment:
    at = NOW - timedelta(days=labeler)
    return Judgment(labeler + 1, labeler, "labeler", "", VERSION, order, labeler, at, 1.5, None, body=body)


@some.composite
def recipes(draw: some.DrawFn, **fixed: Any) -> Recipe:
    said = {
        "aggregate": draw(some.sampled_from(["majority", "each"])),
        "pairs": dict.fromkeys(("preference", "reward"), draw(some.sampled_from(SELECTIONS))),
        "min_strength": {"preference": draw(some.integers(0, 2))},
        "margin": draw(some.sampled_from(["none", "small", "large", "level"])),
        "rewrites": draw(some.sampled_from(["include", "exclude", "only"])),
        "sft": ["demonstrations", "rewrites", "best"],
        "labelers": draw(some.sampled_from(["pseudonym", "none"])),
        "kto": {"from": draw(some.sampled_from(["question", "acceptability"]))},
        "filters": {"flags_exclude": draw(some.sampled_from([[], ["bad"]]))},
    } | fixed
    if said["aggregate"] == "majority":
        said["min_votes"] = draw(some.integers(1, 2))
        said["min_agreement"] = draw(some.sampled_from([0, 0.6]))
    return parse_recipe(said, now=NOW, configs=CONFIG_NAMES, targets=("trl",))


def material_of(prompt: JudgedPrompt, recipe: Recipe) -> Material:
    snapshot: Any = SimpleNamespace(project=SimpleNamespace(secret="s"), licenses={"m0": "mit"}, erased=frozenset())
    return Material(prompt, recipe, Sieve(snapshot, recipe, {"labelers": {}, "groups": {}}))


def built(name: str, prompt: JudgedPrompt, recipe: Recipe) -> tuple[list[Row], Drops, Material]:
    material, drops = material_of(prompt, recipe), Drops()
    return list(ALL[name](recipe).rows(material, drops)), drops, material


def sides(rows: list[Row]) -> Iterator[tuple[str, str]]:
    """(better, worse) of each pair, as texts are compared; a helpsteer3 row that nobody won says nothing."""
    for core in (row.core for row in rows):
        if "chosen" in core:
            yield plain(core["chosen"]), plain(core["rejected"])
        elif core["overall_preference"]:
            pair = [plain([{"content": core[name]}]) for name in ("response1", "response2")]
            better, worse = pair if core["overall_preference"] < 0 else pair[::-1]
            yield better, worse


def fits(value: Any, type_: Any) -> bool:
    if isinstance(type_, str):
        return type(value) is TYPES[type_] and (type_ != "float64" or math.isfinite(value))
    if isinstance(type_, list):
        return isinstance(value, list) and all(fits(one, type_[0]) for one in value)
    return value.keys() == type_.keys() and all(fits(value[key], inner) for key, inner in type_.items())


@pytest.mark.parametrize("name", ALL)
@proven
@given(prompts(), recipes())
def test_rows_are_what_the_columns_say(name: str, prompt: JudgedPrompt, recipe: Recipe) -> None:
    config = ALL[name](recipe)
    for row in built(name, prompt, recipe)[0]:
        for told, columns in ((row.core, config.core), (row.facts, config.facts)):
            assert set(told) == {column.name for column in columns}
            for column in columns:
                assert fits(told[column.name], column.type), (column, told[column.name])


@pytest.mark.parametrize("name", PAIRS)
@proven
@given(prompts(), recipes(aggregate="majority"))
def test_a_majority_never_says_both_ways(name: str, prompt: JudgedPrompt, recipe: Recipe) -> None:
    pairs = set(sides(built(name, prompt, recipe)[0]))
    assert not pairs & {(worse, better) for better, worse in pairs}


@pytest.mark.parametrize("name", PAIRS)
@proven
@given(prompts(), recipes())
def test_a_pair_has_two_texts(name: str, prompt: JudgedPrompt, recipe: Recipe) -> None:
    for better, worse in sides(built(name, prompt, recipe)[0]):
        assert better
        assert worse
        assert better != worse


@pytest.mark.parametrize("name", PAIRS)
@proven
@given(prompts(), recipes())
def test_each_pair_is_a_row_or_counted_once(name: str, prompt: JudgedPrompt, recipe: Recipe) -> None:
    rows, drops, material = built(name, prompt, recipe)
    ballots = [said.ballot for case in material.rankings for said in case.said]
    silent = sum(map(is_silent, ballots)) + sum(map(repeats_card, ballots)) + len(material.demonstrations)
    assert len(rows) + drops.total() == sum(len(case.counts) for case in material.rankings) + silent
    assert len({row.facts["pair_id"] for row in rows}) == len(rows)


@pytest.mark.parametrize("name", [*PAIRS, "kto", "sft", "prompts"])
@proven
@given(prompts(), recipes(aggregate="majority", pairs={"preference": "all", "reward": "best_rest"}), some.randoms())
def test_the_order_of_judgments_changes_no_row(name: str, prompt: JudgedPrompt, recipe: Recipe, draw: Any) -> None:
    turned = deepcopy(prompt)
    draw.shuffle(turned.tasks[0].judgments)
    assert said_by(built(name, prompt, recipe)) == said_by(built(name, turned, recipe))


def said_by(made: tuple[list[Row], Drops, Material]) -> tuple[Counter[Any], Drops]:
    """What a trainer learns from the rows, and what was dropped."""
    rows, drops, _ = made
    if rows and "prompt" not in rows[0].core:
        return Counter(sides(rows)), drops
    said = [
        (*(plain(row.core[key]) for key in ("chosen", "rejected", "completion") if key in row.core),
         row.core.get("label"), row.core.get("margin"), row.facts.get("n_labels"))
        for row in rows
    ]  # fmt: skip
    return Counter(said), drops


@proven
@given(prompts(), recipes())
def test_reward_has_its_groups_together_and_the_margin_asked_for(prompt: JudgedPrompt, recipe: Recipe) -> None:
    rows = built("reward", prompt, recipe)[0]
    groups = [group for group, _ in groupby(row.facts["group_id"] for row in rows)]
    assert len(groups) == len(set(groups))
    margins = [row.core.get("margin") for row in rows]
    assert all((margin is None) == (recipe.margin == "none") for margin in margins)
    assert all(margin is None or 0 <= margin <= 3 for margin in margins)


@proven
@given(prompts(), recipes())
def test_an_answer_is_a_row_once_and_has_a_text(prompt: JudgedPrompt, recipe: Recipe) -> None:
    for name in ("sft", "kto"):
        texts = [plain(row.core["completion"]) for row in built(name, prompt, recipe)[0]]
        assert all(texts)
        assert len(texts) == len(set(texts))


@proven
@given(prompts(), recipes())
def test_ranks_alone_make_nothing_good_or_bad(prompt: JudgedPrompt, recipe: Recipe) -> None:
    for one in prompt.tasks[0].judgments:
        one.body.pop("acceptable_tiers", None)
        one.body["ratings"] = {}
    rows = built("kto", prompt, recipe)[0]
    assert {row.facts["label_source"] for row in rows} <= {"rewrite", "demonstration"}
    assert all(row.core["label"] for row in rows)
