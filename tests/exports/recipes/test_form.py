"""The form carries every recipe that the parser accepts, and puts every refusal at its field."""

from datetime import UTC, datetime
from html import escape
from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exports.configs import CONFIGS
from exports.recipes.choices import Choices, Known
from exports.recipes.form import RecipeForm
from exports.recipes.groups import GROUPS, Reading
from exports.recipes.recipe import BadRecipe, Recipe, parse_recipe
from exports.targets import TARGETS
from labeling.models import Project
from tests.exports.browser_form import filled

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
STRANGE = [
    "",
    " ",
    "a\nb",
    "\r\n",
    "a\r",
    '"',
    '"a"',
    "\u2028",
    "\u0085x",
    "\ufeff",
    "<b>&amp;",
    " lead",
    "trail ",
    "\t",
    "ok",
]
WORDS = st.sampled_from(STRANGE) | st.text(
    st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=12
)
NAMES = st.lists(WORDS, max_size=4)
MOMENTS = st.none() | st.datetimes(datetime(1, 1, 2), datetime(2026, 11, 22), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda moment: moment.isoformat()
)
NUMBERS = st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9, allow_nan=False)


def some(choices: Any) -> Any:
    return st.lists(st.sampled_from(list(choices)), min_size=1, unique=True)


def picks(**parts: Any) -> Any:
    return st.fixed_dictionaries({}, optional=parts)


SELECTIONS = st.sampled_from(["all", "best_worst", "best_rest", "adjacent", "one"])
FILTERS = picks(
    batches=NAMES, since=MOMENTS, guideline_version_min=st.none() | st.integers(1, 10**9), labelers_exclude=NAMES,
    groups=NAMES, roles=st.lists(st.sampled_from(["labeler", "reviewer", "manager"])), use_case=NAMES, language=NAMES,
    licenses=NAMES, flags_exclude=NAMES, review=some(["accepted", "unreviewed"]),
)  # fmt: skip
RECIPES = picks(
    configs=some(CONFIGS), target=st.sampled_from([*TARGETS]), files=st.sampled_from(["parquet", "jsonl", "csv"]),
    aggregate=st.sampled_from(["majority", "each"]), min_agreement=st.floats(0, 1) | st.integers(0, 1),
    min_votes=st.integers(1, 1000), min_strength=picks(preference=st.integers(0, 3), reward=st.integers(0, 3)),
    pairs=picks(preference=SELECTIONS, reward=SELECTIONS), margin=st.sampled_from(["none", "small", "large", "level"]),
    sft=some(["demonstrations", "rewrites", "best"]), rewrites=st.sampled_from(["include", "exclude", "only"]),
    kto=picks(**{"from": st.sampled_from(["question", "acceptability"])}, question=WORDS, good=NUMBERS, bad=NUMBERS,
              veto_flags=NAMES),
    filters=FILTERS, labelers=st.sampled_from(["pseudonym", "none"]),
    personal_data=st.sampled_from(["keep", "report", "drop"]), metadata=st.booleans(),
    snapshot=st.none() | st.integers(0, 10**18 - 1),
)  # fmt: skip
KNOWN = Known(("ok", "", "other"))
CHOICES = [
    Choices(kind="demonstration"),
    Choices(
        kind="ranking", batches=KNOWN, use_case=KNOWN, language=KNOWN, licenses=KNOWN, groups=KNOWN, labelers=KNOWN,
        flags=KNOWN, scales=KNOWN, has_strengths=True, has_line=True, snapshots=[("7", "Export 7")],
    ),
]  # fmt: skip


def parse(recipe: Any) -> Recipe:
    return parse_recipe(recipe, now=NOW, configs=tuple(CONFIGS), targets=tuple(TARGETS))


def shown(form: RecipeForm) -> str:
    context = {"form": form, "reading": Reading(form, parse({}).as_json()), "project": Project(slug="p")}
    return render_to_string("exports/_recipe_form.html", context)


def sent(page: str) -> QueryDict:
    """What the browser sends of it."""
    data = QueryDict(mutable=True)
    for name, values in filled(page).items():
        data.setlist(name, values)
    return data


