"""Parquet: one row of the table is one line. Null means: not given, since Arrow cannot tell the two apart."""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from labeling.importing.lines import Limits, Line
from labeling.importing.problems import BrokenFile, Refused
from labeling.importing.sources import Source
from labeling.importing.values import parse_json

# Few rows at a time: a row may hold megabytes.
BATCH = 256


def read_parquet(source: Source, limits: Limits) -> Iterator[Line]:
    number = 0
    try:
        table = pq.ParquetFile(source.path, pre_buffer=False, buffer_size=256 * 1024)
        _check_size(table, limits)
        for batch in table.iter_batches(batch_size=BATCH, use_threads=False):
            size = batch.nbytes
            for row in batch.to_pylist():
                number += 1
                yield _line(number, row, size, limits)
            source.file.seek(min(source.size, round(source.size * number / max(table.metadata.num_rows, 1))))
    except (pa.ArrowException, OSError, ValueError, UnicodeDecodeError) as error:
        raise BrokenFile(number + 1, f"The Parquet file cannot be read on: {error}") from error


def _check_size(table: pq.ParquetFile, limits: Limits) -> None:
    groups = (table.metadata.row_group(index) for index in range(table.metadata.num_row_groups))
    if sum(group.total_byte_size for group in groups) > limits.file_bytes:
        raise BrokenFile(1, f"The file is larger than {limits.file_bytes} bytes")


def _line(number: int, row: dict[str, Any], batch_size: int, limits: Limits) -> Line:
    if batch_size > limits.line_bytes and len(repr(row)) > limits.line_bytes:
        return Line(number, problem=("", f"is longer than {limits.line_bytes} bytes"))
    row = without_nulls(row)
    if type(text := row.get("metadata")) is str:  # as our own exports write it
        try:
            row["metadata"] = parse_json(text)
        except Refused as error:
            return Line(number, problem=("metadata", error.detail))
    return Line(number, row)


def without_nulls(value: Any) -> Any:
    if type(value) is dict:
        return {key: without_nulls(inner) for key, inner in value.items() if inner is not None}
    if type(value) is list:
        return [without_nulls(inner) for inner in value]
    return value
