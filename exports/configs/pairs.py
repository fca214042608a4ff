"""Pairs of chosen and rejected, derived from rankings: what preference and reward have in common."""

from collections.abc import Iterator
from typing import Any

from exports.arithmetic.ballots import is_silent, repeats_card
from exports.arithmetic.ratings import settled
from exports.arithmetic.selection import Kept, Rules, select_pairs
from exports.cases import Case, Row
from exports.columns import MESSAGES, columns
from exports.configs.base import PROMPT_FACTS, WORK_FACTS, Drops, Material, prompt_facts, said_facts
from exports.recipe import Recipe

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


class Pairs:
    """The groups of a prompt follow one another, and so do the rows of a group."""

    core = columns(prompt=MESSAGES, chosen=MESSAGES, rejected=MESSAGES)
    facts = FACTS

    def __init__(self, recipe: Recipe, rules: Rules) -> None:
        self.rules = rules

    def rows(self, material: Material, drops: Drops) -> Iterator[Row]:
        count_silent(material, drops)
        for case in material.rankings:
            kept, dropped = select_pairs(case.counts, case.selection_texts, self.rules)
            drops.update(dropped)
            if kept:
                shared = prompt_facts(case.prompt, case.said[0].task, case.group_id, case.secret)
                acceptable = [LINE_WORDS[settled(case.line_votes(number))] for number in range(len(case.texts))]
                work: dict[tuple[int, ...], dict[str, Any]] = {}
                for pair in kept:
                    voters = tuple(pair.count.voters)
                    if voters not in work:
                        work[voters] = said_facts(case, [case.said[voter] for voter in voters])
                    yield Row(self.core_of(case, pair), pair_facts(case, pair, shared, acceptable) | work[voters])

    def why_omitted(self, drops: Drops) -> str:
        return "Demonstrations compare nothing." if set(drops) == {"demonstration"} else ""

    def core_of(self, case: Case, pair: Kept) -> dict[str, Any]:
        core = {
            "prompt": case.prompt.messages,
            "chosen": case.texts[pair.chosen].messages,
            "rejected": case.texts[pair.rejected].messages,
        }
        return core if pair.margin is None else core | {"margin": pair.margin}


def count_silent(material: Material, drops: Drops) -> None:
    """Count what compares nothing, so that every judgment is in some pair or counted here."""
    count = {
        "demonstration": len(material.demonstrations),
        "nothing_compared": sum(is_silent(said.ballot) for case in material.rankings for said in case.said),
        "same_text": sum(repeats_card(said.ballot) for case in material.rankings for said in case.said),
    }
    drops.update({reason: number for reason, number in count.items() if number})


def pair_facts(case: Case, pair: Kept, shared: dict[str, Any], acceptable: list[str]) -> dict[str, Any]:
    chosen, rejected, count = case.texts[pair.chosen], case.texts[pair.rejected], pair.count
    strength = count.strength
    return {
        "pair_id": f"{case.group_id}-{chosen.id}-{rejected.id}",
        "chosen_id": chosen.id,
        "rejected_id": rejected.id,
        **shared,
        "chosen_model": chosen.model,
        "rejected_model": rejected.model,
        "chosen_license": case.licenses[pair.chosen],
        "rejected_license": case.licenses[pair.rejected],
        "chosen_sampling": chosen.sampling,
        "rejected_sampling": rejected.sampling,
        "chosen_acceptable": acceptable[pair.chosen],
        "rejected_acceptable": acceptable[pair.rejected],
        "label_source": "rewrite" if chosen.is_rewrite else "ranking",
        "n_labels": count.votes,
        "n_for": count.votes_for,
        "n_against": count.votes - count.votes_for - count.ties,
        "n_tie": count.ties,
        "agreement": count.agreement,
        "strength": -1.0 if strength is None else strength,
        "strength_derived": count.is_derived,
    }


def rules_of(recipe: Recipe, config: str, margin: str = "none") -> Rules:
    return Rules(
        min_votes=recipe.min_votes,
        min_agreement=recipe.min_agreement,
        min_strength=recipe.min_strength[config],
        selection=recipe.pairs[config],
        rewrites=recipe.rewrites,
        margin=margin,
    )
