"""What LLaMA-Factory 0.9.5 reads through `dataset_info.json`; most of what it cannot, it skips with a log line."""

import json
from pathlib import Path
from typing import Any

from exports.validators.base import Broken, Line, files_of, lines_of

MEDIA_TAGS = ("<image>", "<video>", "<audio>")
# What its loader takes each file name's end for.
TYPES = {".parquet": "parquet", ".jsonl": "json"}


def check(folder: Path, *, most: int | None = None) -> None:
    pointed: set[Path] = set()
    for name, entry in entries_of(folder).items():
        paths = files_in(folder, name, entry)
        pointed.update(paths)
        labels: set[bool] = set()
        for path in paths:
            for line in lines_of(path, most):
                check_line(line, entry)
                labels.add(line.row.get(entry["columns"].get("kto_tag", "")) is True)
        if "kto_tag" in entry["columns"] and most is None and name.endswith("_train") and len(labels) < 2:
            raise Broken(paths[0], 0, "all labels are the same: KTO needs good and bad answers")
    for splits in files_of(folder).values():
        if lost := {path for paths in splits.values() for path in paths} - pointed:
            raise Broken(min(lost), 0, "is not named in dataset_info.json")


def entries_of(folder: Path) -> dict[str, dict[str, Any]]:
    path = folder / "dataset_info.json"
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Broken(path, 0, "is missing") from None
    except ValueError as error:
        raise Broken(path, 1, f"is not JSON: {error}") from None
    for name, entry in told.items():
        if not isinstance(entry, dict) or "file_name" not in entry or "columns" not in entry:
            raise Broken(path, 1, f"{name} has no file_name or no columns")
        if entry.get("formatting") not in ("sharegpt", "alpaca"):
            raise Broken(path, 1, f"{name}: its formatting is neither sharegpt nor alpaca")
    return dict(told)


def files_in(folder: Path, name: str, entry: dict[str, Any]) -> list[Path]:
    """A file, or a folder of which every file is read as one dataset."""
    place = folder / entry["file_name"]
    paths = sorted(place.iterdir()) if place.is_dir() else [place] if place.is_file() else []
    if not paths:
        raise Broken(folder / "dataset_info.json", 1, f"{name}: there is no file {entry['file_name']}")
    if {TYPES.get(path.suffix, "") for path in paths} not in ({"parquet"}, {"json"}):
        raise Broken(folder / "dataset_info.json", 1, f"{name}: files of several types, or of one it does not read")
    return paths


def check_line(line: Line, entry: dict[str, Any]) -> None:
    is_alpaca = entry["formatting"] == "alpaca"
    texts = check_alpaca(line, entry["columns"]) if is_alpaca else check_sharegpt(line, entry)
    if tag := next((tag for text in texts for tag in MEDIA_TAGS if tag in text), ""):
        raise line.broken(f"has {tag}, and there is no such file beside it")


def check_sharegpt(line: Line, entry: dict[str, Any]) -> list[str]:
    named = entry["columns"]
    turns = line.turns(named["messages"], role="from", content="value")
    texts = [turn["value"] for turn in turns]
    said = turns[1:] if turns[0]["from"] == "system" else turns
    for place, turn in enumerate(said):
        if turn["from"] != ("human", "gpt")[place % 2]:
            raise line.broken(f"{named['messages']}: turns must go human, gpt, human ...; one is {turn['from']}")
    ranks = entry.get("ranking") is True
    if len(said) % 2 != ranks:
        raise line.broken(
            f"{named['messages']} has {len(said)} turns: it must be an {'odd' if ranks else 'even'} number"
        )
    if ranks:
        return texts + check_pair(line, named)
    if not said or not said[-1]["value"].strip():
        raise line.broken("the answer is empty: the model would learn to say nothing")
    if "kto_tag" in named and not isinstance(line.value(named["kto_tag"]), bool):
        raise line.broken(f"{named['kto_tag']} is not true or false: the row would be learned as good")
    return texts


def check_pair(line: Line, named: dict[str, str]) -> list[str]:
    texts = []
    for name in (named["chosen"], named["rejected"]):
        turn = line.value(name)
        line.check_turn(name, turn, role="from", content="value")
        if turn["from"] != "gpt":
            raise line.broken(f"{name} is from {turn['from']}, not from gpt")
        if not turn["value"].strip():
            raise line.broken(f"{name} is empty")
        texts.append(turn["value"])
    line.differ(*texts)
    return texts


def check_alpaca(line: Line, named: dict[str, str]) -> list[str]:
    texts = [line.text(named[name]) for name in ("prompt", "system") if name in named]
    if not texts[0]:
        raise line.broken(f"{named['prompt']} is empty")
    history = line.value(named["history"])
    if not isinstance(history, list) or any(not isinstance(pair, list) or len(pair) != 2 for pair in history):
        raise line.broken(f"{named['history']} is not a list of [question, answer]")
    said = [text for pair in history for text in pair]
    if not all(isinstance(text, str) for text in said):
        raise line.broken(f"{named['history']} has what is not a text")
    return texts + said
