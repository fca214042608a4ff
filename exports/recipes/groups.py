"""How the recipe's form is read: what most people need stands first, the rest in groups that open."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exports.recipes import words
from exports.recipes.choices import Choices
from exports.recipes.form import RecipeForm, flat

FIRST = ("configs", "target", "files")
GROUPS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "votes": (_("Several labelers"), ("aggregate", "min_votes", "min_agreement")),
    "pairs": (
        _("Pairs of a ranking"),
        ("pairs.preference", "pairs.reward", "min_strength.preference", "min_strength.reward", "margin"),
    ),
    "answers": (_("Written answers"), ("sft", "rewrites")),
    "good": (_("Good and bad answers"), ("kto.from", "kto.question", "kto.good", "kto.bad", "kto.veto_flags")),
    "judgments": (
        _("Which judgments"),
        (
            "filters.since", "filters.until", "filters.guideline_version_min", "filters.review", "filters.roles",
            "filters.groups", "filters.labelers_exclude",
        ),
    ),
    "texts": (
        _("Which tasks and texts"),
        ("filters.batches", "filters.use_case", "filters.language", "filters.licenses", "filters.flags_exclude"),
    ),
    "privacy": (_("People and metadata"), ("labelers", "metadata", "personal_data")),
    "moment": (_("The moment"), ("snapshot",)),
}  # fmt: skip
OF_RANKINGS = {
    "aggregate", "min_votes", "min_agreement", "pairs.preference", "pairs.reward", "sft", "rewrites", "kto.from",
    "kto.question", "kto.good", "kto.bad",
}  # fmt: skip
OF_STRENGTHS = {"min_strength.preference", "min_strength.reward", "margin"}


@dataclass(frozen=True)
class Group:
    name: str
    title: str | Promise
    fields: list[BoundField]
    # How many of its choices are not the recipe's defaults.
    changed: int
    is_open: bool


def asks(path: str, choices: Choices) -> bool:
    """Whether the choice can matter in this project."""
    if path in OF_RANKINGS:
        return choices.kind == "ranking"
    if path in OF_STRENGTHS:
        return choices.has_strengths
    of_project = {
        "kto.veto_flags": choices.flags, "filters.flags_exclude": choices.flags, "filters.groups": choices.groups,
        "filters.use_case": choices.use_case, "filters.language": choices.language,
        "filters.licenses": choices.licenses, "filters.batches": choices.batches,
    }  # fmt: skip
    return path not in of_project or bool(of_project[path].names) or of_project[path].is_cut


class Reading:
    """The form as the page shows it. `defaults`: the project's default recipe, complete."""

    def __init__(self, form: RecipeForm, defaults: Mapping[str, Any]) -> None:
        usual = flat(defaults)
        now = form.told()
        self.form = form
        self.changed = {path for path in form.fields if now.get(path) != usual.get(path)}
        self.shown = {
            path for path in form.fields if path in self.changed | set(form.errors) or asks(path, form.choices)
        }

    def groups(self) -> list[Group]:
        return [group for name in GROUPS if (group := self.group(name)).fields]

    def group(self, name: str) -> Group:
        title, paths = GROUPS[name]
        changed = self.changed & set(paths)
        is_open = bool(changed or set(self.form.errors) & set(paths))
        return Group(name, title, [self.form[path] for path in paths if path in self.shown], len(changed), is_open)

    def unasked(self) -> list[BoundField]:
        """What the page carries along unseen: it cannot matter here, and is as usual."""
        return [self.form[path] for _title, paths in GROUPS.values() for path in paths if path not in self.shown]

    @property
    def files(self) -> BoundField:
        """By its own name the form has what was uploaded: nothing."""
        return self.form["files"]

    def wrong(self) -> list[BoundField]:
        """The fields that were refused."""
        return [self.form[path] for path in self.form.fields if path in self.form.errors]

    def configs(self) -> list[tuple[Any, Any]]:
        """Each config's tick box with what the config is."""
        return [(box, words.CONFIGS[str(box.data["value"])][1]) for box in self.form["configs"]]
