"""HelpSteer3's preference layout: every judged pair with its votes, ties too. The best to keep and to read.

-3 response 1 much better ... 0 about the same ... 3 response 2 much better. A strength is the level 1 to 3 where it
was asked for (0, "negligibly better", counts as 1: it still says which), else 1. Which answer is response 1 is a
draw over their ids, so the place says nothing of who won, wrote or came first.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_noop as N_

from exports.arithmetic.ballots import TOP_LEVEL, Vote, votes_of
from exports.arithmetic.majority import order_of
from exports.arithmetic.selection import why_unusable
from exports.arithmetic.tally import PairCount
from exports.configs import Drops, Material
from exports.configs.base import PROMPT_FACTS, WORK_FACTS, prompt_facts, said_facts
from exports.configs.cases import Case, Row, Said, WholeRow
from exports.configs.pairs import count_silent, rules_of
from exports.dataset import Dataset
from exports.reading.pseudonyms import pseudonym
from exports.recipes.recipe import Recipe
from exports.targets.base import Layout
from exports.writing.columns import MESSAGES, columns


class JudgedPairs:
    """One row per pair that somebody compared; `min_strength` and `pairs` choose for training, not here."""

    core = columns(
        domain="string", language="string", context=MESSAGES, response1="string", response2="string",
        overall_preference="int64", individual_preference=[{"score": "int64", "reasoning": "string"}],
    )  # fmt: skip
    facts = (
        *columns(pair_id="string", response1_id="string", response2_id="string"),
        # The language is said above, in words.
        *(column for column in PROMPT_FACTS if column.name != "language"),
        *columns(
            response1_model="string", response2_model="string", response1_license="string",
            response2_license="string", response1_is_rewrite="bool",
            response2_is_rewrite="bool", n_labels="int64", n_tie="int64", agreement="float64",
            # In the order of individual_preference.
            individual_labelers=["string"],
        ),
        *WORK_FACTS,
    )  # fmt: skip

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe
        self.rules = rules_of(recipe, "preference")

    def rows(self, material: Material, drops: Drops) -> Iterator[Row]:
        count_silent(material, drops)
        for case in material.rankings:
            votes = votes_by_pair(case)
            usable: list[PairCount] = []
            for key in sorted(case.counts):
                if reason := why_unusable(case.counts[key], case.selection_texts, self.rules):
                    drops[reason] += 1
                else:
                    usable.append(case.counts[key])
            one_of = case.selection_texts.plain
            decided = [(one_of[pair.winner], one_of[pair.loser]) for pair in usable if pair.winner is not None]
            order = order_of(decided, one_of)
            for pair in usable:
                if pair.winner is not None and order.is_on_cycle(one_of[pair.first], one_of[pair.second]):
                    drops["cycle"] += 1
                elif reason := self.why_left_out(case, pair):
                    drops[reason] += 1
                else:
                    yield self.row(case, pair, votes[pair.first, pair.second])

    def why_left_out(self, case: Case, pair: PairCount) -> str:
        written = [number for number in (pair.first, pair.second) if case.texts[number].is_rewrite]
        if self.recipe.rewrites == "only" and not written:
            return "not_a_rewrite"
        if any(len(case.texts[number].messages) != 1 for number in (pair.first, pair.second)):
            return "answer_of_several_turns"
        if pair.votes < self.recipe.min_votes:
            return "min_votes"
        for_most = pair.votes_for if pair.winner is not None else pair.ties
        return "min_agreement" if for_most / pair.votes < self.recipe.min_agreement else ""

    def row(self, case: Case, pair: PairCount, votes: list[tuple[Said, Vote]]) -> Row:
        one, two = sides(case, pair)
        task = case.said[0].task
        first, second = case.texts[one], case.texts[two]
        core = {
            "domain": task.use_case or "general",
            "language": language_name(task.language),
            "context": case.prompt.messages,
            "response1": first.messages[0]["content"],
            "response2": second.messages[0]["content"],
            "overall_preference": overall(pair, two),
            "individual_preference": [
                {"score": score_of(vote, two), "reasoning": reasoning(said)} for said, vote in votes
            ],
        }
        return WholeRow(core, self.facts_of(case, pair, (one, two), [said for said, _ in votes]))

    def facts_of(self, case: Case, pair: PairCount, places: tuple[int, int], said: list[Said]) -> dict[str, Any]:
        texts = [case.texts[number] for number in places]
        shared = prompt_facts(case.prompt, case.said[0].task, case.group_id, case.secret)
        del shared["language"]
        is_named = self.recipe.labelers != "none"
        names = [pseudonym(case.secret, one.judgment.labeler_id) if is_named else "" for one in said]
        facts = {"pair_id": f"{case.group_id}-{texts[0].id}-{texts[1].id}"}
        for place, text in enumerate(texts, 1):
            facts[f"response{place}_id"] = text.id
        told = {
            "response1_model": texts[0].model,
            "response2_model": texts[1].model,
            "response1_license": case.licenses[places[0]],
            "response2_license": case.licenses[places[1]],
            "response1_is_rewrite": texts[0].is_rewrite,
            "response2_is_rewrite": texts[1].is_rewrite,
            "n_labels": pair.votes,
            "n_tie": pair.ties,
            "agreement": (pair.votes_for if pair.winner is not None else pair.ties) / pair.votes,
            "individual_labelers": names,
        }
        return facts | shared | told | said_facts(case, said)


def votes_by_pair(case: Case) -> dict[tuple[int, int], list[tuple[Said, Vote]]]:
    found: dict[tuple[int, int], list[tuple[Said, Vote]]] = {}
    for said in case.said:
        for vote in votes_of(said.ballot):
            found.setdefault((min(vote.better, vote.worse), max(vote.better, vote.worse)), []).append((said, vote))
    return found


def sides(case: Case, pair: PairCount) -> tuple[int, int]:
    """(response 1, response 2): by a draw that only the ids of the texts decide."""
    one, two = sorted((pair.first, pair.second), key=lambda number: case.texts[number].id)
    drawn = hashlib.sha256(f"{case.texts[one].id}|{case.texts[two].id}".encode()).digest()
    return (two, one) if drawn[0] % 2 else (one, two)


def overall(pair: PairCount, second: int) -> int:
    """The majority's word: 0 where it has none."""
    if pair.winner is None:
        return 0
    size = 1 if pair.strength is None else min(TOP_LEVEL, max(1, round(pair.strength)))
    return size if pair.winner == second else -size


