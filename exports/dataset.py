"""What a build knows of the dataset it writes."""

from dataclasses import dataclass, field
from typing import Any

from exports.reading.snapshots import Snapshot
from exports.recipes.recipe import Recipe


@dataclass
class Dataset:
    """What was written: all that the manifest, the card and the export's row tell."""

    snapshot: Snapshot
    recipe: Recipe
    # {config: {split: rows}}; only those that have rows.
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    json_bytes: dict[str, dict[str, int]] = field(default_factory=dict)
    # {config: {split: where its files lie, as a glob}}
    patterns: dict[str, dict[str, str]] = field(default_factory=dict)
    # {config: why it is not in it}; only those that were asked for.
    omitted: dict[str, str] = field(default_factory=dict)
    # {config or "judgments": {reason: count}}
    dropped: dict[str, dict[str, int]] = field(default_factory=dict)
    # {config: {kind: rows}}, where the recipe asks for it.
    personal_data: dict[str, dict[str, int]] = field(default_factory=dict)
    # What exports.statistics tells of it.
    statistics: dict[str, Any] = field(default_factory=dict)
    # {policy: license}, as stated up to the snapshot's moment.
    licenses: dict[str, str] = field(default_factory=dict)
    # Whom names in the recipe stood for: exports.recipes.people.resolve.
    names: dict[str, Any] = field(default_factory=dict)
    # {config: {license: rows in which a text stands under it}}
    license_rows: dict[str, dict[str, int]] = field(default_factory=dict)
    judgments: int = 0
    guideline_versions: set[int] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)
    # {"config/split": sha256 of its rows}
    digests: dict[str, str] = field(default_factory=dict)
    content_hash: str = ""
    files: list[dict[str, Any]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Of all configs and splits together."""
        return sum(sum(splits.values()) for splits in self.counts.values())
