"""How fast a dataset of 1,000,000 comparisons is built beside PostgreSQL's own COPY of the same rows, in how much
memory, and what labelers feel of it meanwhile.
"""

import json
import subprocess
import sys

from bench import Figure, labeling
from bench.servers import Running, product

COMPARISONS = 1_000_000
COMPARISONS_PER_RANKING = 6
MEGABYTE = 1_000_000
BOUND = "the interpreter's lock: making rows and preparing columns take turns; then zstd and SHA-256"


def measure(scale: float) -> list[Figure]:
    rankings = max(10, round(COMPARISONS * scale / COMPARISONS_PER_RANKING))
    few = max(10, rankings // 10)
    with product() as running:
        running.start("--no-demo")
        for count in (rankings, few):
            stage(running, "fill", str(count))
        copy = stage(running, "copy", str(rankings), "rows")
        texts = stage(running, "copy", str(rankings), "texts")
        parquet = stage(running, "build", str(rankings), "parquet", "preference")
        lines = stage(running, "build", str(rankings), "jsonl", "preference")
        everything = stage(running, "build", str(few), "parquet", "sft", "preference", "reward", "ranking", "raw")
        calm, busy = latencies(running, rankings, scale)
    return [
        Figure("COPY (SELECT row_to_json) of the same rows", rate(copy), "rows/s"),
        Figure("the same, bytes", copy["bytes"] / copy["seconds"] / MEGABYTE, "MB/s"),
        Figure("export of comparisons, Parquet", rate(parquet), "rows/s", "", BOUND),
        Figure("export of comparisons, Parquet, of COPY's rate", rate(parquet) / rate(copy), "", ">= 0.5"),
        Figure("the same, of COPY's rate for the texts alone", rate(parquet) / rate(texts), ""),
        Figure("export of comparisons, JSON Lines, of Parquet's rate", rate(lines) / rate(parquet), "", ">= 1"),
        *(
            Figure(f"export of {name}, worker's peak memory", built["peak_bytes"] / MEGABYTE, "MB", "< 250")
            for name, built in (("Parquet", parquet), ("JSON Lines", lines), ("all configs", everything))
        ),
        Figure("export of all configs", rate(everything), "rows/s", "", BOUND),
        Figure("claim, median while an export runs, of idle", busy[0] / calm[0], "times", "< 1.5"),
        Figure("submit, median while an export runs, of idle", busy[1] / calm[1], "times", "< 1.5"),
        Figure("claim, p95 while an export runs, of idle", busy[2] / calm[2], "times", "< 1.5"),
        Figure("submit, p95 while an export runs, of idle", busy[3] / calm[3], "times", "< 1.5"),
    ]


def rate(told: dict[str, float]) -> float:
    return told["rows"] / told["seconds"]


def latencies(running: Running, rankings: int, scale: float) -> tuple[list[float], list[float]]:
    """Medians and 95th percentiles of one labeler's claims and submits: idle, and while the worker builds."""
    slug = "bench-beside-exports"
    tokens = labeling.set_up(running, slug, 5_000)
    seconds = min(15.0, max(3.0, 15 * scale))
    labeling.drive(running, slug, tokens[:1], 2)
    calm = labeling.drive(running, slug, tokens[:1], seconds)
    stage(running, "request", str(rankings))
    busy = labeling.drive(running, slug, tokens[:1], seconds)
    return quantiles(calm), quantiles(busy)


def quantiles(timings: labeling.Timings) -> list[float]:
    claims, submits = sorted(timings.claims), sorted(timings.submits)
    middles = [claims[len(claims) // 2], submits[len(submits) // 2]]
    return [*middles, labeling.p95(claims), labeling.p95(submits)]


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
