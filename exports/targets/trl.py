"""TRL (and Unsloth, which reads the same): explicit prompts, message lists, a Hugging Face `datasets` folder."""

from collections.abc import Iterable, Mapping

from exports.dataset import Dataset
from exports.recipes.recipe import CONFIG_NAMES
from exports.targets.base import Layout, evaluation_split

# What the configs call their columns are TRL's names.
LAYOUTS: dict[str, Layout] = {name: Layout() for name in CONFIG_NAMES}
LEAVES: dict[str, str] = {}

# config -> (trainer, what else it is given)
TRAINERS = {
    "sft": ("SFT", ""),
    "preference": ("DPO", ""),
    # Pairs of one ranking overlap: one pass, or the model learns them by heart (InstructGPT, 3.5).
    "reward": ("Reward", ', num_train_epochs=1, accelerator_config={"even_batches": False}'),
    # Batches of one row tell KTO nothing, and it says so; what is rare must weigh as much as what is not.
    "kto": ("KTO", ", per_device_train_batch_size=8, **weights"),
    "prompts": ("GRPO", ""),
}


def beside(dataset: Dataset) -> dict[str, str]:
    return {}


def loading(splits: Mapping[str, Iterable[str]], *, files: str = "parquet") -> str:
    names = [name for name in CONFIG_NAMES if name in splits]
    lines = ["from datasets import load_dataset", ""]
    lines += [f'{name} = load_dataset("FOLDER", "{name}")' for name in names]
    blocks = [training(name, tuple(splits[name])) for name in names if name in TRAINERS and "train" in splits[name]]
    return "\n".join([*lines, *blocks]) + "\n"


def training(name: str, splits: tuple[str, ...]) -> str:
    trainer, besides = TRAINERS[name]
    split = evaluation_split(splits)
    arguments = [
        '"MODEL"',
        *(['reward_funcs="REWARD_MODEL"'] if name == "prompts" else []),
        f'args={trainer}Config(output_dir="{name}-output"{besides})',
        f'train_dataset={name}["train"]',
        *([f'eval_dataset={name}["{split}"]'] if split else []),
    ]
    kind = "GroupedRewardTrainer" if name == "reward" else f"{trainer}Trainer"
    lines = ["", f"from trl import {trainer}Config, {trainer}Trainer", *BEFORE.get(name, ("",))]
    return "\n".join([*lines, f"{kind}(", *(f"    {argument}," for argument in arguments), ").train()"])


GROUPED = '''\
from random import Random

from torch.utils.data import DataLoader


class GroupBatches:
    """Batches of whole groups: all pairs of a ranking are one step, as InstructGPT trained."""

    def __init__(self, groups, size):
        rows = {}
        for row, group in enumerate(groups):
            rows.setdefault(group, []).append(row)
        self.batches = [[]]
        for group in Random(0).sample(list(rows.values()), len(rows)):
            if self.batches[-1] and len(self.batches[-1]) + len(group) > size:
                self.batches.append([])
            self.batches[-1] += group

    def __iter__(self):
        return iter(self.batches)

    def __len__(self):
        return len(self.batches)


class GroupedRewardTrainer(RewardTrainer):
    def get_train_dataloader(self):
        if "group_id" not in self.train_dataset.column_names:  # left out with the metadata: nothing to group by
            return super().get_train_dataloader()
        batches = GroupBatches(self.train_dataset["group_id"], self.args.train_batch_size)
        loader = DataLoader(self.train_dataset, batch_sampler=batches, collate_fn=self.data_collator)
        return self.accelerator.prepare(loader)

'''
WEIGHED = """\

# KTO takes its point of reference from the neighbour: rows of one prompt must not stand together.
kto["train"] = kto["train"].shuffle(seed=0)
good = sum(kto["train"]["label"])
bad = len(kto["train"]) - good
if not (good and bad):
    print("All answers of train have the same label: KTO learns nothing from them.")
weights = {"desirable_weight": max(1, bad / max(1, good)), "undesirable_weight": max(1, good / max(1, bad))}"""
BEFORE = {"reward": (GROUPED,), "kto": (WEIGHED,)}
