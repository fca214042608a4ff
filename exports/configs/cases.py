"""What the configs make rows from: the texts of one prompt by number, and the ballots that count."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import Any, NamedTuple, Protocol

from exports.arithmetic.ballots import Ballot
from exports.arithmetic.line import acceptable_of, line_votes
from exports.arithmetic.ratings import majority_of
from exports.arithmetic.selection import Kept, Rules, Texts, decided_pairs, same_as
from exports.arithmetic.tally import PairCount, count_votes
from exports.reading.judgments import JudgedPrompt, JudgedTask, Judgment, Messages, Version
from exports.reading.licenses import told
from exports.reading.pseudonyms import pseudonym
from exports.recipes.recipe import Recipe
from exports.writing.shared_rows import Written, written

LETTERS = "ABCDEFGHI"


class Row(Protocol):
    """`core` is what a trainer reads, `facts` are the metadata columns."""

    @property
    def core(self) -> dict[str, Any]: ...

    @property
    def facts(self) -> dict[str, Any]: ...


class WholeRow(NamedTuple):
    core: dict[str, Any]
    facts: dict[str, Any]


@dataclass(slots=True)
class Text:
    """A distinct text of a prompt: a card (maybe of several tasks), or what a labeler wrote."""

    id: str
    written: Written
    # See `as_compared` below.
    plain: str
    models: set[str] = field(default_factory=set)
    sampling: str = ""
    is_rewrite: bool = False

    @property
    def messages(self) -> Messages:
        return self.written.messages

    @property
    def model(self) -> str:
        return "|".join(sorted(self.models))


@dataclass(slots=True)
class Said:
    """A judgment that counts, and what it says in numbers of texts; `shown` is in the order of the letters."""

    task: JudgedTask
    judgment: Judgment
    shown: list[int]
    ballot: Ballot


class Case:
    """Rankings of one prompt that become rows together: all of them, or one when each speaks for itself.

    The same prompt may have come as several tasks; their cards meet here by exact text.
    """

    def __init__(
        self, prompt: JudgedPrompt, recipe: Recipe, secret: str, group_id: str, licenses: Mapping[str, str]
    ) -> None:
        self.prompt = prompt
        self.recipe = recipe
        self.secret = secret
        self.group_id = group_id
        # {policy: license}
        self.by_policy = licenses
        self.texts: list[Text] = []
        self.said: list[Said] = []
        # By text, and by card.
        self._numbers: dict[bytes, int] = {}
        self._cards: dict[int, int] = {}

    def add(self, task: JudgedTask, judgment: Judgment) -> None:
        """Take a ranking in."""
        cards = task.cards(judgment)
        numbers = self._cards
        for card in sorted(cards, key=attrgetter("index")):
            if card.id not in numbers:
                numbers[card.id] = self._number(str(card.id), card.messages)
        shown = [numbers[card.id] for card in cards]
        for number, card in zip(shown, cards, strict=True):
            text = self.texts[number]
            text.is_rewrite = False
            text.sampling = text.sampling or card.sampling
        for one in task.completions:
            if one.model and one.card_id in numbers:
                self.texts[numbers[one.card_id]].models.add(one.model)
        by_letter = dict(zip(LETTERS, shown, strict=False))
        body = judgment.body
        rewrite = body.get("rewrite") or {}
        written = None
        if "text" in rewrite:
            written = self._number(f"r{judgment.assignment_id}", answer(rewrite["text"]), is_rewrite=True)
        ballot = Ballot(
            tiers=tuple([tuple([by_letter[letter] for letter in tier]) for tier in body["tiers"]]),
            levels=levels_of(body, judgment.version, len(judgment.order)),
            acceptable=body.get("acceptable_tiers"),
            rewrite=written,
            base=by_letter.get(rewrite.get("of") or ""),
        )
        self.said.append(Said(task, judgment, shown, ballot))

    def _number(self, name: str, messages: Messages, *, is_rewrite: bool = False) -> int:
        text = written(messages)
        number = self._numbers.setdefault(text.json, len(self.texts))
        if number == len(self.texts):
            self.texts.append(Text(name, text, plain(messages), is_rewrite=is_rewrite))
        return number

    @property
    def ballots(self) -> tuple[Ballot, ...]:
        return tuple([said.ballot for said in self.said])

    @cached_property
    def counts(self) -> dict[tuple[int, int], PairCount]:
        return count_votes(self.ballots)

    @cached_property
    def selection_texts(self) -> Texts:
        filters = self.recipe.filters
        plain = [text.plain for text in self.texts]
        return Texts(
            empty=tuple([number for number, text in enumerate(plain) if not text]),
            # What they say does not matter, only which of them say the same.
            plain=tuple(same_as(plain)),
            flagged=tuple(self.flagged(filters.flags_exclude)) if filters.flags_exclude else (),
            unlicensed=tuple(self.unlicensed(filters.licenses)) if filters.licenses else (),
            rewrites=tuple([number for number, text in enumerate(self.texts) if text.is_rewrite]),
            names=tuple([text.id for text in self.texts]),
        )

    def decide(self, rules: Rules) -> tuple[tuple[Kept, ...], Mapping[str, int]]:
        """The pairs to keep under the rules, and a count of the others by reason."""
        texts = self.selection_texts
        # Without their names texts of many prompts are alike (see decided_pairs).
        alike = texts if rules.selection == "one" else texts._replace(names=())
        return decided_pairs(self.ballots, alike, rules)

    def flagged(self, names: tuple[str, ...]) -> list[int]:
        """The texts that carry one of these flags by majority."""
        return [n for n in range(len(self.texts)) if any(majority_of(self.answers(n, name, bool)) for name in names)]

    @cached_property
    def taken_out(self) -> dict[int, str]:
        """{text: why the recipe's filters take it out of every row}."""
        texts = self.selection_texts
        return dict.fromkeys(texts.unlicensed, "license") | dict.fromkeys(texts.flagged, "flags_exclude")

    def unlicensed(self, wanted: tuple[str, ...]) -> list[int]:
        """The texts of which a license is not among those wanted."""
        return [n for n in range(len(self.texts)) if not self.licenses_of(n) <= set(wanted)]

    def licenses_of(self, number: int) -> set[str]:
        """The licenses of the policies that gave the text; of a rewrite, those of what was rewritten."""
        text = self.texts[number]
        if text.is_rewrite:
            bases = {said.ballot.base for said in self.said if said.ballot.rewrite == number}
            return set().union(*(self.licenses_of(base) for base in bases if base is not None))
        return {self.by_policy.get(model, "") for model in text.models} or {""}

    @cached_property
    def licenses(self) -> list[str]:
        """What rows tell of the license of each text."""
        if not self.by_policy:
            return [""] * len(self.texts)
        return [told(self.licenses_of(number)) for number in range(len(self.texts))]

    def answers(self, number: int, question: str, kind: type) -> list[Any]:
        """What the labelers said of this text to this question."""
        return [value for name, value in self.rated(number) if name == question and isinstance(value, kind)]

    def rated(self, number: int) -> list[tuple[str, Any]]:
        """(question, answer) of everybody who saw the text."""
        found: list[tuple[str, Any]] = []
        for said in self.said:
            if number in said.shown:
                ratings = said.judgment.body.get("ratings") or {}
                found.extend((ratings.get(LETTERS[said.shown.index(number)]) or {}).items())
        return found

    @cached_property
    def acceptable(self) -> Sequence[bool | None]:
        return acceptable_of(self.ballots, len(self.texts))

    def line_votes(self, number: int) -> list[bool]:
        return line_votes(self.ballots, number)

    def labelers(self, said: list[Said]) -> list[str]:
        if self.recipe.labelers == "none":
            return []
        return sorted({pseudonym(self.secret, one.judgment.labeler_id) for one in said})


def levels_of(body: dict[str, Any], version: Version, cards: int) -> tuple[int, ...] | None:
    """The strengths, where the labeler was asked for them; a pair that is tied has none and means level 0.

    body: what was said of so many cards.
    """
    strengths = tuple(body.get("strengths") or ())
    ranking = version.ranking
    is_asked = ranking.get("strength") and (cards == 2 or ranking.get("strength_beyond_pairs"))
    return strengths if is_asked and len(strengths) == len(body["tiers"]) - 1 else None


def rankings_of(prompt: JudgedPrompt, recipe: Recipe, secret: str, licenses: Mapping[str, str]) -> list[Case]:
    """The cases of a prompt's rankings, as the recipe aggregates them."""
    counted = [
        (task, judgment)
        for task in prompt.tasks
        for judgment in task.judgments
        if not judgment.left_out and "tiers" in judgment.body
    ]
    cases: list[Case] = []
    for task, judgment in counted:
        if recipe.aggregate == "each":
            cases.append(Case(prompt, recipe, secret, f"a{judgment.assignment_id}", licenses))
        elif not cases:
            cases.append(Case(prompt, recipe, secret, f"p{prompt.id}", licenses))
        cases[-1].add(task, judgment)
    return cases


def plain(messages: Messages) -> str:
    return as_compared("\n".join([message["content"] for message in messages]))


def as_compared(text: str) -> str:
    """What is left of a text when it is compared: NFC, without white space around it."""
    return (text if text.isascii() else unicodedata.normalize("NFC", text)).strip()


def answer(text: str) -> Messages:
    return [{"role": "assistant", "content": text}]