def through_the_form(recipe: Recipe, choices: Choices) -> Recipe:
    page = shown(RecipeForm(choices, recipe=recipe.as_json()))
    form = RecipeForm(choices, recipe=parse({}).as_json(), data=sent(page))
    assert form.is_valid(), form.errors
    # A second look at what was sent shows the same again, as after a refusal elsewhere.
    again = RecipeForm(choices, recipe=parse({}).as_json(), data=sent(shown(form)))
    assert again.is_valid(), again.errors
    assert again.recipe() == form.recipe()
    return parse(form.recipe())


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(given=RECIPES, choices=st.sampled_from(CHOICES))
def test_every_recipe_survives_the_form(given: dict[str, Any], choices: Choices) -> None:
    try:
        recipe = parse(given)
    except BadRecipe:
        return
    came = through_the_form(recipe, choices)
    assert came == recipe
    # 5 does not become 5.0.
    assert repr(came.as_json()) == repr(recipe.as_json())


def test_ten_thousand_names_survive_it() -> None:
    names = [f" {number}\n<i>" for number in range(10_000)]
    recipe = parse({"filters": {"labelers_exclude": names, "use_case": names}})
    assert through_the_form(recipe, CHOICES[1]) == recipe


def test_every_key_of_the_recipe_has_its_field_in_one_group() -> None:
    form = RecipeForm(CHOICES[1], recipe=parse({}).as_json())
    told = set(form.initial) | {"snapshot"}
    in_groups = [path for _title, paths in GROUPS.values() for path in paths]
    assert set(form.fields) == told
    assert sorted([*in_groups, "configs", "target", "files"]) == sorted(form.fields)


WRONG = {
    "configs": ["magic"], "target": ["x"], "files": ["xml"], "aggregate": ["?"], "min_votes": ["0"], "margin": ["x"],
    "min_agreement": ["2"], "pairs.preference": ["x"], "min_strength.reward": ["9"], "sft": ["x"], "rewrites": ["x"],
    "kto.from": ["x"], "kto.good": ["1e300"], "filters.since": ["gestern"], "filters.until": ["2999-01-01"],
    "filters.guideline_version_min": ["0"], "filters.roles": ["boss"], "filters.review": ["x"], "labelers": ["x"],
    "personal_data": ["x"], "snapshot": ["-1"],
}  # fmt: skip


@pytest.mark.parametrize("field", WRONG)
def test_a_refusal_stands_at_its_field(field: str) -> None:
    choices, usual = CHOICES[1], parse({}).as_json()
    data = sent(shown(RecipeForm(choices, recipe=usual)))
    data.setlist(field, WRONG[field])
    form = RecipeForm(choices, recipe=usual, data=data)
    assert form.is_valid(), form.errors
    with pytest.raises(BadRecipe) as refusal:
        parse(form.recipe())
    form.take_errors(refusal.value.fields, refusal.value.detail)
    assert list(form.errors) == [field]
    page = shown(form)
    assert f'id="id_{field}_error">{escape(form.errors[field][0])}' in page
    group = next((name for name, (_title, paths) in GROUPS.items() if field in paths), "")
    assert not group or f'id="group-{group}" open' in page


@pytest.mark.parametrize(
    ("field", "text"), [("min_votes", "many"), ("kto.bad", "1e"), ("filters.batches.others", '"unclosed')]
)
def test_what_cannot_be_read_is_refused_where_it_stands(field: str, text: str) -> None:
    data = sent(shown(RecipeForm(CHOICES[1], recipe=parse({}).as_json())))
    data[field] = text
    form = RecipeForm(CHOICES[1], recipe=parse({}).as_json(), data=data)
    assert list(form.errors) == [field.removesuffix(".others")]
    assert text in shown(form).replace("&quot;", '"')


def test_names_are_shown_as_text() -> None:
    choices = Choices(kind="ranking", batches=Known(("<script>alert(1)</script>",)))
    page = shown(RecipeForm(choices, recipe=parse({"filters": {"batches": ["<img src=x>"]}}).as_json()))
    assert "<script>" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page
