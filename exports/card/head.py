"""The card's head: YAML in which the `datasets` library reads what there is and with which features."""

import re
from typing import Any

import yaml

from exports.dataset import Dataset
from exports.recipes.recipe import PLAIN
from exports.writing.columns import Column, feature

DEFAULT_CONFIG = "preference"
SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"),
         (10_000_000, "1M<n<10M"), (100_000_000, "10M<n<100M"))  # fmt: skip
# What Hugging Face knows as a license; every other word is "other" there.
KNOWN_LICENSES = frozenset(
    """
    apache-2.0 mit cc0-1.0 cc-by-3.0 cc-by-4.0 cc-by-sa-3.0 cc-by-sa-4.0 cc-by-nc-3.0 cc-by-nc-4.0 cc-by-nc-sa-4.0
    cc-by-nd-4.0 cc-by-nc-nd-4.0 odc-by pddl cdla-permissive-1.0 cdla-permissive-2.0 bsd-2-clause bsd-3-clause
    gpl-2.0 gpl-3.0 lgpl-3.0 agpl-3.0 mpl-2.0 isc unlicense openrail llama2 llama3 llama3.1 llama3.2 llama3.3 gemma
    """.split()  # noqa: SIM905 (a list would be a screenful)
)
CATEGORIES = {"sft": "text-generation", "ranking": "text-ranking"}
TAGS = {"preference": "dpo", "reward": "reward-model", "kto": "kto"}


def head_lines(dataset: Dataset, columns: dict[str, tuple[Column, ...]]) -> str:
    """The head between its lines of dashes. YAML's own writer spells every text, so that none can end it early."""
    text = yaml.safe_dump(head_of(dataset, columns), sort_keys=False, allow_unicode=True, width=1000)
    return f"---\n{text}---\n"


def head_of(dataset: Dataset, columns: dict[str, tuple[Column, ...]]) -> dict[str, Any]:
    names = list(dataset.counts)
    default = DEFAULT_CONFIG if DEFAULT_CONFIG in names else next(iter(names), "")
    head: dict[str, Any] = {"pretty_name": dataset.snapshot.project.slug}
    if languages := sorted(code for code in dataset.languages if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", code)):
        head["language"] = languages
    head |= license_of(dataset)
    trainer = [] if dataset.recipe.target == PLAIN else [dataset.recipe.target]
    head["task_categories"] = sorted({CATEGORIES.get(name, "reinforcement-learning") for name in names})
    head["tags"] = ["human-feedback", "rlhf", *trainer, *(tag for name, tag in TAGS.items() if name in names)]
    head["size_categories"] = [next((name for top, name in SIZES if dataset.rows < top), "100M<n<1B")]
    if not names:
        return head
    # Else `datasets` takes texts in a CSV such as null and NA for nothing.
    options = {"keep_default_na": False} if dataset.recipe.files == "csv" else {}
    head["configs"] = [
        {
            "config_name": name,
            **({"default": True} if name == default else {}),
            "data_files": [{"split": split, "path": path} for split, path in dataset.patterns[name].items()],
            **options,
        }
        for name in names
    ]
    head["dataset_info"] = [
        {
            "config_name": name,
            # `datasets` finds a folder in its cache by the folder's name and this head: without the hash, rows that
            # changed and have as many bytes as before would be the old ones.
            "description": f"Content hash {dataset.content_hash}",
            "features": [feature(column.name, column.type) for column in columns[name]],
            "splits": [
                {"name": split, "num_bytes": dataset.json_bytes[name][split], "num_examples": count}
                for split, count in dataset.counts[name].items()
            ],
        }
        for name in names
    ]
    return head


def license_of(dataset: Dataset) -> dict[str, str]:
    """The license, where all answers stand under the same one; the card's text has them policy by policy."""
    named = {dataset.licenses.get(name, "") for name in dataset.statistics["policies"]}
    if named <= {""}:
        return {"license": "unknown"}
    only = min(named).lower() if len(named) == 1 else ""
    if only in KNOWN_LICENSES:
        return {"license": only}
    return {"license": "other", "license_name": "see-the-models-below"}
