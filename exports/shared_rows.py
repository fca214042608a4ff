"""Rows put together from parts that many of them share: a prompt stands in every pair of its answers, and so on.

Rows come in blocks: parts, and which of them each row takes. Many blocks become columns and lines at once: each part's
values are made to arrays once, and pyarrow repeats them as often as they stand in a row, in few large steps and
without the interpreter's lock. The bytes are those of rows written out whole.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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


class Block(NamedTuple):
    """Rows that belong together.

    pools: the parts of each pool of the plan; places: for each kind, which part of its pool each row takes.
    """

    pools: tuple[Sequence[Part], ...]
    places: tuple[Sequence[int], ...]

    @property
    def rows(self) -> int:
        return len(self.places[0])


class Plan:
    """How rows are made of parts.

    kinds: the columns that each kind of part has; a place without a name is no column of this kind.
    pools: from which pool each kind takes its parts; by default each has its own.
    joined: {column: those whose texts stand in it, with dashes between}; of names that JSON leaves as they are.
    """

    def __init__(
        self,
        *kinds: Sequence[str],
        pools: Sequence[int] = (),
        joined: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.kinds = [tuple(names) for names in kinds]
        self.pools = tuple(pools or range(len(kinds)))
        self.joined = dict(joined or {})
        self.place_of = {
            name: (kind, place) for kind, names in enumerate(self.kinds) for place, name in enumerate(names) if name
        }
        whole = sorted([*self.place_of, *self.joined])
        # What stands side by side in a line and comes from one part; a joined column stands alone.
        self.runs = [tuple(names) for _, names in groupby(whole, key=lambda name: self.place_of.get(name, (name,))[0])]

    def values(self, block: Block) -> Iterator[dict[str, Any]]:
        """The rows written out whole."""
        pools = [block.pools[pool] for pool in self.pools]
        for places in zip(*block.places, strict=True):
            parts = [pool[place].values for pool, place in zip(pools, places, strict=True)]
            given = {name: parts[kind][place] for name, (kind, place) in self.place_of.items()}
            row: dict[str, Any] = {
                name: value.messages if isinstance(value, Written) else value for name, value in given.items()
            }
            yield row | {name: "-".join([row[one] for one in of]) for name, of in self.joined.items()}

    def size(self, block: Block) -> int:
        """Bytes of the texts in the rows."""
        sizes = [[part.size for part in pool] for pool in block.pools]
        of_kinds = [sizes[pool] for pool in self.pools]
        return sum([of[place] for of, places in zip(of_kinds, block.places, strict=True) for place in places])


@runtime_checkable
class SharesParts(Protocol):
    """A config whose rows are made of parts."""

    plan: Plan

    def shared(self, material: Any, drops: Any) -> list[Block]:
        """A prompt's rows."""
        ...


