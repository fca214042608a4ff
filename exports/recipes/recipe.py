"""What an export is made of: the recipe, parsed strictly, with its defaults filled in."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.errors import Invalid
from exports.recipes.fields import Fields

# The contract's names; those without a module are still to come.
CONFIG_NAMES = ("sft", "preference", "reward", "kto", "prompts", "ranking", "raw")
TARGET_NAMES = (
    "trl", "openrlhf", "llamafactory", "axolotl", "nemo-rl", "verl", "ms-swift", "openai", "helpsteer3", "none",
)  # fmt: skip
# Tables for people: the one target that is written as CSV.
PLAIN = "none"
FILES = ("parquet", "jsonl", "csv")
PAIR_CONFIGS = ("preference", "reward")
SELECTIONS = ("all", "best_worst", "best_rest", "adjacent", "one")
MOST_NAMES = 10_000
# Judgments of settled tasks are left out unless they are named: the settling one decides.
REVIEWS = ("accepted", "unreviewed", "returned", "settled")


class BadRecipe(Invalid):
    code = "bad_recipe"
    detail = gettext_lazy("The recipe is not valid.")


@dataclass(frozen=True, slots=True)
class KtoRule:
    """What is good and what is bad in itself; `sft` from `best` uses it too."""

    origin: str
    question: str
    good: float
    bad: float
    veto_flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filters:
    batches: tuple[str, ...]
    since: datetime | None
    until: datetime | None
    guideline_version_min: int | None
    labelers_exclude: tuple[str, ...]
    groups: tuple[str, ...]
    roles: tuple[str, ...]
    use_case: tuple[str, ...]
    language: tuple[str, ...]
    # Of the policies whose texts stay; the empty text stands for those of which none was stated.
    licenses: tuple[str, ...]
    flags_exclude: tuple[str, ...]
    review: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recipe:
    configs: tuple[str, ...]
    target: str
    files: str
    aggregate: str
    min_agreement: float
    min_votes: int
    min_strength: dict[str, int]
    pairs: dict[str, str]
    margin: str
    sft: tuple[str, ...]
    rewrites: str
    kto: KtoRule
    filters: Filters
    labelers: str
    # What becomes of rows with an e-mail address or a telephone number in them.
    personal_data: str
    metadata: bool
    snapshot: int | None

    def as_json(self) -> dict[str, Any]:
        """The recipe as the contract spells it, complete: parsing it gives this recipe again."""
        told = asdict(self)
        told["kto"]["from"] = told["kto"].pop("origin")
        for name in ("since", "until"):
            moment = told["filters"][name]
            told["filters"][name] = moment.isoformat().replace("+00:00", "Z") if moment else None
        if self.snapshot is None:
            del told["snapshot"]
        else:
            told["snapshot"] = str(self.snapshot)
        return {key: list(value) if isinstance(value, tuple) else value for key, value in told.items()} | {
            "kto": _with_lists(told["kto"]),
            "filters": _with_lists(told["filters"]),
        }

    def until(self, moment: datetime | None) -> "Recipe":
        """The same recipe, up to this moment."""
        return replace(self, filters=replace(self.filters, until=moment))


def _with_lists(part: dict[str, Any]) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in part.items()}


def parse_recipe(
    given: Any, *, now: datetime, configs: tuple[str, ...], targets: tuple[str, ...], preset: str = ""
) -> Recipe:
    """Return the recipe, or raise BadRecipe naming every field that is wrong.

    configs, targets: those that can be built; preset: the project's, which supplies the default of `kto`.
    """
    if not isinstance(given, Mapping):
        raise BadRecipe(_("A recipe is a JSON object."))
    fields = Fields(given)
    recipe = Recipe(
        configs=fields.subset("configs", configs, default=configs, to_come=CONFIG_NAMES),
        target=fields.choice("target", targets, default="trl", to_come=TARGET_NAMES),
        files=fields.choice("files", FILES, default="parquet"),
        aggregate=fields.choice("aggregate", ("majority", "each"), default="majority"),
        min_agreement=fields.number("min_agreement", 0, 1, default=0),
        min_votes=fields.whole("min_votes", 1, 1000, default=1) or 1,
        min_strength=parse_min_strength(fields.part("min_strength")),
        pairs=parse_pairs(fields.part("pairs")),
        margin=fields.choice("margin", ("none", "small", "large", "level"), default="none"),
        sft=fields.subset("sft", ("demonstrations", "rewrites", "best"), default=("demonstrations", "rewrites")),
        rewrites=fields.choice("rewrites", ("include", "exclude", "only"), default="include"),
        kto=parse_kto(fields.part("kto"), preset),
        filters=parse_filters(fields.part("filters"), now),
        labelers=fields.choice("labelers", ("pseudonym", "none"), default="pseudonym"),
        personal_data=fields.choice("personal_data", ("keep", "report", "drop"), default="keep"),
        metadata=fields.truth("metadata", default=True),
        snapshot=fields.identifier("snapshot"),
    )
    if recipe.files == "csv" and recipe.target != PLAIN:
        fields.refuse("files", _("CSV is for people, no trainer reads it as it is meant: it needs the target none."))
    if recipe.aggregate == "each":
        for name in ("min_votes", "min_agreement"):
            if getattr(recipe, name) > (1 if name == "min_votes" else 0):
                fields.refuse(name, _("It speaks of several labelers together: it needs aggregate majority."))
    if problems := fields.finish():
        raise BadRecipe(fields=problems)
    return recipe


def parse_min_strength(fields: Fields) -> dict[str, int]:
    # Llama 3 trains on the two upper levels only (preference); leaving weak ones out hurts a
    # reward model (Stiennon et al.), hence 0 there.
    defaults = {"preference": 2, "reward": 0}
    return {name: fields.whole(name, 0, 3, default=default) or 0 for name, default in defaults.items()}


def parse_pairs(fields: Fields) -> dict[str, str]:
    return {name: fields.choice(name, SELECTIONS, default="all") for name in PAIR_CONFIGS}


def parse_kto(fields: Fields, preset: str) -> KtoRule:
    question, good, bad = ("helpfulness", 3, 1) if preset == "helpsteer" else ("overall", 5, 3)
    rule = KtoRule(
        origin=fields.choice("from", ("question", "acceptability"), default="question"),
        question=fields.text("question", default=question),
        good=fields.number("good", -1e9, 1e9, default=good),
        bad=fields.number("bad", -1e9, 1e9, default=bad),
        veto_flags=fields.names("veto_flags"),
    )
    if rule.bad >= rule.good:
        fields.refuse("bad", _("It is smaller than good."))
    return rule


def parse_filters(fields: Fields, now: datetime) -> Filters:
    filters = Filters(
        batches=fields.names("batches"),
        since=fields.moment("since"),
        until=fields.moment("until"),
        guideline_version_min=fields.whole("guideline_version_min", 1, 10**9, default=None),
        labelers_exclude=fields.names("labelers_exclude"),
        groups=fields.names("groups"),
        roles=fields.subset("roles", ("labeler", "reviewer", "manager"), default=()),
        use_case=fields.names("use_case"),
        language=fields.names("language"),
        licenses=fields.names("licenses"),
        flags_exclude=fields.names("flags_exclude"),
        review=fields.subset("review", REVIEWS, default=("accepted", "unreviewed")),
    )
    if filters.until and filters.until > now:
        fields.refuse("until", _("It lies in the future."))
    if filters.since and filters.until and filters.since > filters.until:
        fields.refuse("since", _("It lies after until."))
    return filters
