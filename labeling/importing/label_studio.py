"""Tasks of Label Studio: its JSON export of the ranker and pairwise templates, and its flat JSON-MIN.

What people said there is kept as metadata (`label_studio`), never shown and never taken for a judgment of ours.
"""

import re
from typing import Any

from labeling.importing.layouts import Shape, prompt_of, without
from labeling.importing.problems import Refused
from labeling.importing.values import check_integer, check_text, check_tree, name_of

ANSWER = re.compile(r"answer([1-9])\Z")
ITEM_KEYS = ("id", "body", "model")
# What JSON-MIN writes of an annotation.
ANNOTATION_KEYS = ("annotator", "annotation_id", "lead_time")


def is_task(raw: dict[str, Any]) -> bool:
    """A task with its data, as the JSON export has it."""
    return type(raw.get("data")) is dict and all(raw.get(key) is None for key in ("prompt", "messages"))


def is_flat(raw: dict[str, Any]) -> bool:
    """The data of a task in the row itself, as JSON-MIN has it."""
    has_items = type(raw.get("items")) is list
    return raw.get("prompt") is not None and (has_items or ("answer1" in raw and "answer2" in raw))


def take_apart_task(raw: dict[str, Any], most_messages: int) -> Shape:
    shape = _shape_of(raw["data"], "data.", most_messages)
    said = without(raw, "id", "data")
    shape.carried = _count_annotations(raw.get("annotations"))
    return _with_rest(shape, raw, said)


def take_apart_flat(raw: dict[str, Any], most_messages: int) -> Shape:
    shape = _shape_of(without(raw, "id", *ANNOTATION_KEYS), "", most_messages)
    shape.carried = int(any(raw.get(key) is not None for key in ANNOTATION_KEYS))
    return _with_rest(shape, raw, {key: raw[key] for key in ANNOTATION_KEYS if key in raw})


def _shape_of(data: dict[str, Any], place: str, most_messages: int) -> Shape:
    shape = Shape([], None, {}, layout="label_studio")
    if data.get("prompt") is None:
        raise Refused(f"{place}prompt", "is missing: name the text that was answered prompt")
    shape.prompt = prompt_of(data["prompt"], f"{place}prompt", most_messages, shape)
    answers = [key for key in data if ANSWER.match(key) and data[key] is not None]
    if data.get("items") is not None:
        shape.completions = _items(data["items"], f"{place}items", shape)
    elif answers:
        shape.completions = [{"text": check_text(data[key], place + key)} for key in sorted(answers)]
    if rest := without(data, "prompt", "items", *answers):
        check_tree(rest, place.rstrip(".") or "row", 3)
        shape.metadata["label_studio"] = {"data": rest}
        shape.unknown += [place + key for key in rest]
    return shape


def _items(items: Any, name: str, shape: Shape) -> list[dict[str, Any]]:
    """The items of a list: `body` is what was ranked."""
    if type(items) is not list:
        raise Refused(name, f"must be a list, not {name_of(items)}")
    completions = []
    for index, item in enumerate(items):
        here = f"{name}.{index}"
        if type(item) is not dict:
            raise Refused(here, f"must be an object with id and body, not {name_of(item)}")
        if item.get("body") is None:
            raise Refused(f"{here}.body", "is missing: it is the text that is ranked")
        completion: dict[str, Any] = {"text": check_text(item["body"], f"{here}.body")}
        if item.get("id") is not None:
            completion["id"] = str(item["id"]) if type(item["id"]) is int else check_text(item["id"], f"{here}.id", 500)
        if item.get("model") is not None:
            completion["model"] = check_text(item["model"], f"{here}.model", 200)
        if rest := without(item, *ITEM_KEYS):
            check_tree(rest, here, 5)
            completion["metadata"] = rest
            shape.unknown += [key for key in (f"{name}.{key}" for key in rest) if key not in shape.unknown]
        completions.append(completion)
    return completions


def _count_annotations(annotations: Any) -> int:
    """How many people's answers there are; those that were cancelled there say nothing."""
    if type(annotations) is not list:
        return 0
    return sum(
        type(one) is dict and bool(one.get("result")) and one.get("was_cancelled") is not True for one in annotations
    )


def _with_rest(shape: Shape, raw: dict[str, Any], said: dict[str, Any]) -> Shape:
    if raw.get("id") is not None:
        # Label Studio numbers its tasks; a number alone would meet other files' ids.
        given = raw["id"]
        shape.rest["id"] = (
            f"label-studio-{check_integer(given, 'id', 0, 2**63 - 1)}"
            if type(given) is int
            else check_text(given, "id")
        )
    if said := {key: value for key, value in said.items() if value not in (None, [], {})}:
        check_tree(said, "annotations", 3)
        shape.metadata.setdefault("label_studio", {}).update(said)
    return shape
