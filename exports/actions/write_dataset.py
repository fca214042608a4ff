"""Writing a dataset into an empty folder: rows, card, manifest, checksums. The folder says nothing of when or where."""

import hashlib
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from exports import card, manifest
from exports.actions.check_written import check_written
from exports.behind import Behind
from exports.columns import Column, columns
from exports.configs import Config, Drops, Material
from exports.dataset import Dataset
from exports.failpoints import reach
from exports.heap import settled_heap
from exports.licenses import LicenseCount
from exports.personal_data import kinds_of
from exports.recipe import Recipe
from exports.shards import Split
from exports.snapshots import Snapshot
from exports.standing import Sieve
from exports.statistics import Statistics
from exports.targets import TARGETS
from exports.targets.base import Layout, why_left
from exports.writers import WRITERS

# Prompts read at a time.
PAGE = 200
# The rows are most of the work; the rest is hashing and syncing.
SHARE_OF_ROWS = 0.95

# Where a row's facts lie when they lie beside it: which of the split's files, counted from 0, and which line from 1.
PLACE = columns(file="int64", line="int64")

Heartbeat = Callable[[float], None]


class Writing:
    """One config on its way into files: what makes its rows, how they are laid out, and its open splits."""

    def __init__(self, name: str, recipe: Recipe, layout: Layout, folder: Path, behind: Behind) -> None:
        self.name = name
        self.layout = layout
        self.config: Config = layout.config_of(name, recipe)
        self.has_facts = recipe.metadata
        self.columns: tuple[Column, ...] = layout.columns(self.config, has_facts=self.has_facts)
        self.format = layout.format_of(recipe)
        self.folder = folder
        self.behind = behind
        self.drops: Drops = Counter()
        # Rows with personal data, by kind; counted where the recipe asks, left out where it says so.
        self.scans = recipe.personal_data != "keep"
        self.leaves_out = recipe.personal_data == "drop"
        self.personal: Drops = Counter()
        # {(split, label): rows}, where rows have one.
        self.labels: Counter[tuple[str, bool]] = Counter()
        self.licenses = LicenseCount(self.config)
        self.splits: dict[str, Split] = {}
        # Facts beside the rows, where the trainer refuses columns that it does not know.
        self.asides: dict[str, Split] = {}

    def write(self, material: Material) -> None:
        """Write the prompt's rows; its split is the prompt's."""
        name = material.prompt.split
        for row in self.config.rows(material, self.drops):
            if reason := self.layout.refuses(row):
                self.drops[reason] += 1
                continue
            if self.scans and (kinds := kinds_of(row.core)):
                self.personal.update(kinds)
                if self.leaves_out:
                    self.drops["personal_data"] += 1
                    continue
            if "label" in row.core:
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

    def open(self, name: str) -> Split:
        writer = WRITERS[self.format]
        self.splits[name] = writer(self.folder / self.name, name, self.columns, self.behind)
        if self.layout.side_car and self.has_facts and self.config.facts:
            laid_out = (*PLACE, *self.config.facts)
            self.asides[name] = writer(self.folder / f"{self.name}_facts", name, laid_out, self.behind)
        return self.splits[name]


def write_dataset(
    *, snapshot: Snapshot, recipe: Recipe, names: dict[str, Any], folder: Path, heartbeat: Heartbeat
) -> Dataset:
    """Write everything and sync it to the disk. heartbeat gets the progress and may raise to stop us."""
    with settled_heap(), Behind() as behind:
        return write_behind(snapshot, recipe, names, folder, heartbeat, behind)


