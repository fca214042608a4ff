"""The formats in which rows are written, by the name that a recipe gives them."""

from exports.csv_rows import Csv
from exports.shards import JsonLines, Parquet, Split

WRITERS: dict[str, type[Split]] = {"parquet": Parquet, "jsonl": JsonLines, "csv": Csv}
