"""From bytes to lines: JSON Lines, a JSON list, CSV, Parquet. Streaming, with bounded memory and real line numbers."""

from collections.abc import Iterator

from labeling.importing.csv_rows import read_csv
from labeling.importing.json_list import read_array
from labeling.importing.lines import Limits, Line, physical_lines
from labeling.importing.sources import ARRAY, CSV, PARQUET, Source


def read_lines(source: Source, limits: Limits) -> Iterator[Line]:
    """All rows of a source in order; raises BrokenFile when it cannot be read on."""
    if source.format == PARQUET:
        # Imported here: only who reads Parquet pays for its library (100 MB of memory).
        from labeling.importing.parquet import read_parquet

        return read_parquet(source, limits)
    if source.format == ARRAY:
        return read_array(source, limits)
    if source.format == CSV:
        return read_csv(source, limits)
    return read_jsonl(source, limits)


def read_jsonl(source: Source, limits: Limits) -> Iterator[Line]:
    for number, line in physical_lines(source, limits):
        if line is None:
            yield Line(number, problem=("", f"is longer than {limits.line_bytes} bytes"))
        elif not line.isspace():
            yield Line(number, line)
