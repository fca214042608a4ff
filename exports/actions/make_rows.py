"""From judgments to rows as a trainer reads them: what building a dataset and previewing it have in common."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, Generic, Protocol, TypeVar

from exports.configs import Config, Drops, Material
from exports.dataset import Dataset
from exports.license_count import LicenseCount
from exports.personal_data import kinds_of
from exports.reading.judgments import JudgedPrompt
from exports.targets import TARGETS
from exports.targets.base import Layout, why_left
from exports.writing.columns import Column, columns
from exports.writing.shared_rows import Block, Plan, SharesParts

# Where a row's facts lie when they lie beside it: which of the split's files, counted from 0, and which line from 1.
PLACE = columns(file="int64", line="int64")


class Sink(Protocol):
    """Where the rows of one split of one config go."""

    rows: int
    # Rows of each file, the last one still open.
    shards: list[int]

    def write(self, row: dict[str, Any]) -> None: ...

    def write_shared(self, plan: Plan, block: Block) -> None: ...

    def end_group(self) -> None:
        """Rows that belong together are behind us."""
        ...


SinkT = TypeVar("SinkT", bound=Sink)
# (config, or config_facts; split; columns; format) -> where its rows go
Opener = Callable[[str, str, tuple[Column, ...], str], SinkT]


class Making(Generic[SinkT]):
    """One config while its rows are made: what makes them, how they are laid out, and its open splits."""

    def __init__(self, name: str, dataset: Dataset, layout: Layout, open_sink: Opener[SinkT]) -> None:
        recipe = dataset.recipe
        self.name = name
        self.layout = layout
        self.config: Config = layout.config_of(name, recipe)
        self.has_facts = recipe.metadata
        # Nothing is changed or left out on the way: then parts that rows share stay shared.
        is_kept = type(layout) is Layout and recipe.metadata and recipe.personal_data == "keep" and not layout.side_car
        self.sharing = self.config if is_kept and isinstance(self.config, SharesParts) else None
        self.columns: tuple[Column, ...] = layout.columns(self.config, has_facts=self.has_facts)
        self.format = layout.format_of(recipe)
        self.open_sink = open_sink
        self.drops: Drops = Counter()
        # Rows with personal data, by kind; counted where the recipe asks, left out where it says so.
        self.scans = recipe.personal_data != "keep"
        self.leaves_out = recipe.personal_data == "drop"
        self.personal: Drops = Counter()
        # {(split, label): rows}, where rows have one.
        self.has_labels = any(column.name == "label" for column in self.config.core)
        self.labels: Counter[tuple[str, bool]] = Counter()
        self.licenses = LicenseCount(self.config, are_stated=bool(dataset.snapshot.licenses))
        self.splits: dict[str, SinkT] = {}
        # Facts beside the rows, where the trainer refuses columns that it does not know.
        self.asides: dict[str, SinkT] = {}

    def write(self, material: Material) -> None:
        """Write the prompt's rows; its split is the prompt's."""
        name = material.prompt.split
        if self.sharing:
            self.write_shared(name, self.sharing.plan, self.sharing.shared(material, self.drops))
            return
        for row in self.config.rows(material, self.drops):
            if reason := self.layout.refuses(row):
                self.drops[reason] += 1
                continue
            if self.scans and (kinds := kinds_of(row.core)):
                self.personal.update(kinds)
                if self.leaves_out:
                    self.drops["personal_data"] += 1
                    continue
            if self.has_labels:
                self.labels[name, row.core["label"]] += 1
            self.licenses.add(row)
            split = self.splits.get(name) or self.open(name)
            split.write(self.layout.lay_out(row, has_facts=self.has_facts))
            if name in self.asides:
                place = {"file": len(split.shards) - 1, "line": split.shards[-1]}
                self.asides[name].write(place | row.facts)
        for opened in (self.splits, self.asides):
            if name in opened:
                opened[name].end_group()

    def write_shared(self, name: str, plan: Plan, blocks: Iterable[Block]) -> None:
        """Write a prompt's rows by their parts."""
        for block in blocks:
            self.licenses.add_shared(plan, block)
            split = self.splits.get(name) or self.open(name)
            split.write_shared(plan, block)
        if name in self.splits:
            self.splits[name].end_group()

    def open(self, name: str) -> SinkT:
        self.splits[name] = self.open_sink(self.name, name, self.columns, self.format)
        if self.layout.side_car and self.has_facts and self.config.facts:
            laid_out = (*PLACE, *self.config.facts)
            self.asides[name] = self.open_sink(f"{self.name}_facts", name, laid_out, self.format)
        return self.splits[name]


def begin(dataset: Dataset, open_sink: Opener[SinkT]) -> list[Making[SinkT]]:
    """The configs that the target has, ready to be written; those that it has not are omitted with their reason."""
    recipe = dataset.recipe
    target = TARGETS[recipe.target]
    dataset.omitted = {name: reason for name in recipe.configs if (reason := why_left(target, name, recipe.files))}
    return [
        Making(name, dataset, target.LAYOUTS[name], open_sink) for name in recipe.configs if name not in dataset.omitted
    ]


def count_judgments(dataset: Dataset, drops: Drops, prompt: JudgedPrompt) -> None:
    for task in prompt.tasks:
        for judgment in task.judgments:
            if judgment.left_out:
                drops[judgment.left_out] += 1
            else:
                dataset.judgments += 1
                dataset.guideline_versions.add(judgment.version.number)
                dataset.languages.update([task.language] if task.language else [])


def tell_drops(dataset: Dataset, judgments: Drops, makings: Iterable[Making[Any]]) -> None:
    """What was left out, and why a config that the target has is empty, once all rows are made."""
    drops = {"judgments": judgments, **{one.name: one.drops for one in makings}}
    dataset.dropped = {name: dict(sorted(reasons.items())) for name, reasons in drops.items() if reasons}
    for making in makings:
        why_omitted = getattr(making.config, "why_omitted", None)
        if not making.splits and why_omitted and (reason := why_omitted(making.drops)):
            dataset.omitted[making.name] = reason
