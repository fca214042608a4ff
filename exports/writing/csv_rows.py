"""Rows as CSV, for people with spreadsheets: with a byte order mark, and no cell that is a formula.

Lists and objects stand as JSON, in one column each.
"""

from pathlib import Path
from typing import Any, TextIO

import orjson

from exports.writing.columns import Column
from exports.writing.shards import Split
from exports.writing.shared_rows import Block, Plan
from labeling.csv_cells import harmless, rows_into


def as_cell(value: Any) -> str:
    """A value as its cell: numbers and truth as JSON spells them, texts harmless, everything else as JSON."""
    if isinstance(value, str):
        return harmless(value)
    return orjson.dumps(value).decode()


class Csv(Split):
    suffix = ".csv"

    @staticmethod
    def as_read(columns: tuple[Column, ...]) -> tuple[Column, ...]:
        return tuple(column if isinstance(column.type, str) else Column(column.name, "string") for column in columns)

    def write_shared(self, plan: Plan, block: Block) -> None:
        for row in plan.values(block):
            self.write(row)

    def _open(self, path: Path) -> None:
        # Excel takes UTF-8 for UTF-8 only with the mark.
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        rows_into(self._file).writerow([column.name for column in self.columns])

    def _keep(self, row: dict[str, Any]) -> None:
        self._rows.append(tuple([row[column.name] for column in self.columns]))

    def _table_of(self, rows: list[tuple[Any, ...]]) -> list[list[str]]:
        return [[as_cell(value) for value in row] for row in rows]

    def _write_table(self, file: TextIO, table: list[list[str]]) -> None:
        rows_into(file).writerows(table)