def score_of(vote: Vote, second: int) -> int:
    if vote.is_tie:
        return 0
    size = max(1, vote.level or 0)
    return size if vote.better == second else -size


def reasoning(said: Said) -> str:
    """The labeler's rationale; in a form without that question, what they wrote to the task's other ones."""
    answers = said.judgment.body.get("answers") or {}
    if "rationale" in answers:
        return str(answers["rationale"])
    asked = [question["name"] for question in said.judgment.version.form.get("task", []) if question["type"] == "text"]
    return "\n".join(str(answers[name]) for name in asked if answers.get(name))


@cache
def language_name(code: str) -> str:
    """Its English name in small letters, as HelpSteer3 has it; what is no known code stays as it is."""
    known = LANG_INFO.get(code.lower()) or LANG_INFO.get(code.lower().split("-")[0]) or {}
    return str(known.get("name", code)).lower()


LAYOUTS: dict[str, Layout] = {"preference": Layout(config=JudgedPairs)}
LEAVES: dict[str, str] = dict.fromkeys(
    ("sft", "reward", "kto", "prompts", "ranking", "raw"),
    N_("HelpSteer3's layout is one of pairs; its `preference` has every judged pair, ties and votes too."),
)


def beside(dataset: Dataset) -> dict[str, str]:
    return {}


def loading(splits: Mapping[str, Iterable[str]], *, files: str = "parquet") -> str:
    return LOADING if "preference" in splits else ""


LOADING = """\
from datasets import load_dataset

judged = load_dataset("FOLDER", "preference")
decided = judged.filter(lambda row: row["overall_preference"] != 0)


def as_pair(row):
    answers = [[{"role": "assistant", "content": row[name]}] for name in ("response1", "response2")]
    rejected, chosen = answers if row["overall_preference"] > 0 else answers[::-1]
    return {"prompt": row["context"], "chosen": chosen, "rejected": rejected}


pairs = decided.map(as_pair)
"""
