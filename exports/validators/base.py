"""What all validators share: reading back what was written, and saying where it breaks.

A validator is a module with `check(folder, most=None)`: it reads the files again with its trainer's own rules, the
first `most` rows of each, and raises Broken at the first that the trainer would refuse or silently misread.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Line:
    """A row where it stands, and the questions that every trainer's rules ask of it."""

    path: Path
    number: int
    row: dict[str, Any]

    def broken(self, why: str) -> Broken:
        return Broken(self.path, self.number, why)

    def value(self, name: str) -> Any:
        if name not in self.row:
            raise self.broken(f"has no {name}")
        if self.row[name] is None:
            raise self.broken(f"{name} is null")
        return self.row[name]

    def text(self, name: str) -> str:
        value = self.value(name)
        if not isinstance(value, str):
            raise self.broken(f"{name} is not a text")
        return value

    def turns(self, name: str, *, role: str = "role", content: str = "content") -> list[dict[str, str]]:
        """A conversation: at least one turn, each with a role and a text and nothing else."""
        turns = self.value(name)
        if not isinstance(turns, list) or not turns:
            raise self.broken(f"{name} is not a list of messages with at least one")
        for place, turn in enumerate(turns):
            self.check_turn(f"{name}.{place}", turn, role=role, content=content)
        return turns

    def check_turn(self, name: str, turn: Any, *, role: str = "role", content: str = "content") -> None:
        if not isinstance(turn, dict) or set(turn) != {role, content}:
            raise self.broken(f"{name} has not just {role} and {content}")
        if not all(isinstance(value, str) for value in turn.values()):
            raise self.broken(f"{name}: its {role} or {content} is not a text")

    def answer(self, name: str) -> str:
        """What the assistant said: one or several turns of its own that say something. Returns all its text."""
        turns = self.turns(name)
        if any(turn["role"] != "assistant" for turn in turns):
            raise self.broken(f"{name} has a turn that is not the assistant's")
        text = "\n".join(turn["content"] for turn in turns)
        if not text.strip():
            raise self.broken(f"{name} is empty: the model would learn to say nothing")
        return text

    def prompt(self, name: str = "prompt") -> list[dict[str, str]]:
        turns = self.turns(name)
        if turns[-1]["role"] == "assistant":
            raise self.broken(f"{name} ends with the assistant's turn: another would follow it")
        if strange := {turn["role"] for turn in turns} - {"system", "user", "assistant"}:
            raise self.broken(f"{name} has the role {min(strange)}")
        return turns

    def differ(self, chosen: str, rejected: str) -> None:
        """Equal answers teach nothing, and most trainers do not notice."""
        if unicodedata.normalize("NFC", chosen).strip() == unicodedata.normalize("NFC", rejected).strip():
            raise self.broken("chosen and rejected are the same")


def lines_of(path: Path, most: int | None = None) -> Iterator[Line]:
    for number, row in rows_of(path, most):
        yield Line(path, number, row)


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
        # Without: it would hold the bytes of all row groups before the first row comes.
        file = pq.ParquetFile(path, pre_buffer=False)
        line = 0
        for batch in file.iter_batches(batch_size=256, use_threads=False):
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
