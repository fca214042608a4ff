"""Writing the rows of one split of one config: Parquet or JSON Lines, in shards, with flat memory.

The bytes follow from the rows alone (and the version of pyarrow): where a shard or a row group ends depends
on rows, never on time or memory. The content hash is taken of the rows, before any file format.
"""

import hashlib
from abc import abstractmethod
from itertools import accumulate
from pathlib import Path
from typing import IO, Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from exports.behind import Behind
from exports.columns import MESSAGES, Column, Type
from exports.shared_rows import Part, Plan

# Its own pools keep for later what a worker had better give back.
pa.set_memory_pool(pa.system_memory_pool())

SHARD_ROWS = 100_000
SHARD_BYTES = 512 * 1024**2
# A row group: readers want them large, 15 of them open at once want them small.
GROUP_ROWS = 2_500
GROUP_BYTES = 3 * 1024**2
# Lines are hashed (and written, where the file is made of them) long before their row group is full.
TEXT_BYTES = 256 * 1024
PART = ".part"


class Split:
    """The open split. `write` takes rows, `end_group` tells where a shard may end, `close` names the files."""

    suffix = ""
    # The open shard.
    _file: Any

    @staticmethod
    def as_read(columns: tuple[Column, ...]) -> tuple[Column, ...]:
        """The columns as a reader of this format finds them."""
        return columns

    def __init__(self, folder: Path, name: str, columns: tuple[Column, ...], behind: Behind) -> None:
        self.folder = folder
        self.name = name
        self.columns = columns
        self.rows = 0
        self.bytes = 0
        # Rows of each shard, the last one still open.
        self.shards: list[int] = []
        self.digest = hashlib.sha256()
        self._shard_bytes = 0
        self._behind = behind
        # What was not yet handed to the thread that writes.
        self._rows: list[tuple[Any, ...]] = []
        self._lines: list[bytes] = []
        self._text_bytes = 0
        self._batch_rows = 0
        self._batch_bytes = 0

    def write(self, row: dict[str, Any]) -> None:
        self._keep(row)
        self._take(orjson.dumps(row, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE))

    def write_shared(self, plan: Plan, rows: list[tuple[Part, ...]]) -> None:
        """Rows by their parts. A split has rows of one make only."""
        for parts in rows:
            self._keep_shared(plan, parts)
            self._take(plan.line(parts))

    def _take(self, line: bytes) -> None:
        if not self.shards:
            self._begin()
        self.rows += 1
        self.shards[-1] += 1
        self.bytes += len(line)
        self._shard_bytes += len(line)
        self._lines.append(line)
        self._batch_rows += 1
        self._batch_bytes += len(line)
        self._text_bytes += len(line)
        if self._text_bytes >= TEXT_BYTES:
            self._hand_over_text()
        if self._batch_rows >= GROUP_ROWS or self._batch_bytes >= GROUP_BYTES:
            self._hand_over()

    def end_group(self) -> None:
        """Rows that belong together are behind us: a full shard ends here."""
        if self.shards and (self.shards[-1] >= SHARD_ROWS or self._shard_bytes >= SHARD_BYTES):
            self._end()
            self._begin()

    def close(self) -> list[tuple[Path, int]]:
        """End the last shard; return (path, rows) of each, under their final names. The digest is complete now."""
        if not self.shards:
            return []
        self._end()
        self._behind.finish()
        if not self.shards[-1]:
            self._part().unlink()
            self.shards.pop()
        made = []
        for number, rows in enumerate(self.shards):
            path = self.folder / f"{self.name}-{number:05}-of-{len(self.shards):05}{self.suffix}"
            self._part(number).rename(path)
            made.append((path, rows))
        return made

    def _part(self, number: int = -1) -> Path:
        return self.folder / f"{self.name}-{number if number >= 0 else len(self.shards) - 1:05}{PART}"

    def _begin(self) -> None:
        self.folder.mkdir(exist_ok=True)
        self.shards.append(0)
        self._shard_bytes = 0
        self._open(self._part())
        self._behind.opened(self._file)

    def _hand_over_text(self) -> None:
        if self._lines:
            self._behind.do(self._put, self._file, self._lines)
            self._lines, self._text_bytes = [], 0

    def _hand_over(self) -> None:
        self._hand_over_text()
        if self._rows:
            self._behind.do(self._write_rows, self._file, self._rows)
        self._rows, self._batch_rows, self._batch_bytes = [], 0, 0

    def _end(self) -> None:
        self._hand_over()
        self._behind.close(self._file)

    def _keep(self, row: dict[str, Any]) -> None:
        """Keep what `_write_rows` needs of the row."""

    def _keep_shared(self, plan: Plan, parts: tuple[Part, ...]) -> None:
        self._keep(plan.values(parts))

    def _put(self, file: Any, lines: list[bytes]) -> None:
        """In the thread: hash lines, and write them where the file is made of lines."""
        text = b"".join(lines)
        self.digest.update(text)
        self._write_text(file, text)

    @abstractmethod
    def _open(self, path: Path) -> None:
        """Begin a file and keep it as `_file`."""

    def _write_text(self, file: Any, text: bytes) -> None:
        """In the thread: for files that are made of lines."""

    def _write_rows(self, file: Any, rows: list[tuple[Any, ...]]) -> None:
        """In the thread: for files that are made of rows."""


