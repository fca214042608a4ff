"""NeMo-RL: a context and exactly two ranked completions; conversations for SFT. There are no ties in pairs."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_noop as N_

from exports.configs import Config
from exports.configs.cases import Row
from exports.dataset import Dataset
from exports.targets import conversations
from exports.targets.base import Layout, evaluation_split
from exports.writing.columns import MESSAGES, Column, columns


class Pairs(Layout):
    """The lower rank is the better answer."""

    def core(self, config: Config) -> tuple[Column, ...]:
        return columns(context=MESSAGES, completions=[{"rank": "int64", "completion": MESSAGES}])

    def core_of(self, row: Row) -> dict[str, Any]:
        completions = [{"rank": rank, "completion": row.core[n]} for rank, n in enumerate(("chosen", "rejected"))]
        return {"context": row.core["prompt"], "completions": completions}


LAYOUTS: dict[str, Layout] = {
    "sft": conversations.Answers(), "preference": Pairs(), "reward": Pairs(),
}  # fmt: skip
LEAVES: dict[str, str] = {
    "kto": N_("NeMo-RL has no KTO trainer."),
    "prompts": N_("NeMo-RL's GRPO data need an expected answer for every prompt."),
    "ranking": N_("NeMo-RL's loader takes exactly two completions; whole rankings are in the target trl."),
    "raw": N_("No trainer reads submissions as they were given; ask for the target trl."),
}
COMMANDS = {
    "sft": ("examples/run_sft.py", "openai_format", "data.train.chat_key=messages"),
    "preference": ("examples/run_dpo.py", "PreferenceDataset", ""),
    # In the order of the file: all pairs of a ranking stay near each other.
    "reward": ("examples/run_rm.py", "PreferenceDataset", "data.shuffle=false"),
}


def beside(dataset: Dataset) -> dict[str, str]:
    return {}


def loading(splits: Mapping[str, Iterable[str]], *, files: str = "parquet") -> str:
    return "\n".join(command(name, tuple(splits[name])) for name in COMMANDS if name in splits)


def command(name: str, splits: tuple[str, ...]) -> str:
    """A config's folder is what `datasets` finds the splits in, whatever the number of files."""
    program, kind, besides = COMMANDS[name]
    lines = [f"uv run {program}", "policy.model_name=MODEL", *([besides] if besides else [])]
    told = {"train": "train" if "train" in splits else "", "validation": evaluation_split(splits)}
    for part, split in told.items():
        if split:
            keys = {"dataset_name": kind, "data_path": f"FOLDER/{name}", "split": split}
            lines.append(" ".join(f"++data.{part}.{key}={value}" for key, value in keys.items()))
    return " \\\n    ".join(lines) + "\n"
