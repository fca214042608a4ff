"""Pairs of chosen and rejected, derived from rankings: what preference and reward have in common."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from django.utils.translation import gettext_noop as N_

from exports.arithmetic.ballots import is_silent, repeats_card
from exports.arithmetic.selection import Kept, Rules
from exports.cases import Case, Row, WholeRow
from exports.columns import MESSAGES, columns
from exports.configs.base import LINE_WORDS, PROMPT_FACTS, WORK_FACTS, Drops, Material, prompt_facts, said_facts
from exports.recipe import Recipe
from exports.shared_rows import Part, Parts, Plan, written

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
# The kinds of parts that rows are made of (exports.shared_rows).
PROMPT, CHOSEN, REJECTED, COUNT, WORK = range(5)
OF_PROMPT = ("prompt", *(column.name for column in PROMPT_FACTS))
# The same of both ends; where a text came from is told of the one that was chosen.
OF_TEXT = ("", "_id", "_model", "_license", "_sampling", "_acceptable")
OF_CHOSEN = (*(f"chosen{end}" for end in OF_TEXT), "label_source")
OF_REJECTED = (*(f"rejected{end}" for end in OF_TEXT), "")
OF_COUNT = ("n_labels", "n_for", "n_against", "n_tie", "agreement", "strength", "strength_derived")
OF_WORK = tuple(column.name for column in WORK_FACTS)
PAIR_ID = {"pair_id": ("group_id", "chosen_id", "rejected_id")}


class Pairs:
    """The groups of a prompt follow one another, and so do the rows of a group."""

    core = columns(prompt=MESSAGES, chosen=MESSAGES, rejected=MESSAGES)
    facts = FACTS

    def __init__(self, recipe: Recipe, rules: Rules) -> None:
        self.rules = rules
        of_count = OF_COUNT if rules.margin == "none" else (*OF_COUNT, "margin")
        self.plan = Plan(OF_PROMPT, OF_CHOSEN, OF_REJECTED, of_count, OF_WORK, same={REJECTED: CHOSEN}, joined=PAIR_ID)

    def rows(self, material: Material, drops: Drops) -> Iterator[Row]:
        names = {column.name for column in self.core}
        for parts in self.shared(material, drops):
            row = self.plan.values(parts)
            yield WholeRow({name: row.pop(name) for name in names}, row)

    def shared(self, material: Material, drops: Drops) -> list[Parts]:
        """The parts of each of the rows."""
        count_silent(material, drops)
        found: list[Parts] = []
        for case in material.rankings:
            kept, dropped = case.decide(self.rules)
            drops.update(dropped)
            if kept:
                found += rows_of_case(case, kept)
        return found

    def why_omitted(self, drops: Drops) -> str:
        return N_("Demonstrations compare nothing.") if set(drops) == {"demonstration"} else ""


def rows_of_case(case: Case, kept: Sequence[Kept]) -> list[Parts]:
    prompt = part_of_prompt(case)
    texts = [part_of_text(case, number) for number in range(len(case.texts))]
    works: dict[tuple[int, ...], Part] = {}
    rows: list[Parts] = []
    for pair in kept:
        voters = pair.voters
        if (work := works.get(voters)) is None:
            work = works[voters] = part_of_work(case, voters)
        rows.append((prompt, texts[pair.chosen], texts[pair.rejected], part_of_count(pair), work))
    return rows


def part_of_prompt(case: Case) -> Part:
    facts = prompt_facts(case.prompt, case.said[0].task, case.group_id, case.secret)
    text = written(case.prompt.messages)
    return Part((text, *facts.values()), len(text.json))


def part_of_text(case: Case, number: int) -> Part:
    text = case.texts[number]
    values = (
        text.written, text.id, text.model, case.licenses[number], text.sampling,
        LINE_WORDS[case.acceptable[number]], "rewrite" if text.is_rewrite else "ranking",
    )  # fmt: skip
    return Part(values, len(text.written.json))


def part_of_work(case: Case, voters: Sequence[int]) -> Part:
    return Part(tuple(said_facts(case, [case.said[voter] for voter in voters]).values()))


def count_silent(material: Material, drops: Drops) -> None:
    """Count what compares nothing, so that every judgment is in some pair or counted here."""
    if material.demonstrations:
        drops["demonstration"] += len(material.demonstrations)
    for case in material.rankings:
        for said in case.said:
            if is_silent(said.ballot):
                drops["nothing_compared"] += 1
            if repeats_card(said.ballot):
                drops["same_text"] += 1


@lru_cache(maxsize=4_096)
def part_of_count(pair: Kept) -> Part:
    """What the votes say: the same in all prompts of which the same was said (exports.arithmetic.selection)."""
    count = pair.count
    against = count.votes - count.votes_for - count.ties
    strength = -1.0 if count.strength is None else count.strength
    told = (count.votes, count.votes_for, against, count.ties, count.agreement, strength, count.is_derived)
    return Part(told if pair.margin is None else (*told, pair.margin))


def rules_of(recipe: Recipe, config: str, margin: str = "none") -> Rules:
    return Rules(
        min_votes=recipe.min_votes,
        min_agreement=recipe.min_agreement,
        min_strength=recipe.min_strength[config],
        selection=recipe.pairs[config],
        rewrites=recipe.rewrites,
        margin=margin,
    )
