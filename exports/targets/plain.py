"""No trainer (`none` in a recipe): the rows under their own names, for people, notebooks and spreadsheets.

The one target that is written as CSV; a config that is not flat has no CSV.
"""

from collections.abc import Iterable, Mapping

from exports.dataset import Dataset
from exports.recipes.recipe import CONFIG_NAMES
from exports.targets.base import TRAINING_FILES, Layout

FLAT = ("sft", "preference", "reward", "kto", "prompts")
LAYOUTS: dict[str, Layout] = {
    name: Layout(files=(*TRAINING_FILES, "csv") if name in FLAT else TRAINING_FILES) for name in CONFIG_NAMES
}
LEAVES: dict[str, str] = {}
READERS = {
    # Without keep_default_na pandas takes texts such as null and NA for nothing.
    "csv": ("pd.read_csv", ', dtype=str, keep_default_na=False, encoding="utf-8-sig"'),
    "jsonl": ("pd.read_json", ", lines=True, dtype=False, convert_dates=False"),
    "parquet": ("pd.read_parquet", ""),
}
TAKE_OFF = """

def as_given(cell):  # texts that a spreadsheet would run begin with a ' of ours
    is_formula = isinstance(cell, str) and re.match(r"''*\\s*[=+\\-@＝＋－＠\\t\\r]", cell)
    return cell[1:] if is_formula else cell
"""


def beside(dataset: Dataset) -> dict[str, str]:
    return {}


def loading(splits: Mapping[str, Iterable[str]], *, files: str = "parquet") -> str:
    names = [name for name in CONFIG_NAMES if name in splits]
    if not names:
        return ""
    reader, options = READERS[files]
    lines = [*(["import re"] if files == "csv" else []), "from pathlib import Path", "", "import pandas as pd"]
    if files == "csv":
        lines += [*TAKE_OFF.splitlines(), ""]
    undo = ".map(as_given)" if files == "csv" else ""
    for name in names:
        paths = f'sorted(Path("FOLDER/{name}").glob("*.{files}"))'
        lines += ["", f"{name} = pd.concat([", f"    {reader}(path{options})", f"    for path in {paths}", f"]){undo}"]
    if files == "csv":
        lines.append("# All cells are texts: numbers by astype(float), messages by map(json.loads).")
    if files == "parquet":
        paths = f"FOLDER/{names[0]}/*.parquet"
        lines += ["", f"# DuckDB: FROM '{paths}'", f'# polars: pl.read_parquet("{paths}")']
    return "\n".join(lines) + "\n"
