"""Prompts with a good answer: demonstrations, rewrites, and the best completions if the recipe says so."""

from collections.abc import Iterator

from exports.arithmetic.majority import Order, order_of
from exports.arithmetic.ratings import median_of, settled
from exports.configs.base import (
    PROMPT_FACTS,
    WORK_FACTS,
    Drops,
    Material,
    answer_facts,
    demonstration_facts,
    said_facts,
)
from exports.configs.cases import Case, Row, WholeRow, answer, plain
from exports.recipes.recipe import Recipe
from exports.writing.columns import MESSAGES, columns


class Sft:
    """One row per answer; an answer that a prompt has already (after NFC and strip) is counted, not repeated."""

    core = columns(prompt=MESSAGES, completion=MESSAGES)
    facts = (
        *columns(completion_id="string"),
        *PROMPT_FACTS,
        *columns(completion_model="string", completion_license="string", label_source="string"),
        *WORK_FACTS,
    )

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe

    def rows(self, material: Material, drops: Drops) -> Iterator[Row]:
        seen: set[str] = set()
        for row in self.candidates(material, drops):
            text = plain(row.core["completion"])
            if not text:
                drops["empty_text"] += 1
            elif text in seen:
                drops["same_text"] += 1
            else:
                seen.add(text)
                yield row

    def candidates(self, material: Material, drops: Drops) -> Iterator[Row]:
        if "demonstrations" in self.recipe.sft:
            yield from self.demonstrations(material)
        elif material.demonstrations:
            drops["sft"] += len(material.demonstrations)
        for case in material.rankings:
            yield from self.rewrites(case, drops)
            if "best" in self.recipe.sft:
                yield from self.best(case, drops)
            elif silent := sum(said.ballot.rewrite is None for said in case.said):
                drops["nothing_written"] += silent

    def demonstrations(self, material: Material) -> Iterator[Row]:
        for task, judgment in material.demonstrations:
            facts = demonstration_facts(material, task, judgment)
            yield WholeRow({"prompt": material.prompt.messages, "completion": answer(judgment.body["text"])}, facts)

    def rewrites(self, case: Case, drops: Drops) -> Iterator[Row]:
        for said in case.said:
            if said.ballot.rewrite is None:
                continue
            if "rewrites" not in self.recipe.sft or self.recipe.rewrites == "exclude":
                drops["rewrite" if self.recipe.rewrites == "exclude" else "sft"] += 1
                continue
            if case.taken_out.get(said.ballot.rewrite) == "license":
                drops["license"] += 1
                continue
            text = answer(said.judgment.body["rewrite"]["text"])
            facts = answer_facts(case, said.ballot.rewrite, "rewrite", written_by=said.judgment)
            yield WholeRow({"prompt": case.prompt.messages, "completion": text}, facts | said_facts(case, [said]))

    def best(self, case: Case, drops: Drops) -> Iterator[Row]:
        """The cards that nobody beats by majority, if they are good in themselves; every other card is counted."""
        cards = [number for number, text in enumerate(case.texts) if not text.is_rewrite]
        ranked = {card for said in case.said for card in said.ballot.cards}.difference(case.taken_out)
        decided = [(p.winner, p.loser) for p in case.counts.values() if p.winner in ranked and p.loser in ranked]
        order = order_of(decided, ranked)
        for number in cards:
            if reason := self.why_not_best(case, number, order):
                drops[reason] += 1
            else:
                text = case.texts[number]
                said = [one for one in case.said if number in one.ballot.cards]
                facts = answer_facts(case, number, "best") | said_facts(case, said)
                yield WholeRow({"prompt": case.prompt.messages, "completion": text.messages}, facts)

    def why_not_best(self, case: Case, number: int, order: Order) -> str:
        if reason := case.taken_out.get(number):
            return reason
        if number not in order.layers:
            return "unranked"
        if order.layers[number]:
            return "not_best"
        # Each card of a cycle is beaten by another.
        if order.is_cyclic(number):
            return "cycle"
        if self.recipe.rewrites == "only":
            return "not_a_rewrite"
        if sum(number in said.ballot.cards for said in case.said) < self.recipe.min_votes:
            return "min_votes"
        is_good = self.is_good(case, number)
        if is_good is None:
            return "no_line_or_rating"
        return "" if is_good else "not_good"

    def is_good(self, case: Case, number: int) -> bool | None:
        """By the line where there is one, else by the rating; None: neither was asked for."""
        if votes := case.line_votes(number):
            return settled(votes) is True
        ratings = [value for value in case.answers(number, self.recipe.kto.question, int) if value is not True]
        ratings = [value for value in ratings if value is not False]
        return median_of(ratings) >= self.recipe.kto.good if ratings else None
