"""Writing the rows of one split of one config: Parquet or JSON Lines, in shards, with flat memory.

The bytes follow from the rows alone (and the version of pyarrow): where a shard or a row group ends depends
on rows, never on time or memory. The content hash is taken of the rows, before any file format.
"""

import hashlib
from abc import abstractmethod
from collections import deque
from collections.abc import Iterator
from functools import cached_property, partial
from pathlib import Path
from typing import IO, Any, NamedTuple

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from exports.writing.arrays import arrow_array, arrow_type
from exports.writing.batch import Batch
from exports.writing.batch_columns import Columns, schema_of
from exports.writing.batch_lines import Lines
from exports.writing.behind import Behind
from exports.writing.columns import Column
from exports.writing.shared_rows import Block, Plan

SHARD_ROWS = 100_000
SHARD_BYTES = 512 * 1024**2
# A row group: readers want them large, 15 of them open at once want them small.
GROUP_ROWS = 2_000
GROUP_BYTES = 2 * 1024**2
# Lines are hashed (and written, where the file is made of them) long before their row group is full.
TEXT_BYTES = 256 * 1024
PART = ".part"
# So many bytes of lines may wait to be written.
MOST_TEXT_BYTES = 16 * 1024**2


class Shard(NamedTuple):
    path: Path
    rows: int
    # Empty: not known yet.
    sha256: str


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
        # Of the lines, once it is closed.
        self.bytes = 0
        # Rows of each shard, the last one still open.
        self.shards: list[int] = []
        self.digest = hashlib.sha256()
        self._shard_bytes = 0
        self._behind = behind
        # What was not yet handed to the thread that writes: rows that share parts, or whole ones.
        self._plan: Plan | None = None
        self._blocks: list[Block] = []
        self._rows: list[tuple[Any, ...]] = []
        self._lines: list[bytes] = []
        self._text_bytes = 0
        self._batch_rows = 0
        self._batch_bytes = 0

    def write(self, row: dict[str, Any]) -> None:
        self._keep(row)
        line = orjson.dumps(row, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)
        self._lines.append(line)
        self._text_bytes += len(line)
        self._count(len(line))

    def write_shared(self, plan: Plan, block: Block) -> None:
        """Rows by their parts. A split has rows of one make only."""
        self._plan = plan
        self._blocks.append(block)
        self._count(block.size, block.rows)

    def _count(self, size: int, rows: int = 1) -> None:
        """size: bytes of their texts, near enough to tell how much waits."""
        if not self.shards:
            self._begin()
        self.rows += rows
        self.shards[-1] += rows
        self._shard_bytes += size
        self._batch_rows += rows
        self._batch_bytes += size
        if self._text_bytes >= TEXT_BYTES:
            self._hand_over_text()
        if self._batch_rows >= GROUP_ROWS or self._batch_bytes >= GROUP_BYTES:
            self._hand_over()

    def end_group(self) -> None:
        """Rows that belong together are behind us: a full shard ends here."""
        if self.shards and (self.shards[-1] >= SHARD_ROWS or self._shard_bytes >= SHARD_BYTES):
            self._end()
            self._begin()

    def close(self) -> list[Shard]:
        """End the last shard; return all, under their final names. The digest is complete now."""
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
            made.append(Shard(path, rows, self._sum_of(number)))
        return made

    def _sum_of(self, number: int) -> str:
        """The file's SHA-256, where it was taken while it was written."""
        return ""

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
            self._behind.do(partial(b"".join, self._lines), partial(self._put_text, self._file))
            self._lines, self._text_bytes = [], 0

    def _hand_over(self) -> None:
        self._hand_over_text()
        if self._blocks:
            self._behind.do(partial(self._batch_of, self._blocks), partial(self._put_batch, self._file))
        if self._rows:
            self._behind.do(partial(self._table_of, self._rows), partial(self._write_table, self._file))
        self._blocks, self._rows, self._batch_rows, self._batch_bytes = [], [], 0, 0

    def _end(self) -> None:
        self._hand_over()
        self._behind.close(self._file)

    def _keep(self, row: dict[str, Any]) -> None:
        """Keep what `_table_of` needs of the row."""

    def _put_text(self, file: Any, text: "bytes | memoryview[int]") -> None:
        self.digest.update(text)
        self.bytes += len(text)
        self._write_text(file, text)

    def _batch_of(self, blocks: list[Block]) -> tuple[Iterator["memoryview[int]"], Any]:
        """Rows that share parts as lines, and as a table where the file is made of one."""
        assert self._plan
        batch = Batch(self._plan, self.columns, blocks)
        lines = Lines(batch)
        # Long prompts of many pairs make many times their size in lines: these are made where they are written.
        texts = lines.texts() if lines.bytes > MOST_TEXT_BYTES else drained(deque(lines.texts()))
        return texts, self._table_of_batch(batch)

    def _put_batch(self, file: Any, batch: tuple[Iterator["memoryview[int]"], Any]) -> None:
        texts, table = batch
        for text in texts:
            self._put_text(file, text)
        self._write_table(file, table)

    @abstractmethod
    def _open(self, path: Path) -> None:
        """Begin a file and keep it as `_file`."""

    def _write_text(self, file: Any, text: "bytes | memoryview[int]") -> None:
        """For files that are made of lines."""

    def _table_of(self, rows: list[tuple[Any, ...]]) -> Any:
        """For files that are made of rows: what `_write_table` writes of them."""

    def _table_of_batch(self, batch: Batch) -> Any:
        """The same of rows that share parts."""

    def _write_table(self, file: Any, table: Any) -> None:
        """For files that are made of rows."""


