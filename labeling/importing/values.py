"""Checks of single values: what cannot be carried exactly is refused, never bent into shape."""

import json
import math
from typing import Any

import orjson

from labeling.importing.problems import Refused

MOST_NESTING = 100
# Signed 64 bits: what PostgreSQL, Parquet and other people's JSON readers carry without loss.
SMALLEST, LARGEST = -(2**63), 2**63 - 1

JSON_NAMES = {
    dict: "an object",
    list: "a list",
    str: "text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    type(None): "null",
}


def name_of(value: object) -> str:
    return JSON_NAMES.get(type(value), f"a value of type {type(value).__name__}")


def unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise Refused(key[:200], "stands twice in one object")
            seen.add(key)
    return row


def refuse_constant(name: str) -> Any:
    raise Refused("", f"{name} is not JSON: it cannot be carried")


# The standard library's reader, not orjson: it keeps integers of any size for us to refuse, where orjson
# silently makes floats of them, and tells of keys that stand twice. 12 against 7 microseconds for a row of 4.5 kB.
DECODER = json.JSONDecoder(object_pairs_hook=unique_keys, parse_constant=refuse_constant)


def parse_json(text: str) -> Any:
    """Parse one JSON text; raises Refused."""
    try:
        return DECODER.decode(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno} column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        raise Refused("", f"is not valid JSON: {error.msg} at {where}") from error
    except RecursionError as error:
        raise Refused("", f"is nested deeper than {MOST_NESTING}") from error
    except ValueError as error:  # an integer of more digits than Python converts
        raise Refused("", "holds an integer beyond 64 bits") from error


def is_plain(text: str) -> bool:
    """Whether this is ASCII without NUL, in which nothing can be wrong. Costs next to nothing."""
    return text.isascii() and "\0" not in text


def check_text(value: Any, field: str, most: int | None = None) -> str:
    if type(value) is not str:
        raise Refused(field, f"must be text, not {name_of(value)}")
    if not is_plain(value):
        _check_characters(value, field)
    if most is not None and len(value) > most:
        raise Refused(field, f"is longer than {most} characters")
    return value


def _check_characters(value: str, field: str) -> None:
    if "\0" in value:
        raise Refused(field, f"contains NUL (U+0000) at character {value.index(chr(0)) + 1}")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        code = f"U+{ord(value[error.start]):04X}"
        raise Refused(field, f"contains a lone surrogate ({code}) at character {error.start + 1}") from error


def check_integer(value: Any, field: str, least: int, most: int) -> int:
    if type(value) is not int:
        raise Refused(field, f"must be a whole number, not {name_of(value)}")
    if not least <= value <= most:
        raise Refused(field, f"must lie between {least} and {most}")
    return value


def check_object(value: Any, field: str, depth: int) -> dict[str, Any]:
    if type(value) is not dict:
        raise Refused(field, f"must be an object, not {name_of(value)}")
    check_tree(value, field, depth)
    return value


def check_tree(value: Any, field: str, depth: int) -> None:
    """Refuse what JSON and PostgreSQL cannot carry, anywhere below; `depth` is that of `value` in its row."""
    kind = type(value)
    if kind is str:
        check_text(value, field)
    elif kind is int:
        if not SMALLEST <= value <= LARGEST:
            raise Refused(field, "is an integer beyond 64 bits")
    elif kind is float:
        if not math.isfinite(value):
            raise Refused(field, "is not a finite number")
        if abs(value) > LARGEST:  # PostgreSQL would give it back as an integer beyond 64 bits
            raise Refused(field, "is a number beyond 64 bits")
    elif kind is dict or kind is list:
        if depth > MOST_NESTING:
            raise Refused(field.split(".", 1)[0], f"is nested deeper than {MOST_NESTING}")
        for key, inner in value.items() if kind is dict else enumerate(value):
            if kind is dict:
                check_text(key, field)
            check_tree(inner, f"{field}.{key}", depth + 1)
    elif value is not None and kind is not bool:
        raise Refused(field, f"{name_of(value)} is not JSON")


def dumps(value: Any) -> bytes:
    """JSON in the one spelling that digests are made of."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
