"""The recipe: what was asked for, in words and as JSON."""

import orjson

from exports.card.markdown import block, code, counted
from exports.dataset import Dataset
from exports.manifest import recipe_told
from exports.recipes.recipe import Filters, Recipe

SELECTIONS = {
    "all": "all pairs",
    "best_worst": "the best with the worst",
    "best_rest": "the best with each of the rest",
    "adjacent": "neighbours in the order",
    "one": "one pair of each group, drawn by lot",
}
MARGINS = {
    "none": "none",
    "small": "Llama 2's small one (1, 2/3, 1/3, 0)",
    "large": "Llama 2's large one (3, 2, 1, 0)",
    "level": "the level of the strength",
}
REWRITES = {
    "include": "What labelers rewrote is used.",
    "exclude": "What labelers rewrote is left out.",
    "only": "Only what labelers rewrote is preferred.",
}


def choices(dataset: Dataset) -> list[str]:
    recipe = dataset.recipe
    told = [several(recipe), *pairs(recipe), *singles(recipe), REWRITES[recipe.rewrites], *filters(recipe.filters)]
    lines = [f"- {line}" for line in told]
    written = orjson.dumps(recipe_told(dataset), option=orjson.OPT_INDENT_2).decode()
    return ["## The recipe", "", *lines, "", block(written, "json")]


def several(recipe: Recipe) -> str:
    if recipe.aggregate == "each":
        return "Each labeler's judgment gives rows of its own; two labelers may contradict each other."
    return (
        "Several labelers become one: a pair is kept when the votes for it exceed half of all votes on it, ties "
        f"included, and it stands in no cycle; at least {counted(recipe.min_votes, 'vote')}, agreement at least "
        f"{recipe.min_agreement:g}. Ratings go by their median, flags by majority."
    )


def pairs(recipe: Recipe) -> list[str]:
    lines = [
        f"`{name}`: {SELECTIONS[recipe.pairs[name]]}; where strengths exist, at least {recipe.min_strength[name]}."
        for name in ("preference", "reward")
        if name in recipe.configs
    ]
    return [*lines, *([f"Margin of `reward`: {MARGINS[recipe.margin]}."] if "reward" in recipe.configs else [])]


def singles(recipe: Recipe) -> list[str]:
    lines = []
    if "sft" in recipe.configs:
        lines.append(f"`sft` takes: {', '.join(recipe.sft)}.")
    if "kto" in recipe.configs:
        rule = recipe.kto
        by = (
            "the line of what is acceptable"
            if rule.origin == "acceptability"
            else f"the question {code(rule.question)}"
        )
        vetoes = f"; bad by the flags {named(rule.veto_flags)}" if rule.veto_flags else ""
        lines.append(f"`kto` goes by {by}; ratings from {rule.good:g} are good, up to {rule.bad:g} bad{vetoes}.")
    return lines


def filters(told: Filters) -> list[str]:
    """Only what was asked for beside the defaults, but the review, which always holds."""
    lines = [f"Reviews: {', '.join(told.review)}; what a reviewer rejected is never in."]
    for name, moment in (("since", told.since), ("until", told.until)):
        lines += [f"Judged {name} {moment:%Y-%m-%d %H:%M:%S} UTC."] if moment else []
    if told.guideline_version_min:
        lines.append(f"Guideline version {told.guideline_version_min} or newer.")
    for words, names in (
        ("Batches", told.batches), ("Groups of labelers", told.groups), ("Roles", told.roles),
        ("Licenses", told.licenses), ("Use cases", told.use_case), ("Languages", told.language),
        ("Answers that more than half marked so are left out", told.flags_exclude),
    ):  # fmt: skip
        lines += [f"{words}: {named(names)}."] if names else []
    if told.labelers_exclude:
        lines.append(f"Labelers left out: {len(told.labelers_exclude):,}.")
    return lines


def named(names: tuple[str, ...], most: int = 20) -> str:
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(map(code, names[:most])) + more
