"""What NeMo-RL reads: a context with exactly two ranked completions, and conversations."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from exports.validators.base import Broken, Line, files_of, lines_of


def check(folder: Path, *, most: int | None = None) -> None:
    for config, splits in files_of(folder).items():
        if config not in READS:
            raise Broken(folder / "README.md", 1, f"names {config}, which NeMo-RL has no loader for")
        for split, paths in splits.items():
            for path in paths:
                # A config's folder is loaded as a whole; the splits are found by the files' names.
                if path.parent != folder / config or not path.name.startswith(f"{split}-"):
                    raise Broken(path, 0, f"does not lie in {config}/ under its split's name")
                for line in lines_of(path, most):
                    READS[config](line)


def check_pair(line: Line) -> None:
    line.prompt("context")
    completions = line.value("completions")
    if not isinstance(completions, list) or len(completions) != 2:
        raise line.broken("completions are not exactly two")
    texts: dict[int, str] = {}
    for place, completion in enumerate(completions):
        name = f"completions.{place}"
        if not isinstance(completion, dict) or set(completion) != {"rank", "completion"}:
            raise line.broken(f"{name} has not just rank and completion")
        texts[rank_of(line, name, completion["rank"])] = answer(line, completion, name)
    if set(texts) != {0, 1}:
        raise line.broken("completions have the same rank: ties cannot be learned")
    line.differ(texts[0], texts[1])


def rank_of(line: Line, name: str, rank: Any) -> int:
    if isinstance(rank, bool) or not isinstance(rank, int) or rank not in (0, 1):
        raise line.broken(f"{name}.rank is neither 0 nor 1")
    return rank


def answer(line: Line, completion: dict[str, Any], name: str) -> str:
    return Line(line.path, line.number, {f"{name}.completion": completion["completion"]}).answer(f"{name}.completion")


def check_sft(line: Line) -> None:
    turns = line.turns("messages")
    if strange := {turn["role"] for turn in turns} - {"system", "user", "assistant"}:
        raise line.broken(f"messages has the role {min(strange)}")
    if turns[-1]["role"] != "assistant" or not turns[-1]["content"].strip():
        raise line.broken("messages does not end with an answer that says something")


READS: dict[str, Callable[[Line], None]] = {"sft": check_sft, "preference": check_pair, "reward": check_pair}
