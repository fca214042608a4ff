"""Every submission as it was given, amended ones and skips too, each marked with why it does not count."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from exports.configs.base import Drops, Material
from exports.configs.cases import LETTERS, Row, WholeRow
from exports.reading.judgments import JudgedTask, Judgment
from exports.reading.pseudonyms import pseudonym, source_user_hash
from exports.recipes.recipe import Recipe
from exports.writing.columns import MESSAGES, Column, columns

COMPLETION = {
    "letter": "string", "completion_id": "string", "external_id": "string", "messages": MESSAGES,
    "reasoning": "string", "models": ["string"], "licenses": ["string"], "sampling": "string",
}  # fmt: skip
# What is left of a judgment whose task was skipped as unsafe or for personal data: nothing anybody wrote.
WORDLESS = ("tiers", "unranked", "acceptable_tiers", "strengths")


class Raw:
    """`judgment` is JSON; `left_out` is empty for what the other configs use. Completions stand as shown."""

    core = columns(
        prompt=MESSAGES, completions=[COMPLETION], judgment="string", signals="string",
        event="string", submission_id="string", revision="int64", assignment_id="string", task_id="string",
        external_id="string", prompt_id="string", prompt_group="string", split="string", batch="string",
        prompt_source="string", source_user_hash="string", prompt_type="string", use_case="string",
        language="string", task_metadata="string", labeler_id="string", labeler_role="string", purpose="string",
        guideline_version="int64", is_standing="bool", is_surplus="bool", is_gold_task="bool", review="string",
        left_out="string", skip_reason="string", skip_note="string", seconds_active="float64",
        seconds_wall="float64", annotated_on="string",
    )  # fmt: skip
    # All of it is what people said: `metadata: false` takes nothing away.
    facts: tuple[Column, ...] = ()

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe

    def rows(self, material: Material, drops: Drops) -> Iterator[Row]:
        for task in material.prompt.tasks:
            for judgment in sorted(task.judgments, key=lambda one: one.number):
                if reason := material.sieve.why_not_in_view(task, judgment):
                    drops[reason] += 1
                elif not material.sieve.has_licenses(task):
                    drops["license"] += 1
                else:
                    yield WholeRow(self.core_of(material, task, judgment) | self.facts_of(material, task, judgment), {})

    def core_of(self, material: Material, task: JudgedTask, judgment: Judgment) -> dict[str, Any]:
        body = judgment.body
        if task.is_withheld:
            body = {key: body[key] for key in WORDLESS if key in body}
        return {
            "prompt": [] if task.is_withheld else material.prompt.messages,
            "completions": shown(task, judgment, material.sieve.snapshot.licenses),
            "judgment": "" if judgment.skip_reason else orjson.dumps(body, option=orjson.OPT_SORT_KEYS).decode(),
            "signals": judgment.signals,
        }

    def facts_of(self, material: Material, task: JudgedTask, judgment: Judgment) -> dict[str, Any]:
        is_named = self.recipe.labelers != "none"
        review = judgment.verdict or "unreviewed"
        return {
            "event": "skip" if judgment.skip_reason else "submission",
            "submission_id": judgment.client_id,
            "revision": judgment.revision,
            "assignment_id": str(judgment.assignment_id),
            "task_id": str(task.id),
            "external_id": task.external_id,
            "prompt_id": str(material.prompt.id),
            "prompt_group": str(material.prompt.group_id),
            "split": material.prompt.split,
            "batch": task.batch,
            "prompt_source": task.source,
            "source_user_hash": source_user_hash(material.secret, task.source_user),
            "prompt_type": task.prompt_type,
            "use_case": task.use_case,
            "language": task.language,
            "task_metadata": "" if task.is_withheld else task.metadata,
            "labeler_id": pseudonym(material.secret, judgment.labeler_id) if is_named else "",
            "labeler_role": judgment.role,
            "purpose": judgment.purpose,
            "guideline_version": judgment.version.number,
            "is_standing": judgment.is_standing,
            "is_surplus": judgment.is_surplus,
            "is_gold_task": task.is_gold,
            "review": "" if judgment.skip_reason else review,
            "left_out": judgment.left_out,
            "skip_reason": judgment.skip_reason,
            "skip_note": "" if task.is_withheld else judgment.skip_note,
            "seconds_active": -1.0 if judgment.active_seconds is None else judgment.active_seconds,
            "seconds_wall": -1.0 if judgment.wall_seconds is None else judgment.wall_seconds,
            "annotated_on": judgment.at.strftime("%Y%m%d"),
        }


def shown(task: JudgedTask, judgment: Judgment, licenses: Mapping[str, str]) -> list[dict[str, Any]]:
    """The completions under their letters; those of a demonstration, which nobody saw, without.

    Their licenses are in the order of their models.
    """
    cards = task.cards(judgment) or [one for one in task.completions if one.card_id == one.id]
    letters = LETTERS if judgment.order else " " * len(cards)
    models = {
        card.card_id: sorted({one.model for one in task.completions if one.card_id == card.id and one.model})
        for card in cards
    }
    return [
        {
            "letter": letter.strip(),
            "completion_id": str(card.id),
            "external_id": card.external_id,
            "messages": [] if task.is_withheld else card.messages,
            "reasoning": "" if task.is_withheld else card.reasoning,
            "models": models[card.card_id],
            "licenses": [licenses.get(model, "") for model in models[card.card_id]],
            "sampling": "" if task.is_withheld else card.sampling,
        }
        for letter, card in zip(letters, cards, strict=False)
    ]
