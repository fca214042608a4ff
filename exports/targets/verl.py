"""verl 0.9: Parquet alone; prompts with what its reward functions want, conversations, and pairs of bare texts."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_noop as N_

from exports.configs import Config
from exports.configs.cases import Row
from exports.dataset import Dataset
from exports.targets import conversations
from exports.targets.base import Layout, evaluation_split
from exports.targets.conversations import system_and_user, why_not_one_turn
from exports.writing.columns import MESSAGES, Column, columns

PARQUET = ("parquet",)


class Prompts(Layout):
    """A model rewards the answers: there is no ground truth, and the column must be there all the same."""

    def core(self, config: Config) -> tuple[Column, ...]:
        return columns(
            data_source="string", prompt=MESSAGES, ability="string",
            reward_model={"style": "string", "ground_truth": "string"},
            extra_info={"split": "string", "index": "int64", "prompt_id": "string"},
        )  # fmt: skip

    def core_of(self, row: Row) -> dict[str, Any]:
        facts = row.facts
        return {
            "data_source": facts["prompt_source"] or "default",
            "prompt": row.core["prompt"],
            "ability": facts["use_case"] or "general",
            "reward_model": {"style": "model", "ground_truth": ""},
            # A number of the prompt that stays the same as data grow.
            "extra_info": {
                "split": facts["split"],
                "index": int(facts["prompt_id"]),
                "prompt_id": facts["prompt_id"],
            },
        }


class Texts(Layout):
    """Bare texts: the loader puts no template around them, and there is no place for a system turn."""

    def core(self, config: Config) -> tuple[Column, ...]:
        return columns(prompt="string", chosen="string", rejected="string")

    def core_of(self, row: Row) -> dict[str, Any]:
        answers = {name: row.core[name][0]["content"] for name in ("chosen", "rejected")}
        return {"prompt": system_and_user(row.core["prompt"])[1], **answers}

    def refuses(self, row: Row) -> str:
        return why_not_one_turn(row, with_system=False)


LAYOUTS: dict[str, Layout] = {
    "sft": conversations.Answers(files=PARQUET), "reward": Texts(files=PARQUET), "prompts": Prompts(files=PARQUET),
}  # fmt: skip
LEAVES: dict[str, str] = {
    "preference": N_("verl has no trainer on pairs; `reward` has them for a reward model."),
    "kto": N_("verl has no KTO trainer."),
    "ranking": N_("verl reads pairs, not whole rankings."),
    "raw": N_("No trainer reads submissions as they were given; ask for the target trl."),
}
COMMANDS: dict[str, tuple[str, ...]] = {
    "sft": (
        "torchrun --standalone --nproc_per_node=1 -m verl.trainer.sft_trainer",
        "model.path=MODEL",
        "data.messages_key=messages",
    ),
    "prompts": (
        "python3 -m verl.trainer.main_ppo",
        "actor_rollout_ref.model.path=MODEL critic.model.path=MODEL",
        "reward_model.enable=True reward_model.model.path=REWARD_MODEL",
        "data.prompt_key=prompt",
    ),
}
REWARD = """\
from verl.utils.dataset.rm_dataset import RMDataset

pairs = RMDataset(
    parquet_files=PARQUET_FILES,
    tokenizer="MODEL",
    prompt_key="prompt",
    chosen_key="chosen",
    rejected_key="rejected",
)
"""


def beside(dataset: Dataset) -> dict[str, str]:
    return {}


def loading(splits: Mapping[str, Iterable[str]], *, files: str = "parquet") -> str:
    blocks = [command(name, tuple(splits[name])) for name in COMMANDS if name in splits]
    if "reward" in splits:
        blocks.append("\n".join(["from glob import glob", REWARD.replace("PARQUET_FILES", first_files(splits))]))
    return "\n".join(blocks)


def first_files(splits: Mapping[str, Iterable[str]]) -> str:
    names = tuple(splits["reward"])
    split = "train" if "train" in names else names[0]
    return f'sorted(glob("FOLDER/reward/{split}-*.parquet"))'


def command(name: str, splits: tuple[str, ...]) -> str:
    def listed(split: str) -> str:
        return f'"[$(ls FOLDER/{name}/{split}-*.parquet | paste -sd,)]"'

    lines = list(COMMANDS[name])
    if "train" in splits:
        lines.append(f"data.train_files={listed('train')}")
    if split := evaluation_split(splits):
        lines.append(f"data.val_files={listed(split)}")
    return " \\\n    ".join(lines) + "\n"
