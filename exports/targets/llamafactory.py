"""LLaMA-Factory 0.9.5: its sharegpt layout, a folder per split, and `dataset_info.json` that points at them.

Its converters are strict and silent: turns that do not alternate, a system turn in the middle or an answer of
several turns are skipped with a line in the log. Such rows are left out here, and counted.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_noop as N_

from exports.configs import Config
from exports.configs.cases import Row
from exports.dataset import Dataset
from exports.targets.base import TRAINING_FILES, Layout, evaluation_split
from exports.writing.columns import Column, columns

TURN = {"from": "string", "value": "string"}
NAMES = {"user": "human", "assistant": "gpt", "system": "system"}
# It counts these in every text; without as many files, training stops.
MEDIA_TAGS = ("<image>", "<video>", "<audio>")


class Sharegpt(Layout):
    """Conversations of human and gpt; the first turn may be system. `answers` are the columns laid out as one turn."""

    answers: tuple[str, ...] = ()

    def core(self, config: Config) -> tuple[Column, ...]:
        return columns(conversations=[TURN], **dict.fromkeys(self.answers, TURN))

    def core_of(self, row: Row) -> dict[str, Any]:
        conversation = {"conversations": [turn_of(message) for message in row.core["prompt"]]}
        return conversation | {name: turn_of(row.core[name][0]) for name in self.answers}

    def refuses(self, row: Row) -> str:
        prompt = row.core["prompt"]
        answers = [row.core[name] for name in ("completion", "chosen", "rejected") if name in row.core]
        if any(len(answer) != 1 for answer in answers):
            return "answer_of_several_turns"
        if any(tag in message["content"] for part in (prompt, *answers) for message in part for tag in MEDIA_TAGS):
            return "media_tag"
        turns = prompt[1:] if prompt[0]["role"] == "system" else prompt
        if [turn["role"] for turn in turns] != ["user", "assistant"] * (len(turns) // 2) + ["user"]:
            return "turns_do_not_alternate"
        return ""

    def path(self, name: str, split: str, number: int, total: int, suffix: str) -> str:
        # It reads a whole folder as one dataset: a split must be alone in its own.
        return f"{name}/{split}/{number:05}-of-{total:05}{suffix}"

    def pattern(self, name: str, split: str, suffix: str) -> str:
        return f"{name}/{split}/*{suffix}"


class Pairs(Sharegpt):
    answers = ("chosen", "rejected")


class Answers(Sharegpt):
    """The answer is the conversation's last turn; for KTO `label` says whether it is good."""

    def core(self, config: Config) -> tuple[Column, ...]:
        return columns(conversations=[TURN]) + tuple(one for one in config.core if one.name == "label")

    def core_of(self, row: Row) -> dict[str, Any]:
        turns = [turn_of(message) for message in (*row.core["prompt"], *row.core["completion"])]
        label = {"label": row.core["label"]} if "label" in row.core else {}
        return {"conversations": turns} | label


class Prompts(Sharegpt):
    """The alpaca layout: sharegpt without an answer is skipped."""

    def core(self, config: Config) -> tuple[Column, ...]:
        return columns(instruction="string", system="string", history=[["string"]])

    def core_of(self, row: Row) -> dict[str, Any]:
        turns = row.core["prompt"]
        system = turns[0]["content"] if turns[0]["role"] == "system" else ""
        said = [turn["content"] for turn in turns if turn["role"] != "system"]
        history = [list(exchange) for exchange in zip(said[:-1:2], said[1::2], strict=True)]
        return {"instruction": said[-1], "system": system, "history": history}

    def refuses(self, row: Row) -> str:
        # An empty instruction is left out when the parts of a prompt are joined.
        return super().refuses(row) or ("" if row.core["prompt"][-1]["content"] else "empty_prompt")


def turn_of(message: dict[str, Any]) -> dict[str, Any]:
    return {"from": NAMES[message["role"]], "value": message["content"]}


LAYOUTS: dict[str, Layout] = {
    "sft": Answers(files=TRAINING_FILES),
    "preference": Pairs(files=TRAINING_FILES),
    "reward": Pairs(files=TRAINING_FILES),
    "kto": Answers(files=TRAINING_FILES),
    "prompts": Prompts(files=TRAINING_FILES),
}
LEAVES: dict[str, str] = {
    "ranking": N_("LLaMA-Factory reads pairs, not whole rankings."),
    "raw": N_("No trainer reads submissions as they were given; ask for the target trl."),
}
MESSAGES = {"messages": "conversations"}
PAIRS = {"formatting": "sharegpt", "ranking": True, "columns": {**MESSAGES, "chosen": "chosen", "rejected": "rejected"}}
ENTRIES: dict[str, dict[str, Any]] = {
    "sft": {"formatting": "sharegpt", "columns": MESSAGES},
    "preference": PAIRS,
    "reward": PAIRS,
    "kto": {"formatting": "sharegpt", "columns": {**MESSAGES, "kto_tag": "label"}},
    "prompts": {
        "formatting": "alpaca", "columns": {"prompt": "instruction", "system": "system", "history": "history"},
    },
}  # fmt: skip
STAGES = {
    "sft": "stage: sft",
    "preference": "stage: dpo",
    # The sampler in the order of the file: the rows of one group stand together, and so stay near each other.
    "reward": "stage: rm\ndisable_shuffling: true",
    "kto": "stage: kto",
    "prompts": "stage: ppo\nreward_model: REWARD_MODEL",
}


def beside(dataset: Dataset) -> dict[str, str]:
    told = {
        f"{name}_{split}": {"file_name": f"{name}/{split}", **ENTRIES[name]}
        for name, splits in dataset.counts.items()
        for split in splits
    }
    return {"dataset_info.json": json.dumps(told, indent=2) + "\n"}


def loading(splits: Mapping[str, Iterable[str]], *, files: str = "parquet") -> str:
    return "\n".join(settings_of(name, tuple(splits[name])) for name in STAGES if name in splits)


def settings_of(name: str, splits: tuple[str, ...]) -> str:
    lines = [f"# {name}.yaml: llamafactory-cli train {name}.yaml", STAGES[name], "do_train: true"]
    lines += ["model_name_or_path: MODEL", "template: TEMPLATE", "dataset_dir: FOLDER", f"dataset: {name}_train"]
    # PPO has no evaluation loop.
    if name != "prompts" and (split := evaluation_split(splits)):
        lines += [f"eval_dataset: {name}_{split}", "eval_strategy: epoch"]
    return "\n".join([*lines, f"output_dir: {name}-output"]) + "\n"
