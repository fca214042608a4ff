from datetime import UTC, datetime

import pytest

from exports.recipes.recipe import BadRecipe, parse_recipe

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BUILDABLE = ("sft", "preference", "reward", "ranking", "raw")


def parse(given, **options):
    return parse_recipe(given, now=NOW, configs=BUILDABLE, targets=("trl",), **options)


def test_nothing_given_is_the_contracts_default():
    recipe = parse({})
    assert recipe.configs == BUILDABLE
    assert (recipe.target, recipe.files, recipe.aggregate, recipe.margin) == ("trl", "parquet", "majority", "none")
    assert recipe.min_strength == {"preference": 2, "reward": 0}
    assert recipe.pairs == {"preference": "all", "reward": "all"}
    assert recipe.sft == ("demonstrations", "rewrites")
    assert recipe.filters.review == ("accepted", "unreviewed")


def test_a_recipe_survives_its_json():
    recipe = parse({"filters": {"since": "2026-11-01", "until": "2026-11-02T10:00:00+02:00"}, "snapshot": "7"})
    assert parse(recipe.as_json()) == recipe
    assert recipe.as_json()["filters"]["until"] == "2026-11-02T08:00:00Z"


def test_the_order_of_configs_does_not_matter():
    assert parse({"configs": ["raw", "sft"]}) == parse({"configs": ["sft", "raw"]})


def test_the_preset_supplies_the_question():
    assert parse({}, preset="helpsteer").kto.question == "helpfulness"
    assert (parse({}).kto.question, parse({}).kto.good, parse({}).kto.bad) == ("overall", 5, 3)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"confgs": []}, "confgs"),
        ({"configs": []}, "configs"),
        ({"configs": "sft"}, "configs"),
        ({"configs": ["kto"]}, "configs"),
        ({"target": "openrlhf"}, "target"),
        ({"target": 3}, "target"),
        ({"files": "csv"}, "files"),
        ({"min_votes": True}, "min_votes"),
        ({"min_votes": 0}, "min_votes"),
        ({"min_votes": 1.5}, "min_votes"),
        ({"min_agreement": 1.1}, "min_agreement"),
        ({"min_agreement": "half"}, "min_agreement"),
        ({"min_strength": {"preference": 4}}, "min_strength.preference"),
        ({"min_strength": {"sft": 1}}, "min_strength.sft"),
        ({"pairs": {"reward": "some"}}, "pairs.reward"),
        ({"pairs": "all"}, "pairs"),
        ({"metadata": 1}, "metadata"),
        ({"snapshot": "x"}, "snapshot"),
        ({"kto": {"question": "\0"}}, "kto.question"),
        ({"filters": {"batches": ["a\0"]}}, "filters.batches"),
        ({"filters": {"since": "0001-01-01T00:00:00+14:00"}}, "filters.since"),
        ({"filters": {"until": "9999-12-31T23:59:59-14:00"}}, "filters.until"),
        ({"aggregate": "each", "min_votes": 2}, "min_votes"),
        ({"filters": {"until": "2026-11-24T00:00:00Z"}}, "filters.until"),
        ({"filters": {"since": "2026-11-20T00:00:00"}}, "filters.since"),
        ({"filters": {"since": 5}}, "filters.since"),
        ({"filters": {"review": ["rejected"]}}, "filters.review"),
        ({"filters": {"batches": "b"}}, "filters.batches"),
        ({"filters": {"batch": []}}, "filters.batch"),
        ({"kto": {"good": 1, "bad": 2}}, "kto.bad"),
    ],
)
def test_what_is_wrong_is_named(given, field):
    with pytest.raises(BadRecipe) as refusal:
        parse(given)
    assert list(refusal.value.fields) == [field]


def test_all_that_is_wrong_is_named_at_once():
    with pytest.raises(BadRecipe) as refusal:
        parse({"files": "csv", "filters": {"x": 1}, "margin": None})
    assert set(refusal.value.fields) == {"files", "filters.x", "margin"}


def test_what_is_to_come_is_said_so():
    with pytest.raises(BadRecipe) as refusal:
        parse({"configs": ["kto"]})
    (why,) = refusal.value.fields["configs"]
    assert why == "kto cannot be exported yet. Available: sft, preference, reward, ranking, raw."


@pytest.mark.parametrize("given", [None, [], "all", 5])
def test_a_recipe_is_an_object(given):
    with pytest.raises(BadRecipe):
        parse(given)


def test_licenses_survive_the_json_with_the_one_that_nobody_stated():
    made = parse({"filters": {"licenses": ["MIT", "", "MIT"]}})
    assert made.filters.licenses == ("", "MIT")
    assert parse(made.as_json()) == made
