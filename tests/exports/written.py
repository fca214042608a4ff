"""Builders of datasets that nobody built: folders written by hand, for validators to read."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import yaml

Rows = list[dict[str, Any]]


def user(text: str = "2+2?") -> dict[str, str]:
    return {"role": "user", "content": text}


def said(text: str) -> dict[str, str]:
    return {"role": "assistant", "content": text}


def system(text: str = "Be brief.") -> dict[str, str]:
    return {"role": "system", "content": text}


PAIR = {"prompt": [system(), user()], "chosen": [said("4")], "rejected": [said("5")]}
ANSWER = {"prompt": [user()], "completion": [said("4")]}
GOOD: dict[str, Rows] = {
    "sft": [ANSWER],
    "preference": [PAIR],
    "reward": [{**PAIR, "margin": 1.0}, {**PAIR, "margin": 0.0}],
    "kto": [{**ANSWER, "label": True}, {**ANSWER, "label": False}],
    "prompts": [{"prompt": [user()]}],
}


def write(path: Path, rows: Rows) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(rows), path)
    else:
        path.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    return path


def folder(at: Path, configs: dict[str, Rows], *, suffix: str = ".jsonl", path: str = "") -> Path:
    """A dataset with one file per config, all of it `train`."""
    path = path or "{config}/train-00000-of-00001{suffix}"
    places = {config: path.format(config=config, suffix=suffix) for config in configs}
    for config, rows in configs.items():
        write(at / places[config], rows)
    name(at, places)
    return at


def name(at: Path, places: dict[str, str]) -> None:
    told = [
        {"config_name": config, "data_files": [{"split": "train", "path": place}]} for config, place in places.items()
    ]
    (at / "README.md").write_text(f"---\n{yaml.safe_dump({'configs': told})}---\n\n# By hand\n")


def without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in names}


def golden(name: str) -> Iterable[dict[str, Any]]:
    """The rows of a golden file."""
    path = Path(__file__).parent / "targets" / "golden" / name
    return [orjson.loads(line) for line in path.read_bytes().splitlines()]
