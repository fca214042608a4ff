"""What layouts of conversations share: which a strict trainer reads, and a prompt of one turn as texts."""

from typing import Any

from exports.configs import Config
from exports.configs.cases import Row
from exports.targets.base import Layout
from exports.writing.columns import MESSAGES, Column, columns

ANSWERS = ("completion", "chosen", "rejected")
# Trainers count these in every text and look for as many files.
MEDIA_TAGS = ("<image>", "<video>", "<audio>")
SEVERAL_TURNS = "answer_of_several_turns"


class Answers(Layout):
    """The answer is the last turn of `messages`; for KTO `label` says whether it is good."""

    def core(self, config: Config) -> tuple[Column, ...]:
        return columns(messages=MESSAGES) + tuple(column for column in config.core if column.name == "label")

    def core_of(self, row: Row) -> dict[str, Any]:
        label = {"label": row.core["label"]} if "label" in row.core else {}
        return {"messages": [*row.core["prompt"], *row.core["completion"]]} | label


def answers_of(row: Row) -> list[list[dict[str, Any]]]:
    return [row.core[name] for name in ANSWERS if name in row.core]


def texts_of(row: Row) -> list[str]:
    return [message["content"] for part in (row.core["prompt"], *answers_of(row)) for message in part]


def has_long_answer(row: Row) -> bool:
    return any(len(answer) != 1 for answer in answers_of(row))


def alternates(prompt: list[dict[str, Any]]) -> bool:
    """Maybe a system turn, then user, assistant ... user."""
    turns = prompt[1:] if prompt[0]["role"] == "system" else prompt
    return [turn["role"] for turn in turns] == ["user", "assistant"] * (len(turns) // 2) + ["user"]


def why_not_alternating(row: Row) -> str:
    if has_long_answer(row):
        return SEVERAL_TURNS
    return "" if alternates(row.core["prompt"]) else "turns_do_not_alternate"


def why_not_one_turn(row: Row, *, with_system: bool) -> str:
    """Why a trainer that takes a prompt as one text cannot take this one."""
    prompt = row.core["prompt"]
    if has_long_answer(row):
        return SEVERAL_TURNS
    if not with_system and any(turn["role"] == "system" for turn in prompt):
        return "system_turn"
    turns = prompt[1:] if prompt[0]["role"] == "system" else prompt
    return "" if [turn["role"] for turn in turns] == ["user"] else "prompt_of_several_turns"


def system_and_user(prompt: list[dict[str, Any]]) -> tuple[str, str]:
    """The texts of a prompt of one turn; the first is empty where there is no system turn."""
    return (prompt[0]["content"] if prompt[0]["role"] == "system" else ""), prompt[-1]["content"]
