"""Records of Argilla: dumps of version 2 (`records.to_json`) and of version 1's FeedbackDataset.

Which field is the prompt and which are completions is told by their names. Responses and suggestions are kept as
metadata (`argilla`), never shown and never taken for judgments of ours.
"""

import re
from typing import Any

from labeling.importing.layouts import Shape, check_prompt, messages_of, prompt_of, split_off_answer, without
from labeling.importing.problems import Refused
from labeling.importing.values import check_text, check_tree, name_of

PROMPTS = ("prompt", "instruction", "question", "query", "input", "chat", "conversation", "messages")
COMPLETION = re.compile(r"(?:response|completion|answer|output|generation|candidate)[-_ ]?(?:[1-9]|[a-i])?\Z")


def is_record(raw: dict[str, Any]) -> bool:
    return type(raw.get("fields")) is dict and raw.get("prompt") is None and raw.get("messages") is None


def take_apart(raw: dict[str, Any], most_messages: int) -> Shape:
    fields = raw["fields"]
    shape = Shape([], None, {}, layout="argilla")
    given = [name for name in PROMPTS if fields.get(name) is not None]
    if not given:
        raise Refused("fields.prompt", f"is missing: one field must be named one of {', '.join(PROMPTS)}")
    if len(given) > 1:
        raise Refused(f"fields.{given[1]}", f"stands beside fields.{given[0]}: name the one that was answered prompt")
    names = [name for name in fields if COMPLETION.match(name.lower()) and fields[name] is not None]
    _read_prompt(fields[given[0]], f"fields.{given[0]}", most_messages, shape, has_answers=bool(names))
    if names:
        shape.completions = [{"text": _text_of(fields[name], f"fields.{name}", shape)} for name in names]
    rest = {key: value for key, value in without(fields, given[0], *names).items() if value is not None}
    said = without(raw, "id", "external_id", "fields", "metadata")
    shape.carried = _count_people(raw.get("responses"))
    for key in ("metadata", "id"):
        if raw.get(key) is not None:
            shape.rest[key] = raw[key]
    if raw.get("external_id") is not None:
        shape.rest["id"] = raw["external_id"]
    kept = {key: value for key, value in said.items() if value not in (None, [], {})} | (
        {"fields": rest} if rest else {}
    )
    if kept:
        check_tree(kept, "row", 2)
        shape.metadata["argilla"] = kept
        shape.unknown += [f"fields.{key}" for key in rest]
    return shape


def _read_prompt(value: Any, name: str, most: int, shape: Shape, *, has_answers: bool) -> None:
    """A text, or a chat; without fields for completions a chat's last answer is the completion."""
    if type(value) is not list or has_answers:
        shape.prompt = prompt_of(value, name, most, shape)
        return
    prompt, answer = split_off_answer(value, name, most, shape)
    if not prompt:
        raise Refused(name, "holds an answer but no prompt")
    shape.prompt = check_prompt(prompt, name)
    shape.completions = [answer] if answer else None


def _text_of(value: Any, name: str, shape: Shape) -> str:
    """A completion: text, or a chat that is nothing but one answer."""
    if type(value) is not list:
        return check_text(value, name)
    turns = messages_of(value, name, 1, shape)
    if turns[0]["role"] != "assistant":
        raise Refused(f"{name}.0.role", "must be the assistant's: a completion is one answer")
    return str(turns[0]["content"])


def _count_people(responses: Any) -> int:
    """How many people answered: in version 1 a list of their answers, in version 2 lists by question."""
    if type(responses) is list:
        return sum(type(one) is dict and one.get("status", "submitted") == "submitted" for one in responses)
    if type(responses) is not dict:
        return 0
    for name, answers in responses.items():
        if type(answers) is not list:
            raise Refused(f"responses.{name}", f"must be a list of answers, not {name_of(answers)}")
    return max((len(answers) for answers in responses.values()), default=0)
