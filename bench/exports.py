"""How fast a dataset of 100,000 comparisons is built, and how much memory its worker takes."""

import json
import subprocess
import sys

from bench import Figure
from bench.servers import Running, product

COMPARISONS_PER_RANKING = 6
BOUND = "one core of Python: ballots to rows, canonical JSON, hashing, then Parquet with zstd"


def measure(scale: float) -> list[Figure]:
    rankings = max(10, round(100_000 * scale / COMPARISONS_PER_RANKING))
    with product() as running:
        running.start("--no-demo")
        stage(running, "fill", str(rankings))
        pairs = stage(running, "build", str(rankings), "preference")
        everything = stage(running, "build", str(rankings), "sft", "preference", "reward", "ranking", "raw")
    mebibyte = 1024**2
    return [
        Figure("export of comparisons", pairs["rows"] / pairs["seconds"], "rows/s", ">= 20000", BOUND),
        Figure("export of comparisons, worker's peak memory", pairs["peak_bytes"] / mebibyte, "MiB", "< 250"),
        Figure("export of all configs", everything["rows"] / everything["seconds"], "rows/s", "", BOUND),
        Figure("export of all configs, worker's peak memory", everything["peak_bytes"] / mebibyte, "MiB", "< 250"),
    ]


def stage(running: Running, *words: str) -> dict[str, float]:
    """Run a stage of bench.exports_stage beside the product, on its database; return what it printed."""
    code = f"import sys; sys.argv = {['exports_stage', *words]!r}; import bench.exports_stage as stage; stage.main()"
    done: subprocess.CompletedProcess[str] = running.manage("shell", "--no-imports", "-c", code)
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        raise AssertionError(f"{words[0]} failed.")
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    told: dict[str, float] = json.loads(lines[-1]) if lines else {}
    return told
