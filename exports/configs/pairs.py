"""Pairs of chosen and rejected, derived from rankings: what preference and reward have in common."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_noop as N_

from exports.arithmetic.ballots import is_silent, repeats_card
from exports.arithmetic.ratings import settled
from exports.arithmetic.selection import Kept, Rules
from exports.cases import Case, Row
from exports.columns import MESSAGES, columns
from exports.configs.base import PROMPT_FACTS, WORK_FACTS, Drops, Material, prompt_facts, said_facts
from exports.recipe import Recipe
from exports.shared_rows import Part, Plan, SharedRow

FACTS = (
    *columns(pair_id="string", chosen_id="string", rejected_id="string"),
    *PROMPT_FACTS,
    *columns(
        chosen_model="string", rejected_model="string", chosen_license="string", rejected_license="string",
        chosen_sampling="string", rejected_sampling="string",
        chosen_acceptable="string", rejected_acceptable="string", label_source="string",
        n_labels="int64", n_for="int64", n_against="int64", n_tie="int64", agreement="float64",
        strength="float64", strength_derived="bool",
    ),
    *WORK_FACTS,
)  # fmt: skip
LINE_WORDS = {True: "yes", False: "no", None: ""}


# The kinds of parts that rows are made of (exports.shared_rows).
PROMPT, CHOSEN, REJECTED, COUNT, WORK, PAIR = range(6)
OF_PROMPT = ("prompt", *(column.name for column in PROMPT_FACTS))
OF_CHOSEN = (
    "chosen", "chosen_id", "chosen_model", "chosen_license", "chosen_sampling", "chosen_acceptable", "label_source",
)  # fmt: skip
OF_REJECTED = (
    "rejected", "rejected_id", "rejected_model", "rejected_license", "rejected_sampling", "rejected_acceptable",
)  # fmt: skip
OF_COUNT = ("n_labels", "n_for", "n_against", "n_tie", "agreement", "strength", "strength_derived")
OF_WORK = tuple(column.name for column in WORK_FACTS)


class Pairs:
    """The groups of a prompt follow one another, and so do the rows of a group."""

    core = columns(prompt=MESSAGES, chosen=MESSAGES, rejected=MESSAGES)
    facts = FACTS

    def __init__(self, recipe: Recipe, rules: Rules) -> None:
        self.rules = rules
        of_count = OF_COUNT if rules.margin == "none" else (*OF_COUNT, "margin")
        self.plan = Plan(OF_PROMPT, OF_CHOSEN, OF_REJECTED, of_count, OF_WORK, ("pair_id",))

    def rows(self, material: Material, drops: Drops) -> Iterator[Row]:
        names = tuple(column.name for column in self.core)
        for parts in self.shared(material, drops):
            yield SharedRow(self.plan, parts, names)

    def shared(self, material: Material, drops: Drops) -> list[tuple[Part, ...]]:
        """The parts of each of the rows."""
        count_silent(material, drops)
        found: list[tuple[Part, ...]] = []
        for case in material.rankings:
            kept, dropped = case.decide(self.rules)
            drops.update(dropped)
            if kept:
                parts = PartsOfCase(case, self.plan)
                found += [parts.of(pair) for pair in kept]
        return found

    def why_omitted(self, drops: Drops) -> str:
        return N_("Demonstrations compare nothing.") if set(drops) == {"demonstration"} else ""


class PartsOfCase:
    """The parts of one case's rows, each made when a row first needs it."""

    def __init__(self, case: Case, plan: Plan) -> None:
        self.case = case
        self.plan = plan
        facts = prompt_facts(case.prompt, case.said[0].task, case.group_id, case.secret)
        self.prompt = plan.part(PROMPT, {"prompt": case.prompt.messages, **facts})
        self.acceptable = [LINE_WORDS[settled(case.line_votes(number))] for number in range(len(case.texts))]
        self.chosen: dict[int, Part] = {}
        self.rejected: dict[int, Part] = {}
        self.work: dict[tuple[int, ...], Part] = {}

    def of(self, pair: Kept) -> tuple[Part, ...]:
        chosen, rejected, voters = pair.chosen, pair.rejected, tuple(pair.count.voters)
        if chosen not in self.chosen:
            source = {"label_source": "rewrite" if self.case.texts[chosen].is_rewrite else "ranking"}
            self.chosen[chosen] = self.plan.part(CHOSEN, self.answer("chosen", chosen) | source)
        if rejected not in self.rejected:
            self.rejected[rejected] = self.plan.part(REJECTED, self.answer("rejected", rejected))
        if voters not in self.work:
            said = said_facts(self.case, [self.case.said[voter] for voter in voters])
            self.work[voters] = self.plan.part(WORK, said)
        texts = self.case.texts
        name = f"{self.case.group_id}-{texts[chosen].id}-{texts[rejected].id}"
        return (
            self.prompt, self.chosen[chosen], self.rejected[rejected], part_of_count(self.plan, pair),
            self.work[voters], self.plan.name_part(PAIR, name),
        )  # fmt: skip

    def answer(self, end: str, number: int) -> dict[str, Any]:
        text = self.case.texts[number]
        return {
            end: text.messages,
            f"{end}_id": text.id,
            f"{end}_model": text.model,
            f"{end}_license": self.case.licenses[number],
            f"{end}_sampling": text.sampling,
            f"{end}_acceptable": self.acceptable[number],
        }


def count_silent(material: Material, drops: Drops) -> None:
    """Count what compares nothing, so that every judgment is in some pair or counted here."""
    count = {
        "demonstration": len(material.demonstrations),
        "nothing_compared": sum(is_silent(said.ballot) for case in material.rankings for said in case.said),
        "same_text": sum(repeats_card(said.ballot) for case in material.rankings for said in case.said),
    }
    drops.update({reason: number for reason, number in count.items() if number})


@lru_cache(maxsize=4_096)
def part_of_count(plan: Plan, pair: Kept) -> Part:
    """What the votes say: the same in all prompts of which the same was said (exports.arithmetic.selection)."""
    count = pair.count
    strength = count.strength
    told = {
        "n_labels": count.votes,
        "n_for": count.votes_for,
        "n_against": count.votes - count.votes_for - count.ties,
        "n_tie": count.ties,
        "agreement": count.agreement,
        "strength": -1.0 if strength is None else strength,
        "strength_derived": count.is_derived,
    }
    return plan.part(COUNT, told if pair.margin is None else told | {"margin": pair.margin})


def rules_of(recipe: Recipe, config: str, margin: str = "none") -> Rules:
    return Rules(
        min_votes=recipe.min_votes,
        min_agreement=recipe.min_agreement,
        min_strength=recipe.min_strength[config],
        selection=recipe.pairs[config],
        rewrites=recipe.rewrites,
        margin=margin,
    )