class JsonLines(Split):
    suffix = ".jsonl"

    def _open(self, path: Path) -> None:
        self._file = path.open("wb")

    def _keep_shared(self, plan: Plan, parts: tuple[Part, ...]) -> None:
        """The line is all."""

    def _write_text(self, file: IO[bytes], text: bytes) -> None:
        file.write(text)


class Parquet(Split):
    suffix = ".parquet"

    def __init__(self, folder: Path, name: str, columns: tuple[Column, ...], behind: Behind) -> None:
        super().__init__(folder, name, columns, behind)
        self.schema = pa.schema([pa.field(column.name, arrow_type(column.type)) for column in columns])
        self._names = [column.name for column in columns]
        # Of rows that share parts.
        self._plan: Plan | None = None

    def _open(self, path: Path) -> None:
        self._file = pq.ParquetWriter(
            path,
            self.schema,
            version="2.6",
            compression="zstd",
            compression_level=3,
            # Short and repeated; long texts would only fill the dictionary.
            use_dictionary=[column.name for column in self.columns if column.type == "string"],
            write_statistics=False,
            store_schema=False,
        )

    def _keep(self, row: dict[str, Any]) -> None:
        # A tuple is a quarter of the dict, and the columns of many are one zip.
        self._rows.append(tuple([row[name] for name in self._names]))

    def _keep_shared(self, plan: Plan, parts: tuple[Part, ...]) -> None:
        self._plan = plan
        self._rows.append(parts)

    def _write_rows(self, file: pq.ParquetWriter, rows: list[tuple[Any, ...]]) -> None:
        values = zip(*rows, strict=True)
        if self._plan:
            by_name = shared_arrays(self._plan, list(values), {column.name: column.type for column in self.columns})
            arrays = [by_name[name] for name in self._names]
        else:
            arrays = [
                arrow_array(list(of_all), column.type) for column, of_all in zip(self.columns, values, strict=True)
            ]
        file.write_table(pa.Table.from_arrays(arrays, schema=self.schema))


def shared_arrays(plan: Plan, parts: list[tuple[Part, ...]], types: dict[str, Type]) -> dict[str, pa.Array]:
    """The columns of rows that share parts: each part's values once, then taken as often as it stands in a row."""
    arrays = {}
    for names, of_rows in zip(plan.kinds, parts, strict=True):
        places: dict[int, int] = {}
        places_of_rows = [places.setdefault(id(part), len(places)) for part in of_rows]
        distinct: list[Part] = list({id(part): part for part in of_rows}.values())
        taken = pa.array(places_of_rows, pa.int32())
        for name in names:
            array = arrow_array([part.values[name] for part in distinct], types[name])
            arrays[name] = array if len(distinct) == len(of_rows) else array.take(taken)
    return arrays


def arrow_array(values: list[Any], type_: Type) -> pa.Array:
    """The column's values. Messages are laid out by hand: several times faster than pyarrow's walk over dicts."""
    if type_ is not MESSAGES:
        return pa.array(values, arrow_type(type_))
    ends = [0, *accumulate(map(len, values))]
    roles = pa.array([message["role"] for messages in values for message in messages], pa.string())
    contents = pa.array([message["content"] for messages in values for message in messages], pa.string())
    structs = pa.StructArray.from_arrays([roles, contents], fields=list(arrow_type(MESSAGES[0])))
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), structs)


def arrow_type(type_: Type) -> pa.DataType:
    if isinstance(type_, str):
        return {"string": pa.string(), "int64": pa.int64(), "float64": pa.float64(), "bool": pa.bool_()}[type_]
    if isinstance(type_, list):
        return pa.list_(arrow_type(type_[0]))
    return pa.struct([pa.field(name, arrow_type(inner)) for name, inner in type_.items()])
