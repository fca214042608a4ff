"""Which layout a row has, told by its keys alone. A new layout is a module and one line here."""

from typing import Any

from labeling.importing import argilla, label_studio, layouts
from labeling.importing.layouts import Shape
from labeling.importing.problems import Refused
from labeling.importing.values import name_of


def recognise(raw: Any, most_messages: int) -> Shape:
    """The row taken apart; raises Refused. A row with completions of its own is never anything else."""
    if type(raw) is not dict:
        raise Refused("", f"must be an object, not {name_of(raw)}")
    if raw.get("completions") is None:
        if raw.get("chosen") is not None or raw.get("rejected") is not None:
            return layouts.pair(raw, most_messages)
        if raw.get("messages") is not None:
            return layouts.conversation(raw, most_messages)
        if label_studio.is_task(raw):
            return label_studio.take_apart_task(raw, most_messages)
        if argilla.is_record(raw):
            return argilla.take_apart(raw, most_messages)
        if label_studio.is_flat(raw):
            return label_studio.take_apart_flat(raw, most_messages)
    return layouts.plain(raw, most_messages)
