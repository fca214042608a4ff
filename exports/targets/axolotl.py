"""axolotl 0.19: chat templates on messages, reward models on texts, and one YAML file per config to start from.

Its DPO strategy finds the answer in the rendered template by searching for it. An empty answer, one that stands in
the template before it, or one whose white space the template takes off is cut out in the wrong place, and the words
`[[dummy_message]]` are learned. So answers lose the white space around them, and the others are left out, counted.
"""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

import yaml
from django.utils.translation import gettext_noop as N_

from exports.configs import Config
from exports.configs.cases import Row
from exports.dataset import Dataset
from exports.targets.base import Layout, evaluation_split
from exports.targets.conversations import (
    SEVERAL_TURNS,
    Answers,
    has_long_answer,
    system_and_user,
    texts_of,
    why_not_one_turn,
)  # fmt: skip
from exports.writing.columns import MESSAGES, Column, columns

TURN = {"role": "string", "content": "string"}
# What the common templates put before an answer to the strategy's own question.
BEFORE_THE_ANSWER = (
    "<|im_start|>user\n[[dummy_message]]<|im_end|>\n<|im_start|>assistant\n",
    (
        "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\n[[dummy_message]]<|eot_id|>"
        "<|start_header_id|>assistant<|end_header_id|>\n\n"
    ),
    "<s>[INST] [[dummy_message]] [/INST]",
    "<bos><start_of_turn>user\n[[dummy_message]]<end_of_turn>\n<start_of_turn>model\n",
)


def why_empty(row: Row) -> str:
    return "" if all(text.strip() for text in texts_of(row)) else "empty_turn"


class Conversations(Answers):
    def refuses(self, row: Row) -> str:
        return why_empty(row)


class Pairs(Layout):
    def core(self, config: Config) -> tuple[Column, ...]:
        return columns(messages=MESSAGES, chosen=TURN, rejected=TURN)

    def core_of(self, row: Row) -> dict[str, Any]:
        answers = {name: {**row.core[name][0]} for name in ("chosen", "rejected")}
        for answer in answers.values():
            answer["content"] = answer["content"].strip()
        return {"messages": row.core["prompt"], **answers}

    def refuses(self, row: Row) -> str:
        if has_long_answer(row):
            return SEVERAL_TURNS
        answers = [row.core[name][0]["content"].strip() for name in ("chosen", "rejected")]
        if any(answer in before for answer in answers for before in BEFORE_THE_ANSWER if answer):
            return "answer_in_template"
        return why_empty(row)


class Texts(Layout):
    """system, the user's one turn, and the answers, all texts; `system` must be there, and may be empty."""

    user = "input"
    said: tuple[str, ...] = ("chosen", "rejected")

    def core(self, config: Config) -> tuple[Column, ...]:
        texts = dict.fromkeys(("system", self.user, *self.said), "string")
        return columns(**texts) + tuple(column for column in config.core if column.name == "label")

    def core_of(self, row: Row) -> dict[str, Any]:
        system, user = system_and_user(row.core["prompt"])
        label = {"label": row.core["label"]} if "label" in row.core else {}
        return {"system": system, self.user: user, **{n: row.core[n][0]["content"] for n in self.said}, **label}

    def refuses(self, row: Row) -> str:
        return why_not_one_turn(row, with_system=True) or why_empty(row)


class Labelled(Texts):
    user = "prompt"
    said = ("completion",)


LAYOUTS: dict[str, Layout] = {
    "sft": Conversations(), "preference": Pairs(), "reward": Texts(), "kto": Labelled(),
}  # fmt: skip
LEAVES: dict[str, str] = {
    "prompts": N_("axolotl reads prompts for GRPO through a Python function of yours; ask for the target trl."),
    "ranking": N_("axolotl reads pairs, not whole rankings."),
    "raw": N_("No trainer reads submissions as they were given; ask for the target trl."),
}
FIELDS = {"field_messages": "messages"}
# What each config's file says, and what it says of every file of rows.
SETTINGS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "sft": ({}, {"type": "chat_template", **FIELDS}),
    "preference": (
        {"rl": "dpo"},
        {"type": "chat_template.default", **FIELDS, "field_chosen": "chosen", "field_rejected": "rejected"},
    ),
    "reward": (
        {"reward_model": True, "model_type": "AutoModelForSequenceClassification", "num_labels": 1, "num_epochs": 1},
        {"type": "bradley_terry.chat_template"},
    ),
    "kto": ({"rl": "kto"}, {"type": "chatml.ultra"}),
}
TYPES = {".parquet": "parquet", ".jsonl": "json"}


def beside(dataset: Dataset) -> dict[str, str]:
    paths = sorted(str(file["path"]) for file in dataset.files)
    return {
        f"axolotl/{name}.yaml": stanza(
            name,
            {
                split: [path for path in paths if PurePosixPath(path).match(pattern)]
                for split, pattern in dataset.patterns[name].items()
            },
        )
        for name in dataset.counts
    }


def stanza(name: str, files: Mapping[str, Iterable[str]]) -> str:
    """A file to start training from, inside the dataset's folder. files: {split: paths}."""
    settings, entry = SETTINGS[name]

    def entries(split: str) -> list[dict[str, Any]]:
        return [
            {"path": path, "ds_type": TYPES[PurePosixPath(path).suffix], "split": "train", **entry}
            for path in files[split]
        ]

    told: dict[str, Any] = {"base_model": "MODEL", "chat_template": "tokenizer_default", **settings}
    if name == "kto":
        # Its templates for labelled answers are fixed texts.
        told["chat_template"] = "chatml"
    if "train" in files:
        told["datasets"] = entries("train")
    if split := evaluation_split(list(files)):
        told["test_datasets"] = entries(split)
    return yaml.safe_dump(told | {"output_dir": f"{name}-output"}, sort_keys=False, allow_unicode=True, width=1000)


def loading(splits: Mapping[str, Iterable[str]], *, files: str = "parquet") -> str:
    names = [name for name in SETTINGS if name in splits]
    lines = [f"axolotl train axolotl/{name}.yaml --base-model MODEL" for name in names]
    return "\n".join(["cd FOLDER", *lines]) + "\n" if names else ""
