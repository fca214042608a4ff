"""Cells of a CSV for people with spreadsheets: RFC 4180, and no cell that is a formula.

A spreadsheet takes a cell that begins with = + - @ for a formula and runs it, whoever wrote it. Such a text gets
a ' before it; so does one that has its ' already, so that taking one off gives every text back (`as_given`).
"""

import csv
import re
from typing import Any

# White space before it does not help; Excel also takes the full-width signs, and reads past tabs and returns.
FORMULA = re.compile(r"'*\s*[=+\-@＝＋－＠\t\r]")
# Excel takes UTF-8 for UTF-8 only with the mark.
BYTE_ORDER_MARK = "\ufeff"


def harmless(text: str) -> str:
    return f"'{text}" if FORMULA.match(text) else text


def as_given(cell: str) -> str:
    """The text that became this cell."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell, 1) else cell


def rows_into(file: Any) -> Any:
    # All in quotes: an empty text stays a text, and a lone return stays within its cell.
    return csv.writer(file, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
