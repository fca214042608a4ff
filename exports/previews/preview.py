"""What a preview tells: rows as the trainer will read them, and how many there will be, exactly or about."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from exports.recipes.recipe import Recipe

ROWS = 10
# Signs of a text and parts of a list that are shown; a page of ten rows stays readable, an answer small.
TEXT_SHOWN = 1_200
LIST_SHOWN = 20
# Prompts that must have given something before its number is projected: as for the card's figures.
FEWEST = 20
# Of a normal distribution, for 95 in 100.
WIDTH = 1.96


@dataclass(slots=True)
class Sum:
    """What the prompts looked at gave of one thing: in all, squared, and how many gave any."""

    total: int = 0
    squares: int = 0
    prompts: int = 0

    def add(self, count: int) -> None:
        if count:
            self.total += count
            self.squares += count * count
            self.prompts += 1


@dataclass(frozen=True)
class Figure:
    """A count. None: seen in too few prompts to be projected. `prompts`: those that were looked at for it."""

    value: int | None
    low: int
    high: int
    prompts: int

    @property
    def is_exact(self) -> bool:
        return self.value == self.low == self.high

    def as_json(self) -> dict[str, Any]:
        if self.value is None:
            return {"value": None, "n": self.prompts, "reason": "not_enough_data"}
        return {"value": self.value, "low": self.low, "high": self.high, "n": self.prompts}


def projected(seen: Sum, share: float, prompts: int) -> Figure:
    """From a sample in which each prompt stands with the chance `share` to all (Horvitz and Thompson).

    The interval is for prompts drawn independently of each other, and never below what was seen.
    """
    if share >= 1:
        return Figure(seen.total, seen.total, seen.total, prompts)
    if seen.prompts < FEWEST:
        return Figure(None, seen.total, seen.total, prompts)
    value = seen.total / share
    around = WIDTH * math.sqrt((1 - share) * seen.squares) / share
    return Figure(round(value), max(seen.total, round(value - around)), round(value + around), prompts)


@dataclass(frozen=True)
class PreviewRow:
    """`row` with long texts and lists cut; `shortened` has their true lengths by place ("chosen.0.content")."""

    split: str
    row: dict[str, Any]
    shortened: dict[str, int]

    def as_json(self) -> dict[str, Any]:
        return {"split": self.split, "row": self.row, "shortened": self.shortened}


@dataclass(frozen=True)
class Preview:
    recipe: Recipe
    # Judged prompts that were looked at, and about which share of them these are; 1 is all.
    prompts: int
    share: float
    judgments: Figure
    # {config: {split: rows}}; only what was seen.
    counts: dict[str, dict[str, Figure]] = field(default_factory=dict)
    # {config or "judgments": {reason: count}}
    dropped: dict[str, dict[str, Figure]] = field(default_factory=dict)
    omitted: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[PreviewRow]] = field(default_factory=dict)
    # {config: names of the columns that the trainer reads}; the others are metadata.
    core: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_exact(self) -> bool:
        return self.share >= 1

    def as_json(self) -> dict[str, Any]:
        return {
            "exact": self.is_exact,
            "prompts": self.prompts,
            "share": round(self.share, 6),
            "judgments": self.judgments.as_json(),
            "counts": figures_json(self.counts),
            "dropped": figures_json(self.dropped),
            "omitted": self.omitted,
            "rows": {name: [row.as_json() for row in rows] for name, rows in self.rows.items()},
            "recipe": self.recipe.as_json(),
        }


def figures_json(figures: Mapping[str, Mapping[str, Figure]]) -> dict[str, Any]:
    return {name: {key: figure.as_json() for key, figure in inner.items()} for name, inner in figures.items()}


def shorten(value: Any, cut: dict[str, int], place: str = "") -> Any:
    """The value without what is too long to be shown; `cut` learns the true lengths."""
    if isinstance(value, str) and len(value) > TEXT_SHOWN:
        cut[place] = len(value)
        return value[:TEXT_SHOWN] + "…"
    if isinstance(value, list | tuple):
        if len(value) > LIST_SHOWN:
            cut[place] = len(value)
        return [shorten(part, cut, f"{place}.{index}") for index, part in enumerate(value[:LIST_SHOWN])]
    if isinstance(value, Mapping):
        return {key: shorten(part, cut, f"{place}.{key}" if place else key) for key, part in value.items()}
    return value
