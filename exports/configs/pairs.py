"""Pairs of chosen and rejected, derived from rankings: what preference and reward have in common."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.translation import gettext_noop as N_

from exports.arithmetic.ballots import is_silent, repeats_card
from exports.arithmetic.selection import Kept, Rules
from exports.configs.base import LINE_WORDS, PROMPT_FACTS, WORK_FACTS, Drops, Material, prompt_facts, said_facts
from exports.configs.cases import Case, Row, WholeRow
from exports.recipes.recipe import Recipe
from exports.writing.columns import MESSAGES, columns
from exports.writing.shared_rows import Block, Plan, Pool, pool_of, whole, written

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
# The kinds of parts that rows are made of (exports.writing.shared_rows).
OF_PROMPT = ("prompt", *(column.name for column in PROMPT_FACTS))
# The same of both ends; where a text came from is told of the one that was chosen.
OF_TEXT = ("", "_id", "_model", "_license", "_sampling", "_acceptable")
OF_CHOSEN = (*(f"chosen{end}" for end in OF_TEXT), "label_source")
OF_REJECTED = (*(f"rejected{end}" for end in OF_TEXT), "")
OF_COUNT = ("n_labels", "n_for", "n_against", "n_tie", "agreement", "strength", "strength_derived")
OF_WORK = tuple(column.name for column in WORK_FACTS)
# Both ends take theirs from the texts of the prompt.
POOLS = (0, 1, 1, 2, 3)
PAIR_ID = {"pair_id": ("group_id", "chosen_id", "rejected_id")}


class Pairs:
    """The groups of a prompt follow one another, and so do the rows of a group."""

    core = columns(prompt=MESSAGES, chosen=MESSAGES, rejected=MESSAGES)
    facts = FACTS

    def __init__(self, recipe: Recipe, rules: Rules) -> None:
        self.rules = rules
        of_count = OF_COUNT if rules.margin == "none" else (*OF_COUNT, "margin")
        self.plan = Plan(OF_PROMPT, OF_CHOSEN, OF_REJECTED, of_count, OF_WORK, pools=POOLS, joined=PAIR_ID)

    def rows(self, material: Material, drops: Drops) -> Iterator[Row]:
        names = {column.name for column in self.core}
        for block in self.shared(material, drops):
            for row in self.plan.values(block):
                yield WholeRow({name: row.pop(name) for name in names}, row)

    def shared(self, material: Material, drops: Drops) -> list[Block]:
        """A block of rows for each of the prompt's cases that has some."""
        count_silent(material, drops)
        found: list[Block] = []
        for case in material.rankings:
            kept, dropped = case.decide(self.rules)
            drops.update(dropped)
            if kept:
                found.append(block_of(case, shape_of(kept)))
        return found

    def why_omitted(self, drops: Drops) -> str:
        return N_("Demonstrations compare nothing.") if set(drops) == {"demonstration"} else ""


class Shape(NamedTuple):
    """Pairs, as a block of rows takes them: the texts in them, what the votes say, and who voted."""

    texts: Sequence[int]
    counts: Pool
    works: Sequence[tuple[int, ...]]
    # For each kind of part, which one each pair has: where the texts above are the pool's, and where all texts are.
    places: tuple[Sequence[int], ...]
    places_among_all: tuple[Sequence[int], ...]


@lru_cache(maxsize=4_096)
def shape_of(kept: tuple[Kept, ...]) -> Shape:
    """The same in all prompts of which the same was said (exports.arithmetic.selection)."""
    texts = sorted({end for pair in kept for end in (pair.chosen, pair.rejected)})
    voters = [tuple(pair.count.voters) for pair in kept]
    works = list(dict.fromkeys(voters))
    here, counts, ends = [0] * len(kept), range(len(kept)), [works.index(own) for own in voters]
    chosen, rejected = [pair.chosen for pair in kept], [pair.rejected for pair in kept]
    among_these = (here, [texts.index(one) for one in chosen], [texts.index(one) for one in rejected], counts, ends)
    return Shape(
        texts, pool_of([part_of_count(pair) for pair in kept]), works, among_these,
        (here, chosen, rejected, counts, ends),
    )  # fmt: skip


def block_of(case: Case, shape: Shape) -> Block:
    prompt = part_of_prompt(case)
    texts = [part_of_text(case, number) for number in shape.texts]
    works = [part_of_work(case, voters) for voters in shape.works]
    size = len(prompt[0].json) + sum([len(text[0].json) for text in texts])
    return whole((pool_of([prompt]), pool_of(texts), shape.counts, pool_of(works)), shape.places, size)


def part_of_prompt(case: Case) -> Sequence[Any]:
    facts = prompt_facts(case.prompt, case.said[0].task, case.group_id, case.secret)
    return (written(case.prompt.messages), *facts.values())


def part_of_text(case: Case, number: int) -> Sequence[Any]:
    text = case.texts[number]
    return (
        text.written, text.id, text.model, case.licenses[number], text.sampling,
        LINE_WORDS[case.acceptable[number]], "rewrite" if text.is_rewrite else "ranking",
    )  # fmt: skip


def part_of_work(case: Case, voters: Sequence[int]) -> Sequence[Any]:
    return tuple(said_facts(case, [case.said[voter] for voter in voters]).values())


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


def part_of_count(pair: Kept) -> Sequence[Any]:
    """What the votes say."""
    count = pair.count
    against = count.votes - count.votes_for - count.ties
    strength = -1.0 if count.strength is None else count.strength
    told = (count.votes, count.votes_for, against, count.ties, count.agreement, strength, count.is_derived)
    return told if pair.margin is None else (*told, pair.margin)


def rules_of(recipe: Recipe, config: str, margin: str = "none") -> Rules:
    return Rules(
        min_votes=recipe.min_votes,
        min_agreement=recipe.min_agreement,
        min_strength=recipe.min_strength[config],
        selection=recipe.pairs[config],
        rewrites=recipe.rewrites,
        margin=margin,
    )
