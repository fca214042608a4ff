"""Python's values as Arrow's columns."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import pyarrow as pa

from exports.reading.judgments import Messages
from exports.writing.columns import MESSAGES, Type

# Its own pools keep for later what a worker had better give back.
pa.set_memory_pool(pa.system_memory_pool())


def arrow_array(values: Sequence[Any], type_: Type) -> pa.Array:
    return messages_array(values) if type_ is MESSAGES else pa.array(values, arrow_type(type_))


def messages_array(values: Sequence[Messages]) -> pa.Array:
    """Messages are laid out by hand: several times faster than pyarrow's walk over dicts."""
    ends = [0, *accumulate(map(len, values))]
    roles = pa.array([message["role"] for messages in values for message in messages], pa.string())
    contents = pa.array([message["content"] for messages in values for message in messages], pa.string())
    structs = pa.StructArray.from_arrays([roles, contents], fields=list(arrow_type(MESSAGES[0])))
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), structs)


def single_messages_array(texts: Sequence[str]) -> pa.Array:
    """The same for answers of one message each."""
    roles = pa.repeat(pa.scalar("assistant"), len(texts))
    structs = pa.StructArray.from_arrays([roles, pa.array(texts, pa.string())], fields=list(arrow_type(MESSAGES[0])))
    return pa.ListArray.from_arrays(pa.array(range(len(texts) + 1), pa.int32()), structs)


def arrow_type(type_: Type) -> pa.DataType:
    if isinstance(type_, str):
        return {"string": pa.string(), "int64": pa.int64(), "float64": pa.float64(), "bool": pa.bool_()}[type_]
    if isinstance(type_, list):
        return pa.list_(arrow_type(type_[0]))
    return pa.struct([pa.field(name, arrow_type(inner)) for name, inner in type_.items()])
