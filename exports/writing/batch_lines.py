"""A batch as lines of canonical JSON: the bytes of orjson.dumps(row, option=OPT_SORT_KEYS | OPT_APPEND_NEWLINE).

What a line has of one part is put together once for each part.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from exports.writing.batch import Batch, dashed, take_together
from exports.writing.columns import MESSAGES
from exports.writing.shared_rows import BEFORE_TEXT, BEHIND_TEXT, are_single, as_written

BINARY = pa.binary()
# What JSON escapes in a text (RFC 8259, 7).
ESCAPED = r'["\\\x00-\x1f]'
# Lines are made, hashed and written so many bytes at a time, near enough.
TEXT_BYTES = 1024**2


class Lines:
    """Made by whoever has the batch; `texts` is few large steps of pyarrow, without the interpreter's lock."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._jsons: dict[tuple[int, int], pa.Array | str] = {}
        # What a line is made of, in its order: a text, a kind (its next array of those below), columns to be joined.
        self._line: list[str | int | Sequence[str]] = []
        self._of_kinds: list[list[pa.Array]] = [[] for _ in batch.plan.kinds]
        runs = batch.plan.runs
        for number, names in enumerate(runs):
            self._add(names, "," if number else "{", "}\n" if number == len(runs) - 1 else "")
        of_parts = chain.from_iterable(self._of_kinds)
        self._mean_bytes: int = 1 + sum([array.nbytes // len(array) for array in of_parts])

    @property
    def bytes(self) -> int:
        """Of all lines, near enough."""
        return self._batch.rows * self._mean_bytes

    def texts(self) -> "Iterator[memoryview[int]]":
        """All lines, some at a time."""
        rows = max(1, TEXT_BYTES // self._mean_bytes)
        for start in range(0, self._batch.rows, rows):
            yield self._text([places.slice(start, rows) for places in self._batch.places])

    def _text(self, places: Sequence[pa.Array]) -> "memoryview[int]":
        runs = [iter(take_together(arrays, places[kind])) for kind, arrays in enumerate(self._of_kinds)]
        pieces: list[Any] = []
        for one in self._line:
            if isinstance(one, str):
                pieces.append(one)
            elif isinstance(one, int):
                pieces.append(next(runs[one]))
            else:
                taken = [self._batch.array(name).take(places[self._batch.kind_of(name)]) for name in one]
                pieces.append(dashed(taken).cast(BINARY))
        lines: Any = joined(pieces)
        _, ends, text = lines.buffers()
        return memoryview(text)[: memoryview(ends).cast("i")[len(lines)]]

    def _add(self, names: Sequence[str], before: str, behind: str) -> None:
        """Columns side by side, as they stand in the lines."""
        if of := self._batch.plan.joined.get(names[0]):
            self._line += [f'{before}"{names[0]}":"', of, f'"{behind}']
            return
        named = chain.from_iterable((f',"{name}":', self._json(name)) for name in names)
        next(named)
        run = joined([f'{before}"{names[0]}":', *named, behind])
        if isinstance(run, str):
            self._line.append(run)
        else:
            kind = self._batch.kind_of(names[0])
            self._line.append(kind)
            self._of_kinds[kind].append(run)

    def _json(self, name: str) -> "pa.Array | str":
        """Of each part once, as JSON; one text where all have the same value."""
        key = self._batch.key_of(name)
        if key not in self._jsons:
            self._jsons[key] = self._made_json(name)
        return self._jsons[key]

    def _made_json(self, name: str) -> "pa.Array | str":
        type_, values = self._batch.types[name], self._batch.values(name)
        if self._batch.is_constant(name):
            return orjson.dumps(values[0]).decode()
        if type_ is MESSAGES:
            if are_single(values):
                return joined(
                    [BEFORE_TEXT.decode(), pa.array([spelled for _, spelled in values], BINARY), BEHIND_TEXT.decode()]
                )
            return pa.array([as_written(one).json for one in values], BINARY)
        if type_ in ("int64", "bool"):
            return self._batch.array(name).cast(pa.string()).cast(BINARY)
        if type_ == "string" and not needs_escapes(self._batch.array(name)):
            return joined(['"', self._batch.array(name).cast(BINARY), '"'])
        return pa.array([orjson.dumps(value) for value in values], BINARY)


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
