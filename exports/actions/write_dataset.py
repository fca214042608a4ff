"""Writing a dataset into an empty folder: rows, card, manifest, checksums. The folder says nothing of when or where."""

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from exports import card, manifest
from exports.actions.check_written import check_written
from exports.actions.make_rows import Making, begin, count_judgments, tell_drops
from exports.configs import Drops, Material
from exports.dataset import Dataset
from exports.failpoints import reach
from exports.reading.judgments import JudgedPrompt
from exports.reading.snapshots import Snapshot
from exports.reading.standing import Sieve
from exports.recipes.recipe import Recipe
from exports.statistics import Statistics
from exports.targets import TARGETS
from exports.usual.short_way import ShortWay
from exports.writing.behind import Behind
from exports.writing.columns import Column
from exports.writing.shards import Split
from exports.writing.writers import WRITERS
from labeling.collecting import rare_collection

# Prompts read at a time.
PAGE = 250
# A page makes tens of thousands of objects and no cycles: reference counts free them.
YOUNG_OBJECTS = 200_000
# The rows are most of the work; the rest is hashing and syncing.
SHARE_OF_ROWS = 0.95

Heartbeat = Callable[[float], None]
# One config on its way into files.
Writing = Making[Split]


def write_dataset(
    *, snapshot: Snapshot, recipe: Recipe, names: dict[str, Any], folder: Path, heartbeat: Heartbeat
) -> Dataset:
    """Write everything and sync it to the disk. heartbeat gets the progress and may raise to stop us."""
    with rare_collection(YOUNG_OBJECTS), Behind() as behind:
        return write_behind(snapshot, recipe, names, folder, heartbeat, behind)


def write_behind(
    snapshot: Snapshot, recipe: Recipe, names: dict[str, Any], folder: Path, heartbeat: Heartbeat, behind: Behind
) -> Dataset:
    dataset = Dataset(snapshot, recipe, licenses=snapshot.licenses, names=names)
    target = TARGETS[recipe.target]

    def open_split(name: str, split: str, laid_out: tuple[Column, ...], kind: str) -> Split:
        return WRITERS[kind](folder / name, split, laid_out, behind)

    writings = begin(dataset, open_split)
    write_rows(dataset, writings, Sieve(snapshot, recipe, names), heartbeat)
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
    with ShortWay(dataset, writings, sieve) as short_way:
        short_way.begin(plan[:PAGE])
        for start in range(0, len(plan), PAGE):
            page = plan[start : start + PAGE]
            read = short_way.end()
            heartbeat(SHARE_OF_ROWS * start / len(plan))
            reach("page")
            short_way.begin(plan[start + PAGE : start + 2 * PAGE])
            usual = short_way.rows(read, statistics)
            others = iter(read_others(dataset, [prompt_id for prompt_id in page if prompt_id not in usual], short_way))
            for prompt_id in page:
                if prompt_id in usual:
                    short_way.write(usual[prompt_id])
                    continue
                prompt = next(others)
                sieve.mark(prompt)
                count_judgments(dataset, judgments, prompt)
                material = Material(prompt, dataset.recipe, sieve)
                statistics.add(material)
                for writing in writings:
                    writing.write(material)
            reach("page_written")
    dataset.statistics = statistics.figures(next((one.labels for one in writings if one.name == "kto"), Counter()))
    tell_drops(dataset, judgments, writings)


def read_others(dataset: Dataset, prompt_ids: Sequence[int], short_way: ShortWay) -> list[JudgedPrompt]:
    if not prompt_ids:
        return []
    short_way.end()
    return dataset.snapshot.page(prompt_ids)


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
        for number, shard in enumerate(made):
            named = folder / layout.path(name, split_name, number, len(made), split.suffix)
            named.parent.mkdir(parents=True, exist_ok=True)
            shard.path.rename(named)
            heartbeat(SHARE_OF_ROWS)
            note_file(dataset, folder, named, shard.rows, shard.sha256)
            reach("shard_closed")
        if aside := writing.asides.get(split_name):
            made = aside.close()
            dataset.digests[f"{name}_facts/{split_name}"] = aside.digest.hexdigest()
            for shard in made:
                heartbeat(SHARE_OF_ROWS)
                note_file(dataset, folder, shard.path, shard.rows, shard.sha256)


def note_file(dataset: Dataset, folder: Path, path: Path, rows: int | None, sha256: str = "") -> None:
    sync(path)
    if not sha256:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    name = path.relative_to(folder).as_posix()
    dataset.files.append({"path": name, "bytes": path.stat().st_size, "sha256": sha256, "rows": rows})


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
