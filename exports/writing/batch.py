"""Rows of several blocks, by columns: each part's values are made to arrays once, however many rows take it."""

from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from exports.writing.arrays import arrow_array, messages_array, single_messages_array
from exports.writing.columns import MESSAGES, Column, Type
from exports.writing.shared_rows import Block, Plan, Pool, are_single, as_written

# Types whose equal values are the same.
PLAIN = ("string", "int64", "bool")


class Batch:
    """`exports.writing.batch_lines` and `exports.writing.batch_columns` make of it what a file needs."""

    def __init__(self, plan: Plan, columns: Iterable[Column], blocks: Sequence[Block]) -> None:
        self.plan = plan
        self.types: dict[str, Type] = {column.name: column.type for column in columns}
        # Of each kind, which part of its pool each row takes.
        self.places: list[pa.Array] = [None] * len(plan.kinds)
        # Of each pool the values of its parts, by their place in a part.
        self._values: list[list[list[Any]]] = []
        for pool in range(max(plan.pools) + 1):
            self._number(pool, blocks)
        # By pool and place: kinds that share a pool have the same values under other names.
        self._arrays: dict[tuple[int, int], pa.Array] = {}
        self._constant: dict[tuple[int, int], bool] = {}

    def _number(self, pool: int, blocks: Sequence[Block]) -> None:
        """Number the parts that the blocks have of a pool; what several blocks have in common stands there once."""
        runs: list[tuple[Pool, int, int]] = []
        begins: dict[tuple[int, int], int] = {}
        starts: list[int] = []
        length = 0
        for block in blocks:
            own, (begin, end) = block.pools[pool], block.spans[pool]
            start = begins.setdefault((id(own), begin), length)
            starts.append(start)
            if start == length:
                length += end - begin
                if runs and runs[-1][0] is own and runs[-1][2] == begin:
                    begin = runs.pop()[1]
                runs.append((own, begin, end))
        self._values.append([
            [value for of, begin, end in runs for value in of[place][begin:end]] for place in range(len(runs[0][0]))
        ])  # fmt: skip
        for kind, of in enumerate(self.plan.pools):
            if of == pool:
                taken = [
                    start + place for start, block in zip(starts, blocks, strict=True) for place in block.places[kind]
                ]
                self.places[kind] = pa.array(taken, pa.int32())

    @property
    def rows(self) -> int:
        return len(self.places[0])

    def kind_of(self, name: str) -> int:
        return self.plan.place_of[name][0]

    def key_of(self, name: str) -> tuple[int, int]:
        """The same for names under which the same values stand."""
        kind, place = self.plan.place_of[name]
        return self.plan.pools[kind], place

    def values(self, name: str) -> Sequence[Any]:
        """Of each part once."""
        pool, place = self.key_of(name)
        return self._values[pool][place]

    def is_constant(self, name: str) -> bool:
        """Whether all parts have the same value; never said of floats, where 0.0 equals -0.0."""
        key = self.key_of(name)
        if key not in self._constant:
            values = self.values(name)
            self._constant[key] = self.types[name] in PLAIN and values.count(values[0]) == len(values)
        return self._constant[key]

    def array(self, name: str) -> pa.Array:
        """Of each part once, as Arrow has it."""
        key = self.key_of(name)
        if key not in self._arrays:
            values, type_ = self.values(name), self.types[name]
            if type_ is not MESSAGES:
                self._arrays[key] = arrow_array(values, type_)
            elif are_single(values):
                self._arrays[key] = single_messages_array([text for text, _ in values])
            else:
                self._arrays[key] = messages_array([as_written(one).messages for one in values])
        return self._arrays[key]


def take_together(arrays: Sequence[pa.Array], places: pa.Array) -> list[pa.Array]:
    """Each array's values at these places: one step of pyarrow for all of them, without the interpreter's lock."""
    if not arrays:
        return []
    table = pa.RecordBatch.from_arrays(list(arrays), [str(number) for number in range(len(arrays))])
    return list(table.take(places).columns)


def dashed(arrays: Sequence[pa.Array]) -> pa.Array:
    return pc.binary_join_element_wise(*arrays, "-")
