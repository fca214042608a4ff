"""What all targets share: how a config's rows are laid out in columns and files for one trainer.

A target is a module with `LAYOUTS` (config name -> Layout), `LEAVES` (config name -> why this trainer does not
get it), `beside(dataset)` (extra text files by path) and `loading(splits, files=...)` (lines that load and train it).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext_noop as N_

from exports.configs import CONFIGS, Config
from exports.configs.cases import Row
from exports.dataset import Dataset
from exports.recipes.recipe import Recipe
from exports.writing.columns import Column

# Spreadsheets are for people; a trainer that takes a file by its end would read one as something else.
TRAINING_FILES = ("parquet", "jsonl")
# Reasons why a config is left out are English in the manifest; pages translate them.
NOT_FLAT = N_("It is not flat, so it is no table for CSV; ask for Parquet or JSON Lines.")
NO_LAYOUT = N_("This trainer has no layout for it.")


@dataclass(frozen=True)
class Layout:
    """How one config is written: as the configs name it, metadata behind. Targets override what differs."""

    # Makes the rows in place of the config of that name.
    config: type[Config] | None = None
    # The facts go to a file beside the rows, for trainers that refuse columns they do not know.
    side_car: bool = False
    # What the trainer reads; a recipe that asks for something else gets the first.
    files: tuple[str, ...] = TRAINING_FILES

    def core(self, config: Config) -> tuple[Column, ...]:
        """The columns that the trainer reads."""
        return config.core

    def core_of(self, row: Row) -> dict[str, Any]:
        """The row's values for them."""
        return row.core

    def columns(self, config: Config, *, has_facts: bool) -> tuple[Column, ...]:
        return (*self.core(config), *config.facts) if has_facts and not self.side_car else self.core(config)

    def lay_out(self, row: Row, *, has_facts: bool) -> dict[str, Any]:
        return {**self.core_of(row), **row.facts} if has_facts and not self.side_car else self.core_of(row)

    def refuses(self, row: Row) -> str:
        """Why this trainer cannot read the row, to be counted; empty when it can."""
        return ""

    def path(self, name: str, split: str, number: int, total: int, suffix: str) -> str:
        """Where a file lies in the dataset's folder; `pattern` must match all of a split and nothing else."""
        return f"{name}/{split}-{number:05}-of-{total:05}{suffix}"

    def pattern(self, name: str, split: str, suffix: str) -> str:
        return f"{name}/{split}-*{suffix}"

    def format_of(self, recipe: Recipe) -> str:
        return recipe.files if recipe.files in self.files else self.files[0]

    def config_of(self, name: str, recipe: Recipe) -> Config:
        return (self.config or CONFIGS[name])(recipe)


class Target(Protocol):
    LAYOUTS: dict[str, Layout]
    LEAVES: dict[str, str]

    def beside(self, dataset: Dataset) -> dict[str, str]:
        """Text files that this trainer wants beside the rows."""
        ...

    def loading(self, splits: Mapping[str, Iterable[str]], *, files: str = "parquet") -> str:
        """The lines that load and train it. splits: {config: splits that have rows}."""
        ...


def why_left(target: Target, name: str, files: str = "parquet") -> str:
    """Why the target has no such config in these files; empty when it has."""
    if name in target.LAYOUTS:
        is_left = files == "csv" and "csv" not in target.LAYOUTS[name].files
        return NOT_FLAT if is_left else ""
    return target.LEAVES.get(name, NO_LAYOUT)


def evaluation_split(splits: Collection[str]) -> str:
    """The split to evaluate on while training: `test` is kept for the end where there is another."""
    return next((name for name in ("validation", "test") if name in splits), "")
