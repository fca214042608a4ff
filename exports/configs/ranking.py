"""Whole rankings, K-wise, with ties and every labeler's vote: the batch structure of InstructGPT."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_noop as N_

from exports.arithmetic.ballots import without
from exports.arithmetic.majority import order_of, ranks_of
from exports.arithmetic.ratings import majority_of, median_of
from exports.configs.base import LINE_WORDS, PROMPT_FACTS, WORK_FACTS, Drops, Material, prompt_facts, said_facts
from exports.configs.cases import Case, Row, Said, WholeRow
from exports.reading.pseudonyms import pseudonym
from exports.recipes.recipe import Recipe
from exports.writing.columns import MESSAGES, columns

COMPLETION = {
    "completion_id": "string", "text": "string", "messages": MESSAGES, "rank": "int64", "model": "string",
    "license": "string", "acceptable": "string", "ratings": [{"question": "string", "value": "float64", "n": "int64"}],
    "flags": [{"question": "string", "value": "bool", "n": "int64"}],
}  # fmt: skip
# ranks and positions are in the order of `completions`: 0 where the labeler did not rank or see one.
VOTE = {
    "labeler": "string", "ranks": ["int64"], "positions": ["int64"], "strengths": ["int64"],
    "acceptable_tiers": "int64",
}  # fmt: skip
REWRITE = {"labeler": "string", "rewrite_of": "string", "text": "string"}


class Ranking:
    """One row per ranking (each) or per prompt (majority).

    `rank` follows the layers of the majority's order, so it never contradicts a pair of preference; cards of
    a majority cycle share a rank and the row says so. 0: nobody ranked it. Texts with an excluded flag
    or another license are taken out of the ranking and of every vote.
    """

    core = columns(
        ranking_id="string", prompt=MESSAGES, completions=[COMPLETION], n_labelers="int64", has_cycle="bool",
        votes=[VOTE], rewrites=[REWRITE],
    )  # fmt: skip
    facts = (*PROMPT_FACTS, *WORK_FACTS)

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe

    def rows(self, material: Material, drops: Drops) -> Iterator[Row]:
        if material.demonstrations:
            drops["demonstration"] += len(material.demonstrations)
        for case in material.rankings:
            cards = [n for n, text in enumerate(case.texts) if not text.is_rewrite and n not in case.taken_out]
            drops.update(case.taken_out.values())
            if self.recipe.rewrites == "exclude" and (written := sum(s.ballot.rewrite is not None for s in case.said)):
                drops["rewrite"] += written
            if len(cards) > 1:
                yield self.row(case, cards)
            else:
                drops["nothing_compared"] += len(case.said)

    def why_omitted(self, drops: Drops) -> str:
        return N_("Demonstrations rank nothing.") if set(drops) == {"demonstration"} else ""

    def row(self, case: Case, cards: list[int]) -> Row:
        ranked = {card for said in case.said for card in said.ballot.cards} & set(cards)
        decided = [(p.winner, p.loser) for p in case.counts.values() if p.winner is not None]
        order = order_of([pair for pair in decided if pair[0] in ranked and pair[1] in ranked], ranked)
        ranks = ranks_of(order.layers)
        completions = [self.completion(case, card, ranks.get(card, 0)) for card in cards]
        core = {
            "ranking_id": case.group_id,
            "prompt": case.prompt.messages,
            "completions": completions,
            "n_labelers": len({said.judgment.labeler_id for said in case.said}),
            "has_cycle": order.has_cycle,
            "votes": [self.vote(case, said, cards) for said in case.said],
            "rewrites": [self.rewrite(case, said) for said in case.said if self.shows_rewrite(case, said)],
        }
        facts = prompt_facts(case.prompt, case.said[0].task, case.group_id, case.secret)
        return WholeRow(core, facts | said_facts(case, case.said))

    def completion(self, case: Case, card: int, rank: int) -> dict[str, Any]:
        text = case.texts[card]
        answers: dict[str, list[Any]] = {}
        for question, value in case.rated(card):
            answers.setdefault(question, []).append(value)
        flags = {name: [v for v in values if isinstance(v, bool)] for name, values in sorted(answers.items())}
        scales = {
            name: [v for v in values if isinstance(v, (int, float)) and not isinstance(v, bool)]
            for name, values in sorted(answers.items())
        }
        return {
            "completion_id": text.id,
            "text": str(text.messages[-1]["content"]),
            "messages": text.messages,
            "rank": rank,
            "model": text.model,
            "license": case.licenses[card],
            "acceptable": LINE_WORDS[case.acceptable[card]],
            "ratings": [{"question": q, "value": median_of(v), "n": len(v)} for q, v in scales.items() if v],
            "flags": [{"question": q, "value": majority_of(v), "n": len(v)} for q, v in flags.items() if v],
        }

    def vote(self, case: Case, said: Said, cards: list[int]) -> dict[str, Any]:
        ballot = without(said.ballot, case.taken_out)
        ranks = ranks_of({card: place for place, tier in enumerate(ballot.tiers) for card in tier})
        return {
            "labeler": self.name(case, said),
            "ranks": [ranks.get(card, 0) for card in cards],
            "positions": [said.shown.index(card) + 1 if card in said.shown else 0 for card in cards],
            "strengths": list(ballot.levels or ()),
            "acceptable_tiers": -1 if ballot.acceptable is None else ballot.acceptable,
        }

    def shows_rewrite(self, case: Case, said: Said) -> bool:
        written = said.ballot.rewrite
        return written is not None and self.recipe.rewrites != "exclude" and case.taken_out.get(written) != "license"

    def rewrite(self, case: Case, said: Said) -> dict[str, Any]:
        base = said.ballot.base
        return {
            "labeler": self.name(case, said),
            "rewrite_of": "" if base is None else case.texts[base].id,
            "text": said.judgment.body["rewrite"]["text"],
        }

    def name(self, case: Case, said: Said) -> str:
        return "" if self.recipe.labelers == "none" else pseudonym(case.secret, said.judgment.labeler_id)
