"""What TRL 1.x reads, and what breaks it or silently teaches it something else."""

import math
from collections.abc import Callable
from pathlib import Path

from exports.validators.base import Broken, Line, files_of, lines_of
from exports.writing.columns import RESERVED


def check(folder: Path, *, most: int | None = None) -> None:
    for config, splits in files_of(folder).items():
        if config not in READS:
            continue
        for split, paths in splits.items():
            labels: set[bool] = set()
            for path in paths:
                has_margin: bool | None = None
                for line in lines_of(path, most):
                    check_columns(line, config)
                    READS[config](line)
                    has_margin = check_margin(line, config, has_margin)
                    labels.add(line.row.get("label") is True)
            # The first rows alone may well be all good or all bad.
            if config == "kto" and most is None and split == "train" and len(labels) < 2:
                raise Broken(paths[0], 0, "all labels are the same: KTO needs good and bad answers")


def check_columns(line: Line, config: str) -> None:
    """Names that the trainer takes for its own; `chosen` beside `completion` makes KTO rows into pairs, say."""
    if taken := (set(line.row) & RESERVED) - OWN[config]:
        raise line.broken(f"has a column {min(taken)}, which the trainer takes for its own")


def check_margin(line: Line, config: str, had: bool | None) -> bool:
    """In every row, a number, or in none."""
    has = "margin" in line.row
    if had is not None and has != had:
        raise line.broken("margin stands in some rows and not in others")
    if has:
        value = line.row["margin"]
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise line.broken("margin is not a number")
    return has


def check_sft(line: Line) -> None:
    line.prompt()
    line.answer("completion")


def check_pair(line: Line) -> None:
    line.prompt()
    line.differ(line.answer("chosen"), line.answer("rejected"))


def check_kto(line: Line) -> None:
    check_sft(line)
    if not isinstance(line.value("label"), bool):
        raise line.broken("label is not true or false")


def check_prompt(line: Line) -> None:
    line.prompt()


# What no trainer of TRL reads (ranking, raw) has no rules here.
READS: dict[str, Callable[[Line], None]] = {
    "sft": check_sft, "preference": check_pair, "reward": check_pair, "kto": check_kto, "prompts": check_prompt,
}  # fmt: skip
OWN = {
    "sft": {"prompt", "completion"}, "preference": {"prompt", "chosen", "rejected"},
    "reward": {"prompt", "chosen", "rejected", "margin"}, "kto": {"prompt", "completion", "label"},
    "prompts": {"prompt"},
}  # fmt: skip
