"""What ms-swift 4.6 reads, and the rows at which it stops."""

import math
from collections.abc import Callable
from pathlib import Path

from exports.validators.base import Broken, Line, files_of, lines_of

MEDIA_TAGS = ("<image>", "<video>", "<audio>")


def check(folder: Path, *, most: int | None = None) -> None:
    for config, splits in files_of(folder).items():
        if config not in READS:
            raise Broken(folder / "README.md", 1, f"names {config}, which ms-swift has no trainer for")
        for paths in splits.values():
            for path in paths:
                for line in lines_of(path, most):
                    READS[config](line)


def conversation(line: Line) -> list[dict[str, str]]:
    """Maybe a system turn, then user and assistant in turns; no media where there are no files."""
    turns = line.turns("messages")
    said = turns[1:] if turns[0]["role"] == "system" else turns
    if not said:
        raise line.broken("messages has nothing but a system turn")
    for place, turn in enumerate(said):
        if turn["role"] != ("user", "assistant")[place % 2]:
            raise line.broken(f"messages: turns must go user, assistant, user ...; one is {turn['role']}")
        if turn["role"] == "assistant" and not turn["content"].strip():
            raise line.broken("messages has an answer that is empty")
    check_media(line, *(turn["content"] for turn in turns))
    return turns


def check_media(line: Line, *texts: str) -> None:
    if tag := next((tag for tag in MEDIA_TAGS for text in texts if tag in text), ""):
        raise line.broken(f"has {tag}, and there is no such file beside it")


def answered(line: Line) -> str:
    turns = conversation(line)
    if turns[-1]["role"] != "assistant":
        raise line.broken("messages does not end with the assistant's turn")
    return turns[-1]["content"]


def check_sft(line: Line) -> None:
    answered(line)
    check_not_pair(line)


def check_not_pair(line: Line) -> None:
    if strange := {"rejected_response", "rejected_messages"} & set(line.row):
        raise line.broken(f"has {min(strange)}, which makes it a pair")


def check_pair(line: Line) -> None:
    chosen, rejected = answered(line), line.text("rejected_response")
    if not rejected.strip():
        raise line.broken("rejected_response is empty")
    check_media(line, rejected)
    line.differ(chosen, rejected)


def check_reward(line: Line) -> None:
    check_pair(line)
    if "margin" in line.row:
        margin = line.row["margin"]
        if isinstance(margin, bool) or not isinstance(margin, (int, float)) or not math.isfinite(margin):
            raise line.broken("margin is not a number")


def check_kto(line: Line) -> None:
    check_sft(line)
    if not isinstance(line.value("label"), bool):
        raise line.broken("label is not true or false")


def check_prompt(line: Line) -> None:
    if conversation(line)[-1]["role"] != "user":
        raise line.broken("messages ends with the assistant's turn: there is nothing left to answer")


READS: dict[str, Callable[[Line], None]] = {
    "sft": check_sft, "preference": check_pair, "reward": check_reward, "kto": check_kto, "prompts": check_prompt,
}  # fmt: skip
