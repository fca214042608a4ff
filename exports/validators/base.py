"""What all validators share: reading back what was written, and saying where it breaks.

A validator is a module with `check(folder, most=None)`: it reads the files again with its trainer's own rules, the
first `most` rows of each, and raises Broken at the first that the trainer would refuse or silently misread.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pyarrow.parquet as pq
import yaml


class Broken(Exception):
    """A file that its trainer cannot read as it is meant. line: counted from 1, 0 for the file as a whole."""

    def __init__(self, path: Path, line: int, why: str) -> None:
        super().__init__(f"{path}:{line}: {why}" if line else f"{path}: {why}")
        self.path = path
        self.line = line
        self.why = why


def head_of(folder: Path) -> dict[str, Any]:
    """The head of the dataset card."""
    path = folder / "README.md"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Broken(path, 0, "is missing") from None
    if not text.startswith("---\n") or "\n---\n" not in text:
        raise Broken(path, 1, "has no head between lines of ---")
    try:
        head = yaml.safe_load(text[4:].split("\n---\n")[0])
    except yaml.YAMLError as error:
        raise Broken(path, 1, f"its head is not YAML: {error}") from None
    return head if isinstance(head, dict) else {}


def files_of(folder: Path) -> dict[str, dict[str, list[Path]]]:
    """{config: {split: files}} as the card's head names them; each pattern must have files."""
    found: dict[str, dict[str, list[Path]]] = {}
    for config in head_of(folder).get("configs", []):
        for entry in config["data_files"]:
            paths = sorted(folder.glob(entry["path"]))
            if not paths:
                raise Broken(folder / "README.md", 1, f"names {entry['path']}, and there is no such file")
            found.setdefault(config["config_name"], {})[entry["split"]] = paths
    return found


def rows_of(path: Path, most: int | None = None) -> Iterator[tuple[int, dict[str, Any]]]:
    """(line, row) of a Parquet or JSON Lines file, lines counted from 1."""
    reader = parquet_rows if path.suffix == ".parquet" else json_rows
    for line, row in reader(path):
        if most is not None and line > most:
            return
        yield line, row


def parquet_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        file = pq.ParquetFile(path)
        line = 0
        for batch in file.iter_batches(batch_size=256):
            for row in batch.to_pylist():
                line += 1
                yield line, row
    except (OSError, ValueError) as error:
        raise Broken(path, 0, f"cannot be read as Parquet: {error}") from None


def json_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    # Lines end in \n alone: texts hold other separators.
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                row = orjson.loads(line)
            except orjson.JSONDecodeError as error:
                raise Broken(path, number, f"is not JSON: {error}") from None
            if not isinstance(row, dict):
                raise Broken(path, number, "is not an object")
            yield number, row
