"""Whole conversations as one text, as in Anthropic's HH-RLHF: "\\n\\nHuman: ...\\n\\nAssistant: ..."."""

import re

from labeling.importing.problems import Refused

TURN = re.compile(r"\n\n(Human|Assistant):(?: |(?=\n|\Z))")
ROLES = {"Human": "user", "Assistant": "assistant"}


def read(chosen: str, rejected: str) -> tuple[list[dict[str, str]], list[dict[str, str]]] | None:
    """The messages of both; None when neither is a transcript."""
    one, other = messages(chosen), messages(rejected)
    if one and other:
        return one, other
    if one or other:
        raise Refused("rejected" if one else "chosen", "does not begin with Human: as the other conversation does")
    return None


def messages(text: str) -> list[dict[str, str]]:
    """The turns, each without its name and one space; empty when the text does not begin with one of a person."""
    if not text.startswith(("Human:", "\n\nHuman:")):
        return []
    before, *turns = TURN.split(text if text.startswith("\n") else "\n\n" + text)
    if before:
        return []
    return [{"role": ROLES[name], "content": said} for name, said in zip(turns[::2], turns[1::2], strict=True)]
