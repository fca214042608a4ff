"""Rows as CSV, for people with spreadsheets: RFC 4180 with a byte order mark, and no cell that is a formula.

A spreadsheet takes a cell that begins with = + - @ for a formula and runs it, whoever wrote it. Such a text gets
a ' before it; so does one that has its ' already, so that taking one off gives every text back (`as_given`).
Lists and objects stand as JSON, in one column each.
"""

import csv
import re
from pathlib import Path
from typing import Any, TextIO

import orjson

from exports.columns import Column
from exports.shards import Split

# White space before it does not help; Excel also takes the full-width signs, and reads past tabs and returns.
FORMULA = re.compile(r"'*\s*[=+\-@＝＋－＠\t\r]")


def as_cell(value: Any) -> str:
    """A value as its cell: numbers and truth as JSON spells them, texts harmless, everything else as JSON."""
    if isinstance(value, str):
        return harmless(value)
    return orjson.dumps(value).decode()


def harmless(text: str) -> str:
    return f"'{text}" if FORMULA.match(text) else text


def as_given(cell: str) -> str:
    """The text that became this cell."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell, 1) else cell


class Csv(Split):
    suffix = ".csv"

    @staticmethod
    def as_read(columns: tuple[Column, ...]) -> tuple[Column, ...]:
        return tuple(column if isinstance(column.type, str) else Column(column.name, "string") for column in columns)

    def _open(self, path: Path) -> None:
        # Excel takes UTF-8 for UTF-8 only with the mark.
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        rows_into(self._file).writerow([column.name for column in self.columns])

    def _keep(self, row: dict[str, Any]) -> None:
        self._rows.append(tuple([row[column.name] for column in self.columns]))

    def _write(self, file: TextIO, rows: list[tuple[Any, ...]], text: bytes) -> None:
        rows_into(file).writerows([as_cell(value) for value in row] for row in rows)


def rows_into(file: TextIO) -> Any:
    # All in quotes: an empty text stays a text, and a lone return stays within its cell.
    return csv.writer(file, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
