"""The formats in which rows are written, by the name that a recipe gives them."""

from exports.writing.csv_rows import Csv
from exports.writing.shards import JsonLines, Parquet, Split

WRITERS: dict[str, type[Split]] = {"parquet": Parquet, "jsonl": JsonLines, "csv": Csv}
