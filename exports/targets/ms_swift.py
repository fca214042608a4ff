"""ms-swift 4.6: one conversation whose last turn is the answer, the rejected text beside it; strict about turns."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_noop as N_

from exports.configs import Config
from exports.configs.cases import Row
from exports.dataset import Dataset
from exports.targets import conversations
from exports.targets.base import Layout, evaluation_split
from exports.targets.conversations import MEDIA_TAGS, texts_of, why_not_alternating
from exports.writing.columns import MESSAGES, Column, columns


def why_refused(row: Row) -> str:
    if any(tag in text for text in texts_of(row) for tag in MEDIA_TAGS):
        return "media_tag"
    if reason := why_not_alternating(row):
        return reason
    # It stops at an answer of the conversation that says nothing.
    turns = [turn["content"] for turn in row.core["prompt"] if turn["role"] == "assistant"]
    return "" if all(turns) else "empty_turn"


class Answers(conversations.Answers):
    def refuses(self, row: Row) -> str:
        return why_refused(row)


class Pairs(Layout):
    def core(self, config: Config) -> tuple[Column, ...]:
        margin = tuple(column for column in config.core if column.name == "margin")
        return columns(messages=MESSAGES, rejected_response="string") + margin

    def core_of(self, row: Row) -> dict[str, Any]:
        margin = {"margin": row.core["margin"]} if "margin" in row.core else {}
        messages = [*row.core["prompt"], *row.core["chosen"]]
        return {"messages": messages, "rejected_response": row.core["rejected"][0]["content"]} | margin

    def refuses(self, row: Row) -> str:
        return why_refused(row)


class Prompts(Layout):
    def core(self, config: Config) -> tuple[Column, ...]:
        return columns(messages=MESSAGES)

    def core_of(self, row: Row) -> dict[str, Any]:
        return {"messages": row.core["prompt"]}

    def refuses(self, row: Row) -> str:
        return why_refused(row)


LAYOUTS: dict[str, Layout] = {
    "sft": Answers(), "preference": Pairs(), "reward": Pairs(), "kto": Answers(), "prompts": Prompts(),
}  # fmt: skip
LEAVES: dict[str, str] = {
    "ranking": N_("ms-swift reads pairs, not whole rankings."),
    "raw": N_("No trainer reads submissions as they were given; ask for the target trl."),
}
COMMANDS = {
    "sft": "swift sft",
    "preference": "swift rlhf --rlhf_type dpo",
    # Pairs of one ranking overlap: one pass, in the order of the file, where a group stands together.
    "reward": "swift rlhf --rlhf_type rm --num_train_epochs 1 --dataset_shuffle false --train_dataloader_shuffle false",
    "kto": "swift rlhf --rlhf_type kto",
    "prompts": "swift rlhf --rlhf_type grpo --reward_model REWARD_MODEL",
}


def beside(dataset: Dataset) -> dict[str, str]:
    return {}


def loading(splits: Mapping[str, Iterable[str]], *, files: str = "parquet") -> str:
    return "\n".join(command(name, tuple(splits[name]), files) for name in COMMANDS if name in splits)


def command(name: str, splits: tuple[str, ...], suffix: str) -> str:
    """It loads files; the shell names all of a split."""
    lines = [f"{COMMANDS[name]} --model MODEL"]
    if "train" in splits:
        lines.append(f"--dataset FOLDER/{name}/train-*.{suffix}")
    if split := evaluation_split(splits):
        lines.append(f"--val_dataset FOLDER/{name}/{split}-*.{suffix}")
    return " \\\n    ".join([*lines, f"--output_dir {name}-output"]) + "\n"
