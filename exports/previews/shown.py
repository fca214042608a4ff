"""A preview as the page shows it: counts in a table, reasons in words, rows with their messages apart."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from exports.card.leftovers import REASONS
from exports.configs.kto import NEITHER
from exports.previews.preview import Figure, Preview, PreviewRow
from exports.recipes.words import CONFIGS
from labeling.models import Split

# Two spellings of a turn: who speaks, what they say.
TURNS = ({"role", "content"}, {"from", "value"})


@dataclass(frozen=True)
class Turn:
    who: str
    text: str
    # True length of a text that was cut, else 0.
    whole: int


@dataclass(frozen=True)
class Cell:
    """One column of a row: turns, or else a text."""

    name: str
    turns: list[Turn]
    text: str = ""
    whole: int = 0


@dataclass(frozen=True)
class ShownRow:
    split: str
    core: list[Cell]
    facts: list[Cell]


@dataclass(frozen=True)
class Drops:
    """What became no row of a config, or, without a config, no judgment that counts: (reason, in words, how many)."""

    config: str
    reasons: list[tuple[str, str, Figure]]


@dataclass(frozen=True)
class ShownConfig:
    name: str
    title: str
    # One for each of the table's splits; None where nothing was seen.
    counts: list[Figure | None]
    rows: list[ShownRow]
    why_empty: str = ""

    @property
    def has_more(self) -> bool:
        """Whether there are more rows than are shown, or may be."""
        figures = [figure for figure in self.counts if figure]
        return any(not one.is_exact for one in figures) or sum(one.value or 0 for one in figures) > len(self.rows)


class ShownPreview:
    def __init__(self, preview: Preview) -> None:
        self.preview = preview
        held = {split for counts in preview.counts.values() for split in counts}
        self.splits = [split for split in Split.values if split in held]
        self.configs = [self.config(name) for name in CONFIGS if name in preview.recipe.configs]
        self.drops = drops_of(preview.dropped)
        # The one that stands open until somebody opens another.
        self.opened = next((config.name for config in self.configs if config.rows), "")

    @property
    def is_exact(self) -> bool:
        return self.preview.is_exact

    @property
    def percent(self) -> str:
        return f"{100 * self.preview.share:.2g}"

    def config(self, name: str) -> ShownConfig:
        counts = self.preview.counts.get(name, {})
        core = set(self.preview.core.get(name, ()))
        return ShownConfig(
            name=name,
            title=str(CONFIGS[name][0]),
            counts=[counts.get(split) for split in self.splits],
            rows=[shown(row, core) for row in self.preview.rows.get(name, ())],
            why_empty="" if counts else self.why_empty(name),
        )

    def why_empty(self, name: str) -> str:
        """Why a config has no rows, in the reader's language."""
        told = self.preview.omitted.get(name, "")
        question = {"question": self.preview.recipe.kto.question}
        if told == NEITHER % question:
            return _(NEITHER) % question
        return reason_shown(told)


def reason_shown(told: str) -> str:
    """Why a config is left out, without the marks of code that the manifest and the card have."""
    return _(told).replace("`", "") if told else _("No rows.")


def drops_of(dropped: Mapping[str, Mapping[str, Figure]]) -> list[Drops]:
    """The judgments first, then the configs in their order."""
    return [
        Drops("" if where == "judgments" else where, in_words(dropped[where]))
        for where in ("judgments", *CONFIGS)
        if dropped.get(where)
    ]


def exact(counts: Mapping[str, int]) -> dict[str, Figure]:
    return {reason: Figure(count, count, count, 0) for reason, count in counts.items()}


def in_words(dropped: Mapping[str, Figure]) -> list[tuple[str, str, Figure]]:
    """(reason, what it means, how many), the most first."""
    told = [(reason, _(REASONS[reason]) if reason in REASONS else "", figure) for reason, figure in dropped.items()]
    return sorted(told, key=lambda one: (-one[2].high, one[0]))


def shown(row: PreviewRow, core: set[str]) -> ShownRow:
    cells = [cell(name, value, row.shortened) for name, value in row.row.items()]
    return ShownRow(
        row.split, [one for one in cells if one.name in core], [one for one in cells if one.name not in core]
    )


def cell(name: str, value: Any, cut: dict[str, int]) -> Cell:
    if is_turn(value):
        return Cell(name, [turn(value, name, cut)])
    if isinstance(value, list) and value and all(map(is_turn, value)):
        turns = [turn(one, f"{name}.{number}", cut) for number, one in enumerate(value)]
        return Cell(name, turns, whole=cut.get(name, 0))
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return Cell(name, [], text, cut.get(name, 0))


def is_turn(value: Any) -> bool:
    return isinstance(value, dict) and set(value) in TURNS and all(isinstance(part, str) for part in value.values())


def turn(value: dict[str, str], place: str, cut: dict[str, int]) -> Turn:
    who, said = ("role", "content") if "role" in value else ("from", "value")
    return Turn(value[who], value[said], cut.get(f"{place}.{said}", 0))
