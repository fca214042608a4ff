"""OpenRLHF 0.11: TRL's explicit layout, keys by flag; prompts for PPO carry `label` and `datasource`."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_noop as N_

from exports.configs import Config
from exports.configs.cases import Row
from exports.dataset import Dataset
from exports.targets.base import TRAINING_FILES, Layout, evaluation_split
from exports.writing.columns import Column, columns

IMAGE = "<image>"


class Prompts(Layout):
    """The label is what a rule would reward; a reward model needs none, and the loader wants a text."""

    def core(self, config: Config) -> tuple[Column, ...]:
        return (*config.core, *columns(label="string", datasource="string"))

    def core_of(self, row: Row) -> dict[str, Any]:
        return {**row.core, "label": "", "datasource": row.facts.get("prompt_source") or "default"}

    def refuses(self, row: Row) -> str:
        # Its loader puts an image in the place of this text, and there is none.
        return "image_tag" if any(IMAGE in message["content"] for message in row.core["prompt"]) else ""


LAYOUTS: dict[str, Layout] = {
    **{name: Layout(files=TRAINING_FILES) for name in ("sft", "preference", "reward")},
    "prompts": Prompts(files=TRAINING_FILES),
}
LEAVES: dict[str, str] = {
    "kto": N_("OpenRLHF has no KTO trainer any more."),
    "ranking": N_("OpenRLHF reads pairs, not whole rankings."),
    "raw": N_("No trainer reads submissions as they were given; ask for the target trl."),
}
PAIR_KEYS = ("--data.prompt_key prompt --data.chosen_key chosen --data.rejected_key rejected",)
COMMANDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "sft": ("train_sft", ("--data.input_key prompt --data.output_key completion",)),
    "preference": ("train_dpo", PAIR_KEYS),
    "reward": ("train_rm", (*PAIR_KEYS, "--model.margin_loss_enable")),
    "prompts": ("train_ppo_ray", ("--data.input_key prompt --data.label_key label",)),
}


def beside(dataset: Dataset) -> dict[str, str]:
    return {}


def loading(splits: Mapping[str, Iterable[str]], *, files: str = "parquet") -> str:
    """Each config is a folder of its own: given the whole folder, the loader would take the default config."""
    return "\n".join(command(name, tuple(splits[name])) for name in COMMANDS if name in splits)


def command(name: str, splits: tuple[str, ...]) -> str:
    program, keys = COMMANDS[name]
    data = "prompt_dataset" if name == "prompts" else "dataset"
    lines = [f"python -m openrlhf.cli.{program}", "--model.model_name_or_path MODEL", f"--data.{data} FOLDER/{name}"]
    if name == "prompts":
        lines[1] = "--actor.model_name_or_path MODEL --reward.model_name_or_path REWARD_MODEL"
    lines += ["--data.apply_chat_template", *keys]
    if name != "prompts" and (split := evaluation_split(splits)):
        lines.append(f"--eval.dataset FOLDER/{name} --eval.split {split}")
    return " \\\n    ".join(lines) + "\n"