class Batch:
    """Rows of several blocks, by columns.

    What is done once for each part is done when it is made; `columns` and `text` are few steps over all rows.
    """

    def __init__(self, plan: Plan, columns: Iterable[Column], blocks: Sequence[Block]) -> None:
        self._plan = plan
        self._types: dict[str, Type] = {column.name: column.type for column in columns}
        # Of each pool the values of its parts, by their place in a part; of each kind the parts that its rows take.
        self._values: list[list[tuple[Any, ...]]] = []
        self._places: list[pa.Array] = [None] * len(plan.kinds)
        for pool in range(max(plan.pools) + 1):
            self._number(pool, blocks)
        # By pool and place: kinds that share a pool have the same values under other names.
        self._arrays: dict[tuple[int, int], pa.Array] = {}
        for name in plan.place_of:
            self._array(name)
        # What a line is made of, in its order: a text, a kind (its next array of those below), columns to be joined.
        self._line: list[str | int | Sequence[str]] = []
        self._of_kinds: list[list[pa.Array]] = [[] for _ in plan.kinds]
        for number, names in enumerate(plan.runs):
            self._plan_run(names, "," if number else "{", "}\n" if number == len(plan.runs) - 1 else "")

    def _number(self, pool: int, blocks: Sequence[Block]) -> None:
        """Number the pool's parts; what several blocks have in common stands there once."""
        parts: list[Part] = []
        begins: dict[int, int] = {}
        for block in blocks:
            own = block.pools[pool]
            if begins.setdefault(id(own), len(parts)) == len(parts):
                parts += own
        starts = [begins[id(block.pools[pool])] for block in blocks]
        self._values.append(list(zip(*[part.values for part in parts], strict=True)))
        for kind, of in enumerate(self._plan.pools):
            if of == pool:
                taken = [
                    start + place for start, block in zip(starts, blocks, strict=True) for place in block.places[kind]
                ]
                self._places[kind] = pa.array(taken, pa.int32())

    def _plan_run(self, names: Sequence[str], before: str, behind: str) -> None:
        """Columns side by side, as they stand in the lines."""
        if of := self._plan.joined.get(names[0]):
            self._line += [f'{before}"{names[0]}":"', of, f'"{behind}']
            return
        named = chain.from_iterable((f',"{name}":', self._json(name)) for name in names)
        next(named)
        run = joined([f'{before}"{names[0]}":', *named, behind])
        if isinstance(run, str):
            self._line.append(run)
        else:
            kind, _ = self._plan.place_of[names[0]]
            self._line.append(kind)
            self._of_kinds[kind].append(run)

    def columns(self) -> dict[str, pa.Array]:
        """The columns, as Parquet takes them."""
        found: dict[str, pa.Array] = {}
        for kind, all_names in enumerate(self._plan.kinds):
            names = [name for name in all_names if name]
            found.update(zip(names, self._take(kind, [self._array(name) for name in names]), strict=True))
        return found | {name: dashed([found[one] for one in of]) for name, of in self._plan.joined.items()}

    def text(self) -> "memoryview[int]":
        """The rows as lines of canonical JSON: as orjson.dumps(row, option=OPT_SORT_KEYS | OPT_APPEND_NEWLINE)."""
        runs = [iter(self._take(kind, arrays)) for kind, arrays in enumerate(self._of_kinds)]
        pieces: list[Any] = []
        for one in self._line:
            if isinstance(one, str):
                pieces.append(one)
            elif isinstance(one, int):
                pieces.append(next(runs[one]))
            else:
                pieces.append(dashed([self._column(name) for name in one]).cast(BINARY))
        lines: Any = joined(pieces)
        return memoryview(lines.buffers()[2])[: pc.sum(pc.binary_length(lines)).as_py()]

    def _column(self, name: str) -> pa.Array:
        kind, _ = self._plan.place_of[name]
        return self._array(name).take(self._places[kind])

    def _take(self, kind: int, arrays: Sequence[pa.Array]) -> list[pa.Array]:
        """Arrays of parts, repeated as the rows take them: all at once."""
        table = pa.RecordBatch.from_arrays(list(arrays), [str(number) for number in range(len(arrays))])
        return list(table.take(self._places[kind]).columns) if arrays else []

    def _json(self, name: str) -> "pa.Array | str":
        """Of each part once, as JSON; one text where all have the same value."""
        type_, values = self._types[name], self._values_of(name)
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
        """Of each part once, as Parquet takes it."""
        kind, place = self._plan.place_of[name]
        key = (self._plan.pools[kind], place)
        if key not in self._arrays:
            values, type_ = self._values_of(name), self._types[name]
            if type_ is MESSAGES:
                values = [one.messages for one in values]
            self._arrays[key] = arrow_array(values, type_)
        return self._arrays[key]

    def _values_of(self, name: str) -> Sequence[Any]:
        kind, place = self._plan.place_of[name]
        return self._values[self._plan.pools[kind]][place]


def needs_escapes(texts: pa.Array) -> bool:
    """Whether JSON cannot hold some of the texts as they are."""
    return bool(pc.any(pc.match_substring_regex(texts, ESCAPED)).as_py())


def joined(pieces: Iterable[Any]) -> "pa.Array | str":
    """Arrays of bytes, and texts that are the same in all, one behind the other; a text where there is nothing else."""
    merged: list[Any] = []
    for piece in pieces:
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        elif not isinstance(piece, str) or piece:
            merged.append(piece)
    if isinstance(merged[0], str) and len(merged) == 1:
        return merged[0]
    made = [pa.scalar(piece.encode(), BINARY) if isinstance(piece, str) else piece for piece in merged]
    return pc.binary_join_element_wise(*made, pa.scalar(b"", BINARY))


def dashed(arrays: Sequence[pa.Array]) -> pa.Array:
    return pc.binary_join_element_wise(*arrays, "-")
