"""An export as its pages show it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from exports.card import page
from exports.models import Export
from exports.previews.shown import Drops, drops_of, exact, reason_shown
from exports.recipes.words import CONFIGS, FILES
from exports.recipes.words import TARGETS as TARGET_LABELS
from exports.superseded import superseded
from exports.targets import TARGETS
from exports.targets.base import Target, why_left
from labeling.models import JobState, Project, Split

# The words of the contract for a job's states.
STATES = {
    JobState.QUEUED: ("queued", gettext_lazy("Queued")),
    JobState.RUNNING: ("building", gettext_lazy("Building")),
    JobState.DONE: ("ready", gettext_lazy("Ready")),
    JobState.FAILED: ("failed", gettext_lazy("Failed")),
    JobState.CANCELLED: ("cancelled", gettext_lazy("Cancelled")),
}


@dataclass(frozen=True)
class ExportRow:
    export: Export
    is_superseded: bool = False

    @property
    def state(self) -> str:
        return STATES[JobState(self.export.state)][0]

    @property
    def state_name(self) -> str:
        return str(STATES[JobState(self.export.state)][1])

    @property
    def configs(self) -> list[str]:
        """The configs that have rows: an empty one is not written."""
        return [name for name in CONFIGS if name in self.export.counts]

    @property
    def folder(self) -> str:
        """What the zip unpacks to."""
        return f"{self.export.project.slug}-{self.export.content_hash[:12]}"

    def fetching(self, address: str) -> str:
        """The lines that fetch the zip from there; an answer that is none is not kept as one.

        All files in a zip are of 1980. -DD lets them be of now: by its path and its date `datasets` finds a file in
        its cache, whatever it holds.
        """
        lines = [
            'curl --fail -H "Authorization: Bearer $TOKEN" \\', f"    -o {self.folder}.zip {address}",
            f"unzip -q -DD {self.folder}.zip",
        ]  # fmt: skip
        return "\n".join(lines)

    @property
    def splits(self) -> list[str]:
        """The splits that have rows, in the order in which people name them."""
        held = {split for counts in self.export.counts.values() for split in counts}
        return [split for split in Split.values if split in held]

    @property
    def row_counts(self) -> list[tuple[str, list[int], int]]:
        """For each config the rows of each split, and their sum."""
        counts = self.export.counts
        table = [(config, [counts.get(config, {}).get(split, 0) for split in self.splits]) for config in self.configs]
        return [(config, by_split, sum(by_split)) for config, by_split in table]

    @property
    def trainer(self) -> str:
        name = str(self.export.recipe.get("target"))
        return str(TARGET_LABELS.get(name, name))

    @property
    def layout(self) -> str:
        """Who reads it, and from which files."""
        return f"{self.trainer} · {FILES.get(self.files, '')}"

    @property
    def files(self) -> str:
        """What the rows were written as: a trainer that does not read what the recipe asks for gets its own."""
        asked = str(self.export.recipe.get("files"))
        read = next(iter(self.target.LAYOUTS.values())).files if self.target else (asked,)
        return asked if asked in read else read[0]

    @property
    def target(self) -> Target | None:
        return TARGETS.get(str(self.export.recipe.get("target")))

    @property
    def empty_configs(self) -> list[tuple[str, str]]:
        """(config, why it has no rows) of those that the recipe asks for."""
        empty = [name for name in CONFIGS if name in self.export.recipe["configs"] and name not in self.export.counts]
        asked = str(self.export.recipe.get("files"))
        left = {name: why_left(self.target, name, asked) if self.target else "" for name in empty}
        return [(name, reason_shown(why)) for name, why in left.items()]

    @property
    def loading(self) -> list[tuple[str, str]]:
        """(config, the lines that load it in the trainer it is laid out for), what most people train on first."""
        if self.target is None:
            return []
        counts = self.export.counts
        told = [(name, self.target.loading({name: counts[name]}, files=self.files).strip()) for name in self.configs]
        first = [pair for pair in told if pair[0] == "preference"]
        return [(name, lines.replace("FOLDER", self.folder)) for name, lines in [*first, *(set_aside(told, first))]]

    @property
    def card(self) -> SafeString:
        return page.shown(self.export)

    @property
    def drops(self) -> list[Drops]:
        """What is not in it and why, the judgments first."""
        return drops_of({where: exact(reasons) for where, reasons in self.export.dropped.items()})

    @property
    def recipe_text(self) -> str:
        return json.dumps(self.export.recipe, indent=2, ensure_ascii=False)


def set_aside(told: list[tuple[str, str]], first: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The rest; a config of which this trainer has nothing to say has no lines."""
    return [pair for pair in told if pair not in first and pair[1]]


def rows_of(project: Project, exports: Iterable[Export]) -> list[ExportRow]:
    shown = list(exports)
    gone = superseded(project, shown)
    return [ExportRow(export, export.pk in gone) for export in shown]
