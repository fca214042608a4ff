"""Plausible judgments by invented labelers, for demos and benchmarks.

Pure functions: settings, texts and a `random.Random` in, a judgment of the contract's shape out. What a
simulated labeler finds good is a hidden strength of each policy plus traits of the text (repetition,
refusal, the wrong language, padding), seen through noise; none of it is a claim about real people.
"""

import math
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from labeling.simulating.characters import GOOD, Character

# Perceived qualities this close are tied, when the project takes ties.
TIE_WIDTH = 0.25
# What stands below this perceived quality is unacceptable.
LINE = -0.6
# Gaps between neighbours from which on a preference is slight, clear, significant.
STRENGTH_GAPS = (0.3, 0.9, 1.6)
# Some 200 English words a minute: careful reading.
READING_CHARACTERS_PER_SECOND = 20
CHINESE = re.compile(r"[\u4e00-\u9fff]")
REFUSAL = re.compile(r"I can(?:'t|not) (?:help|assist|give)|抱歉，.{0,20}无法", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """A completion on a labeler's desk: its letter, its text, and how strong its policy is (hidden)."""

    letter: str
    text: str
    strength: float


@dataclass(frozen=True)
class Desk:
    """What a simulated labeler has before them."""

    prompt: str
    answers: Sequence[Answer]
    ranking: Mapping[str, Any]
    form: Mapping[str, Any]
    noise: float
    character: Character = GOOD

    def bonus(self, answer: Answer) -> float:
        """What the place of an answer adds to how good it seems."""
        if not self.character.first_bonus:
            return 0.0
        place = self.answers.index(answer) / max(len(self.answers) - 1, 1)
        return self.noise * self.character.first_bonus * (0.5 - place)


def strength_of(policy: str, seed: int) -> float:
    """The hidden strength of a policy: the same for all labelers of one seed."""
    return random.Random(f"{seed}/policy/{policy}").gauss(0, 0.6)  # noqa: S311 - repeatable on purpose


def merit(prompt: str, text: str) -> float:
    """How well a text does by traits that anybody notices at a glance; about -3 to 1."""
    words = re.findall(r"\w+|[\u4e00-\u9fff]", text.lower())
    variety = len(set(words)) / max(len(words), 1)
    score = 0.4 - 2.5 * max(0.0, 0.45 - variety)
    # A Chinese request may be about an English text: one Chinese character in the prompt is enough.
    if bool(CHINESE.search(prompt)) != is_chinese(text) and "```" not in text:
        score -= 1.2
    if REFUSAL.search(text):
        score -= 1.0
    # Padding wears people out; so does an answer that leaves them with nothing.
    return score - 0.25 * abs(math.log((len(text) + 20) / 320))


def is_chinese(text: str) -> bool:
    """Whether a good part of the letters is Chinese; English words and names in between are usual."""
    letters = [character for character in text if character.isalpha()]
    return sum(bool(CHINESE.match(letter)) for letter in letters) > len(letters) / 4


def rank(desk: Desk, chance: random.Random) -> dict[str, Any]:
    """A ranking with everything that the project's settings and form ask for."""
    # By text, not by letter: letters are drawn anew at each claim, the draws here must not follow them.
    answers = sorted(desk.answers, key=lambda answer: answer.text)
    seen = {
        answer.letter: answer.strength
        + merit(desk.prompt, answer.text)
        + desk.bonus(answer)
        + chance.gauss(0, desk.noise * desk.character.noise)
        for answer in answers
    }
    tiers = into_tiers(seen, ties=bool(desk.ranking.get("ties")))
    levels = [sum(seen[letter] for letter in tier) / len(tier) for tier in tiers]
    questions = desk.form.get("completion", [])
    best = max(answers, key=lambda answer: seen[answer.letter])
    # Drawn for the careless alone: others draw as ever.
    is_straight = bool(desk.character.straight_share) and chance.random() < desk.character.straight_share
    return {
        "tiers": tiers,
        "unranked": [],
        "acceptable_tiers": draw_line(desk.ranking.get("acceptability"), levels),
        "strengths": strengths(desk, levels),
        "ratings": {
            answer.letter: fill_in(questions, seen[answer.letter], chance, is_straight=is_straight)
            for answer in answers
            if questions
        },
        "answers": fill_in(desk.form.get("task", []), levels[0] - levels[-1], chance),
        "rewrite": rewrite(desk.ranking.get("rewrite", "off"), best, chance),
    }


def into_tiers(seen: Mapping[str, float], *, ties: bool) -> list[list[str]]:
    """Letters best first; neighbours whose qualities are close share a tier."""
    letters = sorted(seen, key=lambda letter: (-seen[letter], letter))
    tiers = [[letters[0]]]
    for letter in letters[1:]:
        if ties and seen[tiers[-1][0]] - seen[letter] < TIE_WIDTH:
            tiers[-1].append(letter)
        else:
            tiers.append([letter])
    return tiers


def draw_line(asked: Any, levels: Sequence[float]) -> int | None:
    if asked == "both_bad":
        return 0 if len(levels) == 1 and levels[0] < LINE else None
    return sum(level >= LINE for level in levels) if asked else None


def strengths(desk: Desk, levels: Sequence[float]) -> list[int]:
    scale = desk.ranking.get("strength", 0)
    if not scale or (len(desk.answers) != 2 and not desk.ranking.get("strength_beyond_pairs")):
        return []
    lowest = 0 if scale == 4 else 1
    gaps = [upper - lower for upper, lower in pairwise(levels)]
    return [max(lowest, sum(gap >= limit for limit in STRENGTH_GAPS)) for gap in gaps]


def fill_in(
    questions: Sequence[Mapping[str, Any]], quality: float, chance: random.Random, *, is_straight: bool = False
) -> dict[str, Any]:
    """Answers to the questions of a form; better texts get higher scores and fewer flags."""
    told = {
        question["name"]: answer
        for question in questions
        if (answer := ANSWERS[question["type"]](question, quality, chance)) is not None
    }
    if is_straight:
        # The same answer to every scale of every text; where their ranges differ, the middle of each.
        told |= {one["name"]: (one["min"] + one["max"]) // 2 for one in questions if one["type"] == "scale"}
    return told


def answer_scale(question: Mapping[str, Any], quality: float, chance: random.Random) -> int:
    share = 1 / (1 + math.exp(-1.4 * (quality + chance.gauss(0, 0.2))))
    low, high = int(question["min"]), int(question["max"])
    return round(low + share * (high - low))


def answer_flag(question: Mapping[str, Any], quality: float, chance: random.Random) -> bool:
    return chance.random() < 0.12 / (1 + math.exp(2 * quality))


def answer_choice(question: Mapping[str, Any], quality: float, chance: random.Random) -> str:
    return str(chance.choice(question["options"]))


def answer_text(question: Mapping[str, Any], quality: float, chance: random.Random) -> str | None:
    return chance.choice(REASONS) if question.get("required") or chance.random() < 0.3 else None


ANSWERS: dict[str, Callable[[Mapping[str, Any], float, random.Random], Any]] = {
    "scale": answer_scale,
    "flag": answer_flag,
    "choice": answer_choice,
    "text": answer_text,
}
REASONS = (
    "The best one does what was asked and stops; the others leave something out.",
    "The first is right and easy to follow. The last does not keep to the request.",
    "I checked the facts: only the top answer has them all right.",
    "Close at the top; what decided it was the format that the prompt asks for.",
    "The longest one says least. The winner says it in half the words.",
)


def rewrite(asked: str, best: Answer, chance: random.Random) -> dict[str, Any] | None:
    """Cut the last paragraph, or say that nothing needs changing."""
    if asked == "off" or (asked == "optional" and chance.random() < 0.7):
        return None
    paragraphs = best.text.strip().split("\n\n")
    if len(paragraphs) == 1 or chance.random() < 0.4:
        return {"of": best.letter, "unchanged": True}
    return {"of": best.letter, "text": "\n\n".join(paragraphs[:-1])}


def write(desk: Desk, chance: random.Random) -> dict[str, Any]:
    """A short answer in the prompt's language. It sounds like one; nobody should train on it."""
    stock = CHINESE_PARTS if CHINESE.search(desk.prompt) else ENGLISH_PARTS
    sentences = [chance.choice(part) for part in stock]
    glue = "" if stock is CHINESE_PARTS else " "
    return {"text": glue.join(sentences), "answers": fill_in(desk.form.get("task", []), 0.5, chance)}


ENGLISH_PARTS = (
    ("In short: yes, on one condition.", "Here is the simplest way.", "It depends.", "The short answer is no."),
    (
        "First look at what you already have.",
        "Begin with the part that cannot wait.",
        "Two things matter here, and the second is often forgotten.",
        "Think of it as packing a bag: big pieces first.",
    ),
    ("Then check the result against the question.", "After that, the rest is a matter of patience.", "Write it down."),
    ("(A simulated answer, for trying things out.)", "(Written by a simulated labeler.)"),
)  # fmt: skip
CHINESE_PARTS = (
    ("简单说：可以，但有一个前提。", "最省事的办法是这样。", "要看一件事。", "简短的回答是：不行。"),
    ("先看看手头已经有什么。", "从最急的那一步开始。", "这里有两点，第二点常常被忘记。", "就像收拾行李，先放大件。"),
    ("然后对照问题检查一遍。", "接下来只需要一点耐心。", "把它写下来。"),
    ("（模拟回答，仅供试用。）", "（由模拟标注员撰写。）"),
)

# One line per kind, as in labeling.kinds.KINDS.
SIMULATORS: dict[str, Callable[[Desk, random.Random], dict[str, Any]]] = {"ranking": rank, "demonstration": write}


def seconds_at(desk: Desk, chance: random.Random) -> tuple[float, float]:
    """Active and wall seconds that reading and judging this desk would take somebody."""
    characters = len(desk.prompt) + sum(len(answer.text) for answer in desk.answers)
    active = (8 + characters / READING_CHARACTERS_PER_SECOND) * math.exp(chance.gauss(0, 0.35)) * desk.character.pace
    return round(active, 1), round(active * (1 + abs(chance.gauss(0, 0.25))), 1)
