"""TRL (and Unsloth, which reads the same): explicit prompts, message lists, a Hugging Face `datasets` folder."""

from collections.abc import Iterable, Mapping

from exports.configs import CONFIGS
from exports.dataset import Dataset
from exports.targets.base import Layout

# What the configs call their columns are TRL's names.
LAYOUTS: dict[str, Layout] = {name: Layout() for name in CONFIGS}
LEAVES: dict[str, str] = {}


def beside(dataset: Dataset) -> dict[str, str]:
    return {}


def loading(splits: Mapping[str, Iterable[str]], *, files: str = "parquet") -> str:
    first = "preference" if "preference" in splits else next(iter(splits), "preference")
    return f'from datasets import load_dataset\n\ndataset = load_dataset("FOLDER", "{first}")\n'
