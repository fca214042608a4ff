"""No trainer: every row has the columns that the card names, and no cell of a CSV is a formula."""

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from exports.validators.base import Broken, files_of, head_of, rows_of
from labeling.csv_cells import FORMULA

# Of one text; Python's own limit is 128 kB.
LONGEST_CELL = 2**31 - 1


def check(folder: Path, *, most: int | None = None) -> None:
    named = {
        told["config_name"]: [feature["name"] for feature in told["features"]]
        for told in head_of(folder).get("dataset_info", [])
    }
    for config, splits in files_of(folder).items():
        for path in [path for paths in splits.values() for path in paths]:
            check_names(path, named.get(config, []), most)


def check_names(path: Path, names: list[str], most: int | None) -> None:
    if path.suffix == ".csv":
        check_csv(path, names, most)
        return
    for line, row in rows_of(path, most):
        if set(row) != set(names):
            raise Broken(path, line, "has other columns than the card names")


def check_csv(path: Path, names: list[str], most: int | None) -> None:
    """Line 1 is the header; a row's line is counted in rows, since texts hold line ends."""
    rows = cells_of(path)
    if next(rows, None) != names:
        raise Broken(path, 1, "has another header than the card's columns")
    for line, cells in enumerate(islice(rows, most), 2):
        if len(cells) != len(names):
            raise Broken(path, line, f"has {len(cells)} cells, the header has {len(names)}")
        for name, cell in zip(names, cells, strict=True):
            if FORMULA.match(cell) and not cell.startswith("'") and not is_number(cell):
                raise Broken(path, line, f"{name} is a formula to a spreadsheet")


def cells_of(path: Path) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.reader(file, strict=True)
    except (UnicodeDecodeError, csv.Error) as error:
        raise Broken(path, 0, f"cannot be read as CSV: {error}") from None


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
