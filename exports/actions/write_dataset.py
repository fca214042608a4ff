"""Writing a dataset into an empty folder: rows, card, manifest, checksums. The folder says nothing of when or where."""

import hashlib
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from exports import card, manifest
from exports.configs import CONFIGS, Config, Drops, Material
from exports.dataset import Dataset
from exports.failpoints import reach
from exports.recipe import Recipe
from exports.shards import WRITERS, Split
from exports.snapshots import Snapshot
from exports.standing import Sieve
from exports.targets import TARGETS

# Prompts read at a time.
PAGE = 100
# The rows are most of the work; the rest is hashing and syncing.
SHARE_OF_ROWS = 0.95

Heartbeat = Callable[[float], None]


def write_dataset(
    *, snapshot: Snapshot, recipe: Recipe, names: dict[str, Any], folder: Path, heartbeat: Heartbeat
) -> Dataset:
    """Write everything and sync it to the disk. heartbeat gets the progress and may raise to stop us."""
    dataset = Dataset(snapshot, recipe)
    configs = {name: CONFIGS[name](recipe) for name in recipe.configs}
    splits = write_rows(dataset, configs, Sieve(snapshot, recipe, names), folder, heartbeat)
    reach("rows_written")
    name_files(dataset, splits, folder, heartbeat)
    dataset.content_hash = hash_of(dataset.digests)
    reach("files_named")
    target = TARGETS[recipe.target]
    columns = {name: target.columns(configs[name], has_facts=recipe.metadata) for name in dataset.counts}
    write_text(dataset, folder, "README.md", card.card_of(dataset, columns))
    reach("card_written")
    write_text(dataset, folder, "manifest.json", manifest.manifest_of(dataset, columns))
    reach("manifest_written")
    lines = [f"{file['sha256']}  {file['path']}\n" for file in sorted(dataset.files, key=lambda file: file["path"])]
    write_text(dataset, folder, "checksums.sha256", "".join(lines))
    dataset.files.sort(key=lambda file: ("/" in file["path"], file["path"]))
    for path in [folder, *(path for path in folder.iterdir() if path.is_dir())]:
        sync(path)
    reach("synced")
    return dataset


def write_rows(
    dataset: Dataset, configs: dict[str, Config], sieve: Sieve, folder: Path, heartbeat: Heartbeat
) -> dict[str, dict[str, Split]]:
    """Stream the snapshot's prompts into the splits of all configs at once."""
    splits: dict[str, dict[str, Split]] = {name: {} for name in configs}
    drops: dict[str, Drops] = {"judgments": Counter(), **{name: Counter() for name in configs}}
    plan = dataset.snapshot.plan()
    reach("planned")
    for start in range(0, len(plan), PAGE):
        heartbeat(SHARE_OF_ROWS * start / len(plan))
        reach("page")
        for prompt in dataset.snapshot.page(plan[start : start + PAGE]):
            sieve.mark(prompt)
            count_judgments(dataset, drops["judgments"], prompt)
            material = Material(prompt, dataset.recipe, sieve)
            for name, config in configs.items():
                write_prompt(dataset, name, config, material, drops[name], splits[name], folder)
        reach("page_written")
    dataset.dropped = {name: dict(sorted(reasons.items())) for name, reasons in drops.items() if reasons}
    return splits


def write_prompt(
    dataset: Dataset,
    name: str,
    config: Config,
    material: Material,
    drops: Drops,
    splits: dict[str, Split],
    folder: Path,
) -> None:
    """Write the prompt's rows of one config; its split is the prompt's."""
    target, has_facts = TARGETS[dataset.recipe.target], dataset.recipe.metadata
    split = splits.get(material.prompt.split)
    for row in config.rows(material, drops):
        if split is None:
            columns = target.columns(config, has_facts=has_facts)
            split = WRITERS[dataset.recipe.files](folder / name, material.prompt.split, columns)
            splits[material.prompt.split] = split
        split.write(target.lay_out(row, has_facts=has_facts))
    if split is not None:
        split.end_group()


def count_judgments(dataset: Dataset, drops: Drops, prompt: Any) -> None:
    for task in prompt.tasks:
        for judgment in task.judgments:
            if judgment.left_out:
                drops[judgment.left_out] += 1
            else:
                dataset.judgments += 1
                dataset.guideline_versions.add(judgment.version.number)
                dataset.languages.update([task.language] if task.language else [])


def name_files(dataset: Dataset, splits: dict[str, dict[str, Split]], folder: Path, heartbeat: Heartbeat) -> None:
    """Close the splits in the contract's order; hash and sync every file."""
    for name, of_config in splits.items():
        for split_name in ("train", "validation", "test"):
            if split_name not in of_config:
                continue
            split = of_config[split_name]
            dataset.counts.setdefault(name, {})[split_name] = split.rows
            dataset.json_bytes.setdefault(name, {})[split_name] = split.bytes
            dataset.digests[f"{name}/{split_name}"] = split.digest.hexdigest()
            for path, rows in split.close():
                heartbeat(SHARE_OF_ROWS)
                note_file(dataset, folder, path, rows)
                reach("shard_closed")


def note_file(dataset: Dataset, folder: Path, path: Path, rows: int | None) -> None:
    sync(path)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    name = path.relative_to(folder).as_posix()
    dataset.files.append({"path": name, "bytes": path.stat().st_size, "sha256": digest, "rows": rows})


def write_text(dataset: Dataset, folder: Path, name: str, text: str) -> None:
    path = folder / name
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
