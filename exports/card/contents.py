"""What rows there are, and how to load them."""

from exports.card.markdown import block, table
from exports.dataset import Dataset
from exports.targets import TARGETS

SPLITS = ("train", "validation", "test")
ABOUT = {
    "sft": "prompt and the answer to learn: written by labelers, or what the recipe's `sft` names",
    "preference": "prompt, chosen, rejected",
    "reward": "prompt, chosen, rejected, with a margin where the recipe asks for one",
    "kto": "prompt, answer, and whether it is good in itself: shuffle it, rows of a prompt follow one another",
    "prompts": "prompts for reinforcement learning, without those whose reward-model rows are in test",
    "ranking": "whole rankings with ties, and every labeler's vote",
    "raw": "every submission as it was given, with why it is left out elsewhere",
}


def contents(dataset: Dataset) -> list[str]:
    if not dataset.counts:
        reasons = omitted(dataset) if dataset.omitted else []
        return ["There are no rows: the recipe has no config for which there is anything yet.", *reasons]
    rows = [
        [f"`{name}`", ABOUT[name], *(f"{splits.get(split, 0):,}" for split in SPLITS)]
        for name, splits in dataset.counts.items()
    ]
    return [*table(["config", "what it is", *SPLITS], rows), *omitted(dataset), *loading(dataset)]


def omitted(dataset: Dataset) -> list[str]:
    missing = [name for name in dataset.recipe.configs if name not in dataset.counts]
    return (
        ["", *(f"- No `{name}`: {dataset.omitted.get(name, 'it has no rows.')}" for name in missing)] if missing else []
    )


def loading(dataset: Dataset) -> list[str]:
    target = dataset.recipe.target
    lines = TARGETS[target].loading(dataset.counts, files=dataset.recipe.files).strip("\n")
    if not lines:
        return []
    told = ["", f"## Load it with {target}", "", "FOLDER is where this file lies.", "", block(lines, "")]
    if dataset.recipe.files == "csv":
        told += [
            "",
            "For people: train from Parquet. Messages and lists are JSON, one column each. A text that a spreadsheet",
            "would run as a formula begins with a `'` of ours; `as_given` takes it off and gives every text back.",
        ]
    if dataset.recipe.files == "jsonl":
        told += [
            "",
            "Parquet is exact. From JSON Lines, `datasets` takes a column for times when every text of a block",
            "looks like a date, and rewrites those texts, whatever the features say.",
        ]
    return told
