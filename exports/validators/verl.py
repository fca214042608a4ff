"""What verl 0.9 reads: Parquet alone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from exports.validators.base import Broken, Line, files_of, lines_of


def check(folder: Path, *, most: int | None = None) -> None:
    for config, splits in files_of(folder).items():
        if config not in READS:
            raise Broken(folder / "README.md", 1, f"names {config}, which verl has no trainer for")
        for split, paths in splits.items():
            for path in paths:
                if path.suffix != ".parquet":
                    raise Broken(path, 0, "is not Parquet")
                for line in lines_of(path, most):
                    READS[config](line)
                    if config == "prompts" and line.row["extra_info"]["split"] != split:
                        raise line.broken(f"extra_info.split is not {split}, where the row lies")


def struct(line: Line, name: str, *keys: str) -> dict[str, Any]:
    value = line.value(name)
    if not isinstance(value, dict):
        raise line.broken(f"{name} is not an object")
    for key in keys:
        if value.get(key) is None:
            raise line.broken(f"{name} has no {key}")
    return value


def check_prompt(line: Line) -> None:
    line.prompt()
    for name in ("data_source", "ability"):
        if not line.text(name):
            raise line.broken(f"{name} is empty")
    rewarded = struct(line, "reward_model", "style", "ground_truth")
    if rewarded["style"] not in ("model", "rule"):
        raise line.broken("reward_model.style is neither model nor rule")
    if not isinstance(rewarded["ground_truth"], str):
        raise line.broken("reward_model.ground_truth is not a text")
    if rewarded["style"] == "rule" and not rewarded["ground_truth"]:
        raise line.broken("reward_model.ground_truth is empty: the rule has nothing to compare with")
    told = struct(line, "extra_info", "split", "index", "prompt_id")
    if isinstance(told["index"], bool) or not isinstance(told["index"], int):
        raise line.broken("extra_info.index is not a whole number")


def check_sft(line: Line) -> None:
    turns = line.turns("messages")
    if strange := {turn["role"] for turn in turns} - {"system", "user", "assistant"}:
        raise line.broken(f"messages has the role {min(strange)}")
    if turns[-1]["role"] != "assistant" or not turns[-1]["content"].strip():
        raise line.broken("messages does not end with an answer that says something")


def check_reward(line: Line) -> None:
    for name in ("prompt", "chosen", "rejected"):
        text = line.text(name)
        if name != "prompt" and not text.strip():
            raise line.broken(f"{name} is empty")
    line.differ(line.row["chosen"], line.row["rejected"])


READS: dict[str, Callable[[Line], None]] = {"sft": check_sft, "reward": check_reward, "prompts": check_prompt}
