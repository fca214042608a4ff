"""README.md: the dataset card. Its head tells the `datasets` library what there is and with which features."""

import re
from typing import Any

import yaml

from exports.columns import Column, feature
from exports.dataset import Dataset
from exports.targets import TARGETS

DEFAULT_CONFIG = "preference"
SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"),
         (10_000_000, "1M<n<10M"), (100_000_000, "10M<n<100M"))  # fmt: skip
ABOUT = {
    "sft": "prompt and the answer to learn: written by labelers, or what the recipe's `sft` names",
    "preference": "prompt, chosen, rejected",
    "reward": "prompt, chosen, rejected, with a margin where the recipe asks for one",
    "kto": "prompt, answer, and whether it is good in itself: shuffle it, rows of a prompt follow one another",
    "prompts": "prompts for reinforcement learning, without those whose reward-model rows are in test",
    "ranking": "whole rankings with ties, and every labeler's vote",
    "raw": "every submission as it was given, with why it is left out elsewhere",
}


def card_of(dataset: Dataset, columns: dict[str, tuple[Column, ...]]) -> str:
    head = yaml.safe_dump(head_of(dataset, columns), sort_keys=False, allow_unicode=True, width=1000)
    return "---\n" + head + "---\n\n" + "\n".join(body_of(dataset)) + "\n"


def head_of(dataset: Dataset, columns: dict[str, tuple[Column, ...]]) -> dict[str, Any]:
    names = list(dataset.counts)
    default = DEFAULT_CONFIG if DEFAULT_CONFIG in names else next(iter(names), "")
    rows = sum(sum(splits.values()) for splits in dataset.counts.values())
    head: dict[str, Any] = {"pretty_name": dataset.snapshot.project.slug}
    if languages := sorted(code for code in dataset.languages if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", code)):
        head["language"] = languages
    head["task_categories"] = ["text-generation"]
    head["tags"] = ["human-feedback", "rlhf", dataset.recipe.target]
    head["size_categories"] = [next((name for top, name in SIZES if rows < top), "100M<n<1B")]
    if not names:
        return head
    head["configs"] = [
        {
            "config_name": name,
            **({"default": True} if name == default else {}),
            "data_files": [{"split": split, "path": path} for split, path in dataset.patterns[name].items()],
        }
        for name in names
    ]
    head["dataset_info"] = [
        {
            "config_name": name,
            "features": [feature(column.name, column.type) for column in columns[name]],
            "splits": [
                {"name": split, "num_bytes": dataset.json_bytes[name][split], "num_examples": count}
                for split, count in dataset.counts[name].items()
            ],
        }
        for name in names
    ]
    return head


def body_of(dataset: Dataset) -> list[str]:
    title = [f"# {dataset.snapshot.project.slug}", ""]
    title += ["Human judgments of language model answers, collected with Annotator.", ""]
    told = rows_of(dataset) + making_of(dataset) + personal_data_of(dataset) + left_out_of(dataset)
    return title + told + check_of(dataset)


def rows_of(dataset: Dataset) -> list[str]:
    if not dataset.counts:
        return ["Nothing that the recipe asks for has been judged up to this moment: there are no rows.", ""]
    lines = ["| config | what it is | train | validation | test |", "|---|---|---|---|---|"]
    for name, splits in dataset.counts.items():
        figures = " | ".join(f"{splits.get(split, 0):,}" for split in ("train", "validation", "test"))
        lines.append(f"| `{name}` | {ABOUT[name]} | {figures} |")
    target = dataset.recipe.target
    if loading := TARGETS[target].loading(dataset.counts, files=dataset.recipe.files).strip("\n"):
        lines += ["", f"## Load it with {target}", "", "FOLDER is where this file lies.", "", "```", loading, "```", ""]
    if dataset.recipe.files == "jsonl":
        lines += [
            "Parquet is exact. From JSON Lines, `datasets` takes a column for times when every text of a block",
            "looks like a date, and rewrites those texts, whatever the features say.",
            "",
        ]
    return lines


def making_of(dataset: Dataset) -> list[str]:
    versions = ", ".join(map(str, sorted(dataset.guideline_versions))) or "none"
    return [
        "## How it was made",
        "",
        f"{dataset.judgments:,} judgments count, under guideline versions {versions}.",
        "Labelers saw the answers under letters,",
        "in an order of their own, and not which model wrote them. A prompt's split was fixed when it came in, by its",
        "group, and never changes; all rows of a group stand together. Labelers appear under pseudonyms that mean",
        "nothing outside this project.",
        "",
    ]


def personal_data_of(dataset: Dataset) -> list[str]:
    if dataset.recipe.personal_data == "keep":
        return []
    what = "were left out" if dataset.recipe.personal_data == "drop" else "are marked nowhere else"
    lines = ["## Personal data", "", "Rows in which something has the shape of an e-mail address or a telephone number"]
    lines += [f"{what}; others may hold some that has another shape.", ""]
    found = [
        f"- `{name}`: " + ", ".join(f"{kind} {count:,}" for kind, count in kinds.items())
        for name, kinds in dataset.personal_data.items()
    ]
    return [*lines, *(found or ["None was found."]), ""]


def left_out_of(dataset: Dataset) -> list[str]:
    if not dataset.dropped:
        return []
    lines = ["## Left out, and why", "", "| where | reason | count |", "|---|---|---|"]
    for where, reasons in dataset.dropped.items():
        lines += [f"| {where} | `{reason}` | {count:,} |" for reason, count in reasons.items()]
    return [*lines, ""]


def check_of(dataset: Dataset) -> list[str]:
    return [
        "## Check it",
        "",
        f"Content hash `{dataset.content_hash}`: SHA-256 over the rows as JSON lines with sorted keys, the same",
        "whatever the file format. `sha256sum -c checksums.sha256` checks the files; `manifest.json` has the recipe.",
    ]
