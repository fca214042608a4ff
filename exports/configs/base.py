"""What all configs share."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Protocol

from exports.configs.cases import Case, Row, Said, rankings_of
from exports.reading.judgments import JudgedPrompt, JudgedTask, Judgment
from exports.reading.pseudonyms import pseudonym, source_user_hash
from exports.reading.standing import Sieve
from exports.recipes.recipe import Recipe
from exports.writing.columns import Column, columns

# Why something did not become a row of a config, counted.
Drops = Counter[str]

# Facts of every row of every config but raw.
PROMPT_FACTS = columns(
    prompt_id="string", group_id="string", batch="string", prompt_source="string", source_user_hash="string",
    prompt_type="string", use_case="string", language="string", split="string",
)  # fmt: skip
# Whether a text is above the line of the acceptable; empty where that is not settled.
LINE_WORDS = {True: "yes", False: "no", None: ""}
WORK_FACTS = columns(labeler_ids=["string"], guideline_version="int64", seconds_active="float64", annotated_on="string")


class Material:
    """A prompt of the snapshot, with what several configs derive from it."""

    def __init__(self, prompt: JudgedPrompt, recipe: Recipe, sieve: Sieve) -> None:
        self.prompt = prompt
        self.recipe = recipe
        self.sieve = sieve
        self.secret = sieve.snapshot.project.secret

    @cached_property
    def rankings(self) -> list[Case]:
        return rankings_of(self.prompt, self.recipe, self.secret, self.sieve.snapshot.licenses)

    @cached_property
    def demonstrations(self) -> list[tuple[JudgedTask, Judgment]]:
        return [
            (task, judgment)
            for task in self.prompt.tasks
            for judgment in task.judgments
            if not judgment.left_out and "text" in judgment.body
        ]


class Config(Protocol):
    core: tuple[Column, ...]
    facts: tuple[Column, ...]

    def __init__(self, recipe: Recipe) -> None: ...

    def rows(self, material: Material, drops: Drops) -> Iterator[Row]:
        """The prompt's rows in an order that follows from the snapshot alone; what is not one is counted."""
        ...


def prompt_facts(prompt: JudgedPrompt, task: JudgedTask, group_id: str, secret: str) -> dict[str, Any]:
    return {
        "prompt_id": str(prompt.id),
        "group_id": group_id,
        "batch": task.batch,
        "prompt_source": task.source,
        "source_user_hash": source_user_hash(secret, task.source_user),
        "prompt_type": task.prompt_type,
        "use_case": task.use_case,
        "language": task.language,
        "split": prompt.split,
    }


def work_facts(judgments: Sequence[Judgment], labelers: list[str]) -> dict[str, Any]:
    """Who, under which guidelines, how long (mean active seconds, -1 unknown), and the day of the last word.

    The day is in ISO 8601's basic form: `datasets` takes 2026-11-23 in JSON for a timestamp and rewrites it.
    """
    times = [judgment.active_seconds for judgment in judgments if judgment.active_seconds is not None]
    return {
        "labeler_ids": labelers,
        "guideline_version": max([judgment.version.number for judgment in judgments]),
        "seconds_active": round(sum(times) / len(times), 3) if times else -1.0,
        "annotated_on": max([judgment.at for judgment in judgments]).date().isoformat().replace("-", ""),
    }


def said_facts(case: Case, said: list[Said]) -> dict[str, Any]:
    return work_facts([one.judgment for one in said], case.labelers(said))


def answer_facts(case: Case, number: int, source: str, *, written_by: Judgment | None = None) -> dict[str, Any]:
    """What a row tells of an answer that stands in a ranking, or was written in one.

    number: its text in the case; two labelers may have written the same, so the row names whose this is.
    """
    text = case.texts[number]
    return {
        "completion_id": f"r{written_by.assignment_id}" if written_by else text.id,
        **prompt_facts(case.prompt, case.said[0].task, case.group_id, case.secret),
        "completion_model": "" if written_by else text.model,
        "completion_license": case.licenses[number],
        "label_source": source,
    }


def demonstration_facts(material: Material, task: JudgedTask, judgment: Judgment) -> dict[str, Any]:
    names = [] if material.recipe.labelers == "none" else [pseudonym(material.secret, judgment.labeler_id)]
    return {
        "completion_id": f"d{judgment.assignment_id}",
        **prompt_facts(material.prompt, task, f"p{material.prompt.id}", material.secret),
        "completion_model": "",
        "completion_license": "",
        "label_source": "demonstration",
        **work_facts([judgment], names),
    }
