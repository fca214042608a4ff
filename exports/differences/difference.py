"""What two exports of a project differ in, row by row, and why: both are derived anew, prompt by prompt.

Nothing is read from files, so it does not matter how they are laid out, and memory is that of one page of prompts.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson

from exports.configs import CONFIGS, Config, Drops, Material
from exports.configs.cases import Row
from exports.models import Export
from exports.reading.judgments import JudgedPrompt
from exports.reading.snapshots import Snapshot
from exports.reading.standing import Sieve
from exports.recipes.recipe import Recipe

PAGE = 100
# Rows named in full, of each config and kind of change.
EXAMPLES = 20
# What makes a row the same row in another export. A pair is the same pair when it is turned around.
IDS = {
    "sft": ("completion_id",), "preference": ("group_id", "ends"), "reward": ("group_id", "ends"),
    "kto": ("group_id", "completion_id"), "prompts": ("prompt_id",), "ranking": ("ranking_id",),
    "raw": ("event", "assignment_id", "revision"),
}  # fmt: skip


@dataclass
class Side:
    """One of the two exports, as it makes rows."""

    export: Export
    recipe: Recipe
    snapshot: Snapshot = field(init=False)
    sieve: Sieve = field(init=False)
    configs: dict[str, Config] = field(init=False)

    def __post_init__(self) -> None:
        self.snapshot = self.export.snapshot()
        self.sieve = Sieve(self.snapshot, self.recipe, self.export.names)
        self.configs = {name: CONFIGS[name](self.recipe) for name in self.recipe.configs}

    def prompts(self, ids: list[int]) -> list[JudgedPrompt]:
        prompts = self.snapshot.page(ids)
        for prompt in prompts:
            self.sieve.mark(prompt)
        return prompts

    def rows(self, name: str, prompt: JudgedPrompt) -> tuple[dict[str, dict[str, Any]], Drops]:
        """{id: all columns} of the prompt's rows in a config, and what did not become one."""
        drops: Drops = Counter()
        if name not in self.configs:
            return {}, drops
        rows = self.configs[name].rows(Material(prompt, self.recipe, self.sieve), drops)
        return {id_of(name, row): {**row.core, **row.facts} for row in rows}, drops


@dataclass
class Change:
    """What became of the rows of one config. Causes are those of the row's prompt."""

    same: int = 0
    # {"added", "removed", "changed": {causes: rows}}
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    # Columns that differ in changed rows.
    columns: Counter[str] = field(default_factory=Counter)
    # Why more pairs or answers of the same prompts are not rows now than before.
    dropped: Drops = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def note(self, kind: str, cause: str, name: str) -> None:
        self.counts.setdefault(kind, Counter())[cause] += 1
        examples = self.examples.setdefault(kind, [])
        if len(examples) < EXAMPLES:
            examples.append(name)

    def as_json(self) -> dict[str, Any]:
        told = {kind: dict(sorted(counts.items())) for kind, counts in self.counts.items()}
        return {
            "same": self.same,
            **{kind: told.get(kind, {}) for kind in ("added", "removed", "changed")},
            "columns": dict(sorted(self.columns.items())),
            "dropped": dict(sorted(self.dropped.items())),
            "examples": self.examples,
        }


def compare(earlier: Side, later: Side, heartbeat: Callable[[float], None]) -> dict[str, Any]:
    """{config: what became of its rows}; of the configs that either has, in the order of the contract."""
    names = [name for name in CONFIGS if name in earlier.configs or name in later.configs]
    changes = {name: Change() for name in names}
    # Both plans hold every prompt that was ever judged: the one read last holds the other.
    plan = later.snapshot.plan()
    relicensed = dict(earlier.snapshot.licenses.items() ^ later.snapshot.licenses.items()).keys()
    for start in range(0, len(plan), PAGE):
        heartbeat(start / len(plan))
        ids = list(plan[start : start + PAGE])
        for old, new in zip(earlier.prompts(ids), later.prompts(ids), strict=True):
            cause = ", ".join(causes(old, new) or licensed(new, relicensed)) or "recipe"
            for name, change in changes.items():
                compare_prompt(change, cause, *earlier.rows(name, old), *later.rows(name, new))
    return {name: change.as_json() for name, change in changes.items()}


def compare_prompt(
    change: Change,
    cause: str,
    old: dict[str, dict[str, Any]],
    old_drops: Drops,
    new: dict[str, dict[str, Any]],
    new_drops: Drops,
) -> None:
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            change.note("removed", cause, name)
        elif name not in old:
            change.note("added", cause, name)
        elif columns := [column for column in new[name] if not is_same(old[name].get(column), new[name][column])]:
            change.note("changed", cause, name)
            change.columns.update(columns)
        else:
            change.same += 1
    change.dropped.update(new_drops - old_drops)


def causes(old: JudgedPrompt, new: JudgedPrompt) -> list[str]:
    """What became of the prompt's judgments: each kind of change once, sorted."""
    before, after = standing(old), standing(new)
    found: set[str] = set()
    for key, (number, left_out) in after.items():
        if key not in before:
            found.add("skipped" if left_out == "skipped" else "judged")
        elif before[key][0] != number:
            found.add("amended")
        elif before[key][1] != left_out:
            found.add(left_out or f"no longer {before[key][1]}")
    found.update("not yet given" for key in before if key not in after)
    return sorted(found)


def licensed(prompt: JudgedPrompt, relicensed: Collection[str]) -> list[str]:
    """Whether another license was stated of a model that answered the prompt."""
    models = {completion.model for task in prompt.tasks for completion in task.completions}
    return [] if models.isdisjoint(relicensed) else ["licensed"]


def standing(prompt: JudgedPrompt) -> dict[int, tuple[int, str]]:
    """{assignment: (number, why it is left out)} of what stands."""
    return {
        judgment.assignment_id: (judgment.number, judgment.left_out)
        for task in prompt.tasks
        for judgment in task.judgments
        if judgment.is_standing
    }


def id_of(name: str, row: Row) -> str:
    return "/".join(parts_of(name, {**row.core, **row.facts}))


def parts_of(name: str, columns: dict[str, Any]) -> Iterator[str]:
    for part in IDS[name]:
        if part == "ends":
            yield from sorted([columns["chosen_id"], columns["rejected_id"]])
        else:
            yield str(columns[part])


def is_same(one: Any, other: Any) -> bool:
    return one == other or orjson.dumps(one) == orjson.dumps(other)
