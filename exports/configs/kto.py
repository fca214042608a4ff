"""Single answers, good or bad: for KTO. Only from what was said of an answer in itself, never from its rank."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_noop as N_

from exports.arithmetic.verdicts import UNSAID, Settled, Thresholds, settle, verdict_of, veto
from exports.arithmetic.verdicts import Said as Absolute
from exports.configs.base import (
    PROMPT_FACTS,
    WORK_FACTS,
    Drops,
    Material,
    answer_facts,
    demonstration_facts,
    said_facts,
)
from exports.configs.cases import LETTERS, Case, Row, Said, WholeRow, answer, plain
from exports.recipes.recipe import Recipe
from exports.writing.columns import MESSAGES, columns

BY_HAND = Settled(True, "", good=1, bad=0, votes=1)
NEITHER = N_("The form asks neither for the question %(question)s nor for an acceptability line.")
# Reasons that say nothing of what the form asked.
NOT_THE_FORM = {"empty_text", "flags_exclude", "license", "rewrite", "same_text"}


class Kto:
    """One row per text that is settled to be good or bad. What labelers wrote themselves is good (Llama 3's order).

    A flag that the recipe takes for a veto makes a text bad whatever its rating. The same text (after NFC and
    strip) is one row; if its labels differ, none.
    """

    core = columns(prompt=MESSAGES, completion=MESSAGES, label="bool")
    facts = (
        *columns(completion_id="string"),
        *PROMPT_FACTS,
        *columns(
            completion_model="string", completion_license="string", label_source="string", n_labels="int64",
            n_good="int64", n_bad="int64", agreement="float64", is_vetoed="bool",
        ),
        *WORK_FACTS,
    )  # fmt: skip

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe
        rule = recipe.kto
        self.thresholds = Thresholds(rule.good, rule.bad, by_line=rule.origin == "acceptability")

    def rows(self, material: Material, drops: Drops) -> Iterator[Row]:
        by_text: dict[str, list[Row]] = {}
        for row in self.candidates(material, drops):
            if text := plain(row.core["completion"]):
                by_text.setdefault(text, []).append(row)
            else:
                drops["empty_text"] += 1
        for rows in by_text.values():
            if len({row.core["label"] for row in rows}) > 1:
                drops["contradiction"] += len(rows)
                continue
            if len(rows) > 1:
                drops["same_text"] += len(rows) - 1
            yield rows[0]

    def why_omitted(self, drops: Drops) -> str:
        """Why there are no rows at all, where it is the form that cannot have given any."""
        if set(drops) - NOT_THE_FORM != {UNSAID}:
            return ""
        return NEITHER % {"question": self.recipe.kto.question}

    def candidates(self, material: Material, drops: Drops) -> Iterator[Row]:
        for task, judgment in material.demonstrations:
            text = answer(judgment.body["text"])
            facts = demonstration_facts(material, task, judgment) | votes_of(BY_HAND)
            yield WholeRow({"prompt": material.prompt.messages, "completion": text, "label": True}, facts)
        for case in material.rankings:
            yield from self.rewrites(case, drops)
            yield from self.cards(case, drops)

    def rewrites(self, case: Case, drops: Drops) -> Iterator[Row]:
        for said in case.said:
            if said.ballot.rewrite is None:
                continue
            if self.recipe.rewrites == "exclude":
                drops["rewrite"] += 1
                continue
            if case.taken_out.get(said.ballot.rewrite) == "license":
                drops["license"] += 1
                continue
            if not self.is_asked(said):
                drops[UNSAID] += 1
                continue
            text = answer(said.judgment.body["rewrite"]["text"])
            facts = (
                answer_facts(case, said.ballot.rewrite, "rewrite", written_by=said.judgment)
                | votes_of(BY_HAND)
                | said_facts(case, [said])
            )
            yield WholeRow({"prompt": case.prompt.messages, "completion": text, "label": True}, facts)

    def cards(self, case: Case, drops: Drops) -> Iterator[Row]:
        for number, text in enumerate(case.texts):
            if text.is_rewrite:
                continue
            saying = [said for said in case.said if number in said.shown]
            settled = settle([verdict_of(self.absolute(said, number), self.thresholds) for said in saying])
            settled = veto(settled, [case.answers(number, flag, bool) for flag in self.recipe.kto.veto_flags])
            if reason := case.taken_out.get(number) or self.why_not(settled):
                drops[reason] += 1
                continue
            facts = answer_facts(case, number, "ranking") | votes_of(settled) | said_facts(case, saying)
            yield WholeRow({"prompt": case.prompt.messages, "completion": text.messages, "label": settled.label}, facts)

    def is_asked(self, said: Said) -> bool:
        """Whether the form asks what is good in itself: without, rewrites alone would make a dataset of one label."""
        version = said.judgment.version
        questions = {question["name"] for question in version.form.get("completion", [])}
        return bool(version.ranking.get("acceptability")) or self.recipe.kto.question in questions

    def absolute(self, said: Said, number: int) -> Absolute:
        """What this labeler said of the text in itself. Left unranked, it stands on neither side of the line."""
        ratings = (said.judgment.body.get("ratings") or {}).get(LETTERS[said.shown.index(number)]) or {}
        rating = ratings.get(self.recipe.kto.question)
        above = None
        if said.ballot.acceptable is not None and number in said.ballot.cards:
            above = any(number in tier for tier in said.ballot.tiers[: said.ballot.acceptable])
        is_number = isinstance(rating, (int, float)) and not isinstance(rating, bool)
        return Absolute(rating if is_number else None, above)

    def why_not(self, settled: Settled) -> str:
        if settled.label is None:
            return settled.reason
        if self.recipe.rewrites == "only":
            return "not_a_rewrite"
        if settled.votes < self.recipe.min_votes:
            return "min_votes"
        return "min_agreement" if settled.agreement < self.recipe.min_agreement else ""


def votes_of(settled: Settled) -> dict[str, Any]:
    return {
        "n_labels": settled.votes,
        "n_good": settled.good,
        "n_bad": settled.bad,
        "agreement": settled.agreement,
        "is_vetoed": bool(settled.vetoed),
    }