def write_behind(
    snapshot: Snapshot, recipe: Recipe, names: dict[str, Any], folder: Path, heartbeat: Heartbeat, behind: Behind
) -> Dataset:
    dataset = Dataset(snapshot, recipe, licenses=snapshot.licenses, names=names)
    target = TARGETS[recipe.target]
    dataset.omitted = {name: reason for name in recipe.configs if (reason := why_left(target, name, recipe.files))}
    writings = [
        Writing(name, recipe, target.LAYOUTS[name], folder, behind)
        for name in recipe.configs
        if name not in dataset.omitted
    ]
    write_rows(dataset, writings, Sieve(snapshot, recipe, names), heartbeat)
    for writing in writings:
        why_omitted = getattr(writing.config, "why_omitted", None)
        if not writing.splits and why_omitted and (reason := why_omitted(writing.drops)):
            dataset.omitted[writing.name] = reason
    dataset.personal_data = {one.name: dict(sorted(one.personal.items())) for one in writings if one.personal}
    dataset.license_rows = {one.name: counted for one in writings if (counted := one.licenses.counted())}
    reach("rows_written")
    for writing in writings:
        name_files(dataset, writing, folder, heartbeat)
    dataset.content_hash = hash_of(dataset.digests)
    reach("files_named")
    told = {one.name: WRITERS[one.format].as_read(one.columns) for one in writings if one.name in dataset.counts}
    for name, text in sorted(target.beside(dataset).items()):
        write_text(dataset, folder, name, text)
    write_text(dataset, folder, "README.md", card.card_of(dataset, told))
    reach("card_written")
    write_text(dataset, folder, "manifest.json", manifest.manifest_of(dataset, told))
    reach("manifest_written")
    lines = [f"{file['sha256']}  {file['path']}\n" for file in sorted(dataset.files, key=lambda file: file["path"])]
    write_text(dataset, folder, "checksums.sha256", "".join(lines))
    dataset.files.sort(key=lambda file: ("/" in file["path"], file["path"]))
    for path in [folder, *(path for path in folder.rglob("*") if path.is_dir())]:
        sync(path)
    check_written(dataset, folder)
    reach("synced")
    return dataset


def write_rows(dataset: Dataset, writings: list[Writing], sieve: Sieve, heartbeat: Heartbeat) -> None:
    """Stream the snapshot's prompts into the splits of all configs at once."""
    judgments: Drops = Counter()
    statistics = Statistics()
    plan = dataset.snapshot.plan()
    reach("planned")
    for start in range(0, len(plan), PAGE):
        heartbeat(SHARE_OF_ROWS * start / len(plan))
        reach("page")
        for prompt in dataset.snapshot.page(plan[start : start + PAGE]):
            sieve.mark(prompt)
            count_judgments(dataset, judgments, prompt)
            material = Material(prompt, dataset.recipe, sieve)
            statistics.add(material)
            for writing in writings:
                writing.write(material)
        reach("page_written")
    dataset.statistics = statistics.figures(next((one.labels for one in writings if one.name == "kto"), Counter()))
    drops = {"judgments": judgments, **{writing.name: writing.drops for writing in writings}}
    dataset.dropped = {name: dict(sorted(reasons.items())) for name, reasons in drops.items() if reasons}


def count_judgments(dataset: Dataset, drops: Drops, prompt: Any) -> None:
    for task in prompt.tasks:
        for judgment in task.judgments:
            if judgment.left_out:
                drops[judgment.left_out] += 1
            else:
                dataset.judgments += 1
                dataset.guideline_versions.add(judgment.version.number)
                dataset.languages.update([task.language] if task.language else [])


def name_files(dataset: Dataset, writing: Writing, folder: Path, heartbeat: Heartbeat) -> None:
    """Close the splits in the contract's order; name, hash and sync every file."""
    name, layout = writing.name, writing.layout
    for split_name in ("train", "validation", "test"):
        if split_name not in writing.splits:
            continue
        split = writing.splits[split_name]
        made = split.close()
        dataset.counts.setdefault(name, {})[split_name] = split.rows
        dataset.json_bytes.setdefault(name, {})[split_name] = split.bytes
        dataset.patterns.setdefault(name, {})[split_name] = layout.pattern(name, split_name, split.suffix)
        dataset.digests[f"{name}/{split_name}"] = split.digest.hexdigest()
        for number, (path, rows) in enumerate(made):
            named = folder / layout.path(name, split_name, number, len(made), split.suffix)
            named.parent.mkdir(parents=True, exist_ok=True)
            path.rename(named)
            heartbeat(SHARE_OF_ROWS)
            note_file(dataset, folder, named, rows)
            reach("shard_closed")
        if aside := writing.asides.get(split_name):
            made = aside.close()
            dataset.digests[f"{name}_facts/{split_name}"] = aside.digest.hexdigest()
            for path, rows in made:
                heartbeat(SHARE_OF_ROWS)
                note_file(dataset, folder, path, rows)


def note_file(dataset: Dataset, folder: Path, path: Path, rows: int | None) -> None:
    sync(path)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    name = path.relative_to(folder).as_posix()
    dataset.files.append({"path": name, "bytes": path.stat().st_size, "sha256": digest, "rows": rows})


def write_text(dataset: Dataset, folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    note_file(dataset, folder, path, None)


def hash_of(digests: dict[str, str]) -> str:
    """The content hash: of the rows as JSON lines with sorted keys, in the order of their ids, per split."""
    return hashlib.sha256("".join(f"{digests[name]}  {name}\n" for name in sorted(digests)).encode()).hexdigest()


def sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
