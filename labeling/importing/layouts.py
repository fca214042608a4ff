"""Rows taken apart: plain ones, preference pairs, conversations (labeling.importing.recognising tells which is which).

A pair's order is kept as metadata (`given_preference`, indexes of the completions) and never shown.
"""

from dataclasses import dataclass, field
from typing import Any

from labeling.importing import transcripts
from labeling.importing.problems import Refused
from labeling.importing.values import check_text, check_tree, name_of

ROLES = ("system", "user", "assistant")
PREFERENCE = {"given_preference": {"chosen": 0, "rejected": 1}}
REASONING_KEYS = ("reasoning", "reasoning_content", "thinking")


@dataclass(slots=True)
class Shape:
    """A row taken apart: the prompt's messages, the completions as given, the other keys."""

    prompt: list[dict[str, Any]]
    completions: Any
    rest: dict[str, Any]
    metadata: dict[str, Any] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    is_transcript: bool = False
    # Its name, for the report of a dry run.
    layout: str = "plain"
    # Judgments that the row brings from another tool.
    carried: int = 0


def plain(raw: dict[str, Any], most_messages: int) -> Shape:
    shape = Shape([], raw.get("completions"), without(raw, "prompt", "completions"))
    if raw.get("prompt") is None:
        raise Refused("prompt", "is missing")
    shape.prompt = prompt_of(raw["prompt"], "prompt", most_messages, shape)
    return shape


def without(raw: dict[str, Any], *taken: str) -> dict[str, Any]:
    return {key: value for key, value in raw.items() if key not in taken}


def prompt_of(value: Any, name: str, most: int, shape: Shape) -> list[dict[str, Any]]:
    """A prompt given as text or as messages, of which the last is not an assistant's."""
    if type(value) is str:
        prompt = [{"role": "user", "content": check_text(value, name)}]
    else:
        prompt = messages_of(value, name, most, shape)
    return check_prompt(prompt, name)


def check_prompt(prompt: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    if not any(message["content"].strip() for message in prompt):
        raise Refused(name, "is empty")
    if prompt[-1]["role"] == "assistant":
        raise Refused(f"{name}.{len(prompt) - 1}.role", "the last message of a prompt cannot be the assistant's")
    return prompt


def messages_of(value: Any, name: str, most: int, shape: Shape) -> list[dict[str, Any]]:
    """A list of messages; keys other than role and content go to the row's metadata."""
    if type(value) is not list:
        raise Refused(name, f"must be text or a list of messages, not {name_of(value)}")
    if not value:
        raise Refused(name, "is empty")
    if len(value) > most:
        raise Refused(name, f"has more than {most} messages")
    messages = []
    for index, message in enumerate(value):
        messages.append(message_of(message, f"{name}.{index}"))
        if extra := without(message, "role", "content"):
            check_tree(extra, f"{name}.{index}", 3)
            shape.metadata.setdefault(f"{name}_keys", {})[str(index)] = extra
            shape.unknown += [key for key in (f"{name}.{key}" for key in extra) if key not in shape.unknown]
    return messages


def message_of(message: Any, name: str) -> dict[str, Any]:
    if type(message) is not dict:
        raise Refused(name, f"must be an object with role and content, not {name_of(message)}")
    role, content = message.get("role"), message.get("content")
    if role is None or content is None:
        raise Refused(f"{name}.{'role' if role is None else 'content'}", "is missing")
    if type(role) is not str or role not in ROLES:
        raise Refused(f"{name}.role", f"must be one of {', '.join(ROLES)}")
    return {"role": role, "content": check_text(content, f"{name}.content")}


def conversation(raw: dict[str, Any], most: int) -> Shape:
    """A row with `messages`: the last assistant turn is the completion; without one it is a prompt only."""
    shape = Shape([], None, without(raw, "messages", "prompt", "completions", "chosen", "rejected"))
    shape.layout = "conversation"
    prompt, answer = split_off_answer(raw["messages"], "messages", most, shape)
    shape.prompt = check_prompt(prompt, "messages") if prompt else prompt
    if not prompt:
        raise Refused("messages", "holds an answer but no prompt")
    _check_given_prompt(raw.get("prompt"), shape, most)
    shape.completions = [answer] if answer else None
    return shape


def split_off_answer(
    value: Any, name: str, most: int, shape: Shape
) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
    """Messages before the last assistant turn, and that turn as a completion (None when there is none)."""
    if type(value) is not list or not value or type(value[-1]) is not dict or value[-1].get("role") != "assistant":
        return messages_of(value, name, most, shape), None
    last = f"{name}.{len(value) - 1}"
    answer: dict[str, Any] = {"text": message_of(value[-1], last)["content"]}
    for key, inner in without(value[-1], "role", "content").items():
        if key in REASONING_KEYS and type(inner) is str and "reasoning" not in answer:
            answer["reasoning"] = inner
        elif inner is not None:
            answer.setdefault("metadata", {})[key] = inner
            if (path := f"{name}.{key}") not in shape.unknown:
                shape.unknown.append(path)
    prompt = messages_of(value[:-1], name, most, shape) if len(value) > 1 else []
    return prompt, answer


def _check_given_prompt(given: Any, shape: Shape, most: int) -> None:
    """A prompt beside a whole conversation must be the same prompt, or one of its user turns."""
    if given is None:
        return
    if type(given) is str:
        is_same = any(message["role"] == "user" and message["content"] == given for message in shape.prompt)
    else:
        is_same = messages_of(given, "prompt", most, Shape([], None, {})) == shape.prompt
    if not is_same:
        raise Refused("prompt", "differs from the conversation beside it")


def pair(raw: dict[str, Any], most: int) -> Shape:
    """A row with `chosen` and `rejected`: two texts, two turns or two whole conversations."""
    for key in ("chosen", "rejected"):
        if raw.get(key) is None:
            raise Refused(key, "is missing")
    shape = Shape([], None, without(raw, "prompt", "completions", "chosen", "rejected"), dict(PREFERENCE))
    shape.layout = "pair"
    chosen, rejected = raw["chosen"], raw["rejected"]
    if type(chosen) is not type(rejected):
        raise Refused("rejected", f"is {name_of(rejected)} where chosen is {name_of(chosen)}")
    if type(chosen) is str and raw.get("prompt") is None and (conversations := transcripts.read(chosen, rejected)):
        shape.is_transcript = True
        chosen, rejected = conversations
    if type(chosen) is str:
        answers: list[Any] = [{"text": chosen}, {"text": rejected}]
        prompt: list[dict[str, Any]] = []
    else:
        prompt, answers = _turns(chosen, rejected, most, shape)
    if prompt:
        shape.prompt = check_prompt(prompt, "chosen")
        _check_given_prompt(raw.get("prompt"), shape, most)
    elif raw.get("prompt") is None:
        raise Refused("prompt", "is missing")
    else:
        shape.prompt = prompt_of(raw["prompt"], "prompt", most, shape)
    shape.completions = answers
    return shape


def _turns(chosen: Any, rejected: Any, most: int, shape: Shape) -> tuple[list[dict[str, Any]], list[Any]]:
    prompts, answers = [], []
    for key, value in (("chosen", chosen), ("rejected", rejected)):
        prompt, answer = split_off_answer(value, key, most, shape)
        if answer is None:
            raise Refused(key, "must end with an assistant's message")
        prompts.append(prompt)
        answers.append(answer)
    if prompts[0] != prompts[1]:
        raise Refused("rejected", "differs from chosen before the last turn")
    return prompts[0], answers
