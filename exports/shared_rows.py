"""Rows put together from parts that many of them share: a prompt stands in every pair of its answers, and so on.

A row is a handful of references. Only a whole batch becomes columns and lines: each part's values once, then taken as
often as they stand in a row, by pyarrow, without the interpreter's lock. The bytes are those of rows written out whole.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, groupby
from typing import Any, NamedTuple, Protocol, runtime_checkable

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from exports.arrays import arrow_array
from exports.columns import MESSAGES, Column, Type
from exports.judgments import Messages

BINARY = pa.binary()
# Values that are equal are written alike; of floats that is not so (0.0 and -0.0).
PLAIN = ("string", "int64", "bool")
# What JSON escapes in a text (RFC 8259, 7).
ESCAPED = r'["\\\x00-\x1f]'


class Written(NamedTuple):
    """Messages, and their canonical JSON."""

    messages: Messages
    json: bytes


def written(messages: Messages) -> Written:
    return Written(messages, orjson.dumps(messages, option=orjson.OPT_SORT_KEYS))


class Part(NamedTuple):
    """values: in the order of its kind's columns, messages as Written. size: bytes of the texts in it."""

    values: tuple[Any, ...]
    size: int = 0


Parts = tuple[Part, ...]


class Plan:
    """How rows are made of parts.

    kinds: the columns that each kind of part has; a place without a name is no column of this kind.
    same: {kind: the one whose very parts it takes, under other names}.
    joined: {column: those whose texts stand in it, with dashes between}; of names that JSON leaves as they are.
    """

    def __init__(
        self,
        *kinds: Sequence[str],
        same: Mapping[int, int] | None = None,
        joined: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.kinds = [tuple(names) for names in kinds]
        self.pools = [(same or {}).get(kind, kind) for kind in range(len(kinds))]
        self.joined = dict(joined or {})
        self.place_of = {
            name: (kind, place) for kind, names in enumerate(self.kinds) for place, name in enumerate(names) if name
        }
        whole = sorted([*self.place_of, *self.joined])
        # What stands side by side in a line and comes from one part; a joined column stands alone.
        self.runs = [tuple(names) for _, names in groupby(whole, key=lambda name: self.place_of.get(name, (name,))[0])]

    def values(self, parts: Parts) -> dict[str, Any]:
        """The row written out whole."""
        given = {name: parts[kind].values[place] for name, (kind, place) in self.place_of.items()}
        row: dict[str, Any] = {
            name: value.messages if isinstance(value, Written) else value for name, value in given.items()
        }
        return row | {name: "-".join([row[one] for one in of]) for name, of in self.joined.items()}


@runtime_checkable
class SharesParts(Protocol):
    """A config whose rows are made of parts."""

    plan: Plan

    def shared(self, material: Any, drops: Any) -> list[Parts]:
        """The parts of each of a prompt's rows."""
        ...


class Batch:
    """Rows by columns."""

    def __init__(self, plan: Plan, columns: Iterable[Column], rows: Sequence[Parts]) -> None:
        self._plan = plan
        self._types: dict[str, Type] = {column.name: column.type for column in columns}
        by_kind = list(zip(*rows, strict=True))
        # Of each pool, its values by place; and those of them that were made to arrays.
        self._distinct: dict[int, list[tuple[Any, ...]]] = {}
        self._arrays: dict[tuple[int, int], pa.Array] = {}
        self._places: list[pa.Array] = [None] * len(by_kind)
        for pool in dict.fromkeys(plan.pools):
            kinds = [kind for kind, of in enumerate(plan.pools) if of == pool]
            by_id = {id(part): part for part in chain.from_iterable(by_kind[kind] for kind in kinds)}
            number_of = dict(zip(by_id, range(len(by_id)), strict=True))
            self._distinct[pool] = list(zip(*[part.values for part in by_id.values()], strict=True))
            for kind in kinds:
                self._places[kind] = pa.array([number_of[id(part)] for part in by_kind[kind]], pa.int32())

    def column(self, name: str) -> pa.Array:
        """The column's values, as Parquet takes them."""
        if of := self._plan.joined.get(name):
            return dashed([self.column(one) for one in of])
        kind, _ = self._plan.place_of[name]
        return self._array(name).take(self._places[kind])

    def text(self) -> "memoryview[int]":
        """The rows as lines of canonical JSON: as orjson.dumps(row, option=OPT_SORT_KEYS | OPT_APPEND_NEWLINE)."""
        runs = [self._run(names) for names in self._plan.runs]
        lines: Any = joined(["{", runs[0], *chain.from_iterable((",", run) for run in runs[1:]), "}\n"])
        return memoryview(lines.buffers()[2])[: pc.sum(pc.binary_length(lines)).as_py()]

    def _run(self, names: Sequence[str]) -> "pa.Array | str":
        """Columns side by side, as they stand in the lines; one text where that is the same in all."""
        if of := self._plan.joined.get(names[0]):
            return joined([f'"{names[0]}":"', dashed([self.column(one) for one in of]).cast(BINARY), '"'])
        pieces = chain.from_iterable((f',"{name}":', self._json(name)) for name in names)
        kind, _ = self._plan.place_of[names[0]]
        first, *rest = pieces
        run = joined([first[1:], *rest])
        return run if isinstance(run, str) else run.take(self._places[kind])

    def _json(self, name: str) -> "pa.Array | str":
        """Of each distinct part once, as JSON; one text where all have the same value."""
        type_, values = self._types[name], self._values(name)
        if type_ in PLAIN and values.count(values[0]) == len(values):
            return orjson.dumps(values[0]).decode()
        if type_ is MESSAGES:
            return pa.array([one.json for one in values], BINARY)
        if type_ in ("int64", "bool"):
            return self._array(name).cast(pa.string()).cast(BINARY)
        if type_ == "string" and not needs_escapes(self._array(name)):
            return joined(['"', self._array(name).cast(BINARY), '"'])
        return pa.array([orjson.dumps(value) for value in values], BINARY)

    def _array(self, name: str) -> pa.Array:
        """Of each distinct part once, as Parquet takes it."""
        kind, place = self._plan.place_of[name]
        key = (self._plan.pools[kind], place)
        if key not in self._arrays:
            values, type_ = self._values(name), self._types[name]
            if type_ is MESSAGES:
                values = [one.messages for one in values]
            self._arrays[key] = arrow_array(values, type_)
        return self._arrays[key]

    def _values(self, name: str) -> Sequence[Any]:
        kind, place = self._plan.place_of[name]
        return self._distinct[self._plan.pools[kind]][place]


def needs_escapes(texts: pa.Array) -> bool:
    """Whether JSON cannot hold some of the texts as they are."""
    return bool(pc.any(pc.match_substring_regex(texts, ESCAPED)).as_py())


def joined(pieces: Iterable[Any]) -> "pa.Array | str":
    """Arrays of bytes, and texts that are the same in all, one behind the other; a text where there is nothing else."""
    merged: list[Any] = []
    for piece in pieces:
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        else:
            merged.append(piece)
    if isinstance(merged[0], str) and len(merged) == 1:
        return merged[0]
    made = [pa.scalar(piece.encode(), BINARY) if isinstance(piece, str) else piece for piece in merged]
    return pc.binary_join_element_wise(*made, pa.scalar(b"", BINARY))


def dashed(arrays: Sequence[pa.Array]) -> pa.Array:
    return pc.binary_join_element_wise(*arrays, "-")
