"""manifest.json: what is in a dataset, what is not and why, and the sums to check it by."""

from typing import Any

import orjson
import pyarrow

from exports.dataset import Dataset
from exports.reading.pseudonyms import pseudonym
from exports.writing.columns import Column

FORMAT = 1


def manifest_of(dataset: Dataset, columns: dict[str, tuple[Column, ...]]) -> str:
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "project": dataset.snapshot.project.slug,
        "boundary": dataset.snapshot.boundary,
        "content_hash": dataset.content_hash,
        "row_hashes": dataset.digests,
        "recipe": recipe_told(dataset),
        "configs": {name: config_of(dataset, name, columns[name]) for name in dataset.counts},
        "omitted": omitted(dataset),
        "judgments": dataset.judgments,
        "guideline_versions": sorted(dataset.guideline_versions),
        "statistics": dataset.statistics,
        "licenses": dataset.license_rows,
        "dropped": dataset.dropped,
        **({} if dataset.recipe.personal_data == "keep" else {"personal_data": dataset.personal_data}),
        "files": sorted(dataset.files, key=lambda file: str(file["path"])),
        "writers": {"orjson": orjson.__version__, "pyarrow": pyarrow.__version__},
    }
    return orjson.dumps(manifest, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


def recipe_told(dataset: Dataset) -> dict[str, Any]:
    """The recipe, which gives the same dataset again; labelers that it leaves out stand under their pseudonyms."""
    recipe = dataset.recipe.as_json()
    # The moment is told by the boundary; which export was rebuilt is no part of the content.
    recipe.pop("snapshot", None)
    people, secret = dataset.names.get("labelers", {}), dataset.snapshot.project.secret
    banned = recipe["filters"]["labelers_exclude"]
    recipe["filters"]["labelers_exclude"] = sorted(
        {pseudonym(secret, people[name]) for name in banned if name in people}
    )
    return recipe


def config_of(dataset: Dataset, name: str, columns: tuple[Column, ...]) -> dict[str, Any]:
    return {
        "splits": dataset.counts[name],
        "columns": {column.name: column.type for column in columns},
    }


def omitted(dataset: Dataset) -> dict[str, Any]:
    """What was asked for and has no rows."""
    return {
        "configs": [name for name in dataset.recipe.configs if name not in dataset.counts],
        # Why this trainer does not get a config; one without a reason here has no rows.
        "reasons": dataset.omitted,
        "splits": {
            name: missing
            for name, splits in dataset.counts.items()
            if (missing := [split for split in ("train", "validation", "test") if split not in splits])
        },
    }
