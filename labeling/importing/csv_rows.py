"""CSV: comma, double quotes, a header. An empty cell means: not given."""

import csv
import re
from collections.abc import Iterator
from typing import Any

from labeling.importing.lines import Limits, Line, decode, physical_lines
from labeling.importing.problems import BrokenFile, Refused
from labeling.importing.sources import Source
from labeling.importing.values import parse_json

NUMBERED = re.compile(r"(completion|model|license)_([1-9])")
# The csv module refuses longer cells by itself; the limit of a line comes first.
csv.field_size_limit(2**31 - 1)
WHOLE_NUMBER = re.compile(r"-?[0-9]{1,20}")


class Cells:
    """Feeds the csv reader line by line, and knows where its row began and how long it has become."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self._lines = physical_lines(source, limits)
        self._limits = limits
        self.started_at = 0
        self._length = 0
        self.raw: list[bytes] = []
        self.problem: tuple[str, str] | None = None

    def begin_row(self) -> None:
        self.started_at = 0
        self._length = 0
        self.raw = []
        self.problem = None

    def __iter__(self) -> "Cells":
        return self

    def __next__(self) -> str:
        number, line = next(self._lines)
        self.started_at = self.started_at or number
        self._length += len(line) if line is not None else self._limits.line_bytes + 1
        if line is None or self._length > self._limits.line_bytes:
            raise BrokenFile(self.started_at, f"A row is longer than {self._limits.line_bytes} bytes: an open quote?")
        self.raw.append(line)
        try:
            return decode(line)
        except Refused as error:
            # The row is lost, its shape is not: bytes that are not UTF-8 never look like a comma or a quote.
            self.problem = (error.field, error.detail)
            return line.decode(errors="replace")


def read_csv(source: Source, limits: Limits) -> Iterator[Line]:
    cells = Cells(source, limits)
    rows = csv.reader(cells, strict=True)
    header = _read_header(_next_row(rows, cells), limits)
    source.header = b"".join(cells.raw)
    while True:
        row = _next_row(rows, cells)
        if row is None:
            return
        if not row:
            continue
        raw = b"".join(cells.raw)
        if cells.problem:
            yield Line(cells.started_at, problem=cells.problem, raw=raw)
            continue
        try:
            yield Line(cells.started_at, _unfold(header, row), raw=raw)
        except Refused as error:
            yield Line(cells.started_at, problem=(error.field, error.detail), raw=raw)


def _next_row(rows: Any, cells: Cells) -> list[str] | None:
    cells.begin_row()
    try:
        return next(rows, None)
    except csv.Error as error:
        raise BrokenFile(cells.started_at, f"The CSV cannot be read on: {error}") from error


def _read_header(header: list[str] | None, limits: Limits) -> list[str]:
    if header is None:
        return []
    if len(header) > limits.csv_columns:
        raise BrokenFile(1, f"There are more than {limits.csv_columns} columns")
    for index, name in enumerate(header):
        if not name.strip():
            raise BrokenFile(1, f"Column {index + 1} has no name")
        if name in header[:index]:
            raise BrokenFile(1, f"The column {name} stands twice")
    if not {"prompt", "chosen"} & set(header):
        if len(header) == 1 and ({";", "\t"} & set(header[0])):
            raise BrokenFile(1, "The columns are separated by semicolons or tabs; save the file with commas")
        raise BrokenFile(1, "There is no column prompt; the first line must name the columns, separated by commas")
    return header


def _unfold(header: list[str], row: list[str]) -> dict[str, Any]:
    """Bring one row of cells into the shape of a row of JSON."""
    if len(row) != len(header):
        raise Refused("", f"has {len(row)} cells where the header has {len(header)}")
    given = {name: cell for name, cell in zip(header, row, strict=True) if cell}
    unfolded: dict[str, Any] = {}
    numbered: dict[int, dict[str, str]] = {}
    for name, cell in given.items():
        if match := NUMBERED.fullmatch(name):
            numbered.setdefault(int(match[2]), {})["text" if match[1] == "completion" else match[1]] = cell
        elif name in ("priority", "overlap"):
            if not WHOLE_NUMBER.fullmatch(cell):
                raise Refused(name, "must be a whole number")
            unfolded[name] = int(cell)
        elif name == "metadata":
            try:
                unfolded[name] = parse_json(cell)
            except Refused as error:
                raise Refused("metadata", error.detail) from error
        else:
            unfolded[name] = cell
    for number, completion in sorted(numbered.items()):
        if "text" not in completion:
            raise Refused(f"completion_{number}", f"is empty where {next(iter(completion))}_{number} is given")
    if numbered:
        unfolded["completions"] = [numbered[number] for number in sorted(numbered)]
    return unfolded