class JsonLines(Split):
    """The lines themselves: a file's sum is taken of them on their way, as reading it again would take a while."""

    suffix = ".jsonl"

    def _open(self, path: Path) -> None:
        self._file = path.open("wb")
        self._sums[self._file] = hashlib.sha256()

    @cached_property
    def _sums(self) -> "dict[IO[bytes], hashlib._Hash]":
        """Of each shard, in their order: the next is open before the last line of one is written."""
        return {}

    def _sum_of(self, number: int) -> str:
        return list(self._sums.values())[number].hexdigest()

    def _write_text(self, file: IO[bytes], text: "bytes | memoryview[int]") -> None:
        file.write(text)
        self._sums[file].update(text)


class Parquet(Split):
    suffix = ".parquet"

    def _open(self, path: Path) -> None:
        self._file = pq.ParquetWriter(
            path,
            self._schema,
            version="2.6",
            compression="zstd",
            compression_level=3,
            # Where rows share their texts, all texts; else those that are short and repeated: long ones would only
            # fill the dictionary.
            use_dictionary=True if self._plan else [column.name for column in self.columns if column.type == "string"],
            dictionary_pagesize_limit=SHARD_BYTES if self._plan else None,
            write_statistics=False,
            store_schema=False,
        )

    @cached_property
    def _schema(self) -> pa.Schema:
        if self._plan:
            return schema_of(self.columns, self._plan.joined)
        return pa.schema([pa.field(column.name, arrow_type(column.type)) for column in self.columns])

    def _keep(self, row: dict[str, Any]) -> None:
        # A tuple is a quarter of the dict, and the columns of many are one zip.
        self._rows.append(tuple([row[column.name] for column in self.columns]))

    def _table_of(self, rows: list[tuple[Any, ...]]) -> pa.Table:
        values = zip(*rows, strict=True)
        arrays = [arrow_array(of_all, column.type) for column, of_all in zip(self.columns, values, strict=True)]
        return pa.Table.from_arrays(arrays, schema=self._schema)

    def _table_of_batch(self, batch: Batch) -> pa.Table:
        return Columns(batch).table(self._schema)

    def _write_table(self, file: pq.ParquetWriter, table: pa.Table) -> None:
        file.write_table(table)


def drained(texts: "deque[memoryview[int]]") -> Iterator["memoryview[int]"]:
    """Each is let go of when it is written: compressing the table needs room."""
    while texts:
        yield texts.popleft()
