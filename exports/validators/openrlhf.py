"""What OpenRLHF 0.11 reads with a chat template, and what it drops or misreads in silence."""

from pathlib import Path

from exports.validators import trl
from exports.validators.base import Broken, Line, files_of, lines_of

CONFIGS = ("sft", "preference", "reward", "prompts")
SPLITS = ("train", "validation", "test")


def check(folder: Path, *, most: int | None = None) -> None:
    for config, splits in files_of(folder).items():
        if config not in CONFIGS:
            raise Broken(folder / "README.md", 1, f"names {config}, which OpenRLHF has no trainer for")
        for split, paths in splits.items():
            for path in paths:
                check_place(folder, path, config, split)
                for line in lines_of(path, most):
                    check_line(line, config)


def check_place(folder: Path, path: Path, config: str, split: str) -> None:
    """`FOLDER/CONFIG` is what its flags name: `datasets` finds the splits there by the files' names."""
    if path.parent != folder / config or not path.name.startswith(f"{split}-") or split not in SPLITS:
        raise Broken(path, 0, f"does not lie in {config}/ under its split's name")


def check_line(line: Line, config: str) -> None:
    if config == "prompts":
        turns = line.prompt()
        # Missing, the loader fails as soon as its key is named; null, a rule gets nothing to compare with.
        line.text("label")
        if not line.text("datasource"):
            raise line.broken("datasource is empty")
        if any("<image>" in turn["content"] for turn in turns):
            raise line.broken("has <image> in its prompt, in whose place the loader puts an image that is not there")
        return
    trl.READS[config](line)
    if config == "reward":
        trl.check_margin(line, config, None)
