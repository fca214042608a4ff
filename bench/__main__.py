"""Runs benchmarks by name: python -m bench [--scale X] [NAME ...]."""

import argparse
import datetime
import importlib
import importlib.util
import json
import os
import platform
import sys
from dataclasses import asdict
from pathlib import Path

from bench import BENCHMARKS, Figure

LATEST = Path(__file__).parent / "results" / "latest.json"


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHMARKS)}; all without")
    parser.add_argument("--scale", type=float, default=1.0, help="share of the full size, 0.01 for a rehearsal")
    options = parser.parse_args()
    figures: list[Figure] = []
    for name in options.names or BENCHMARKS:
        if importlib.util.find_spec(f"bench.{name}") is None:
            print(f"{name}: no such benchmark", file=sys.stderr)
            continue
        print(f"{name} ...", file=sys.stderr, flush=True)
        measured = importlib.import_module(f"bench.{name}").measure(options.scale)
        show(measured)
        figures += measured
    write(figures, options.scale)
    return 0


def show(figures: list[Figure]) -> None:
    for figure in figures:
        verdict = {None: "", True: "met", False: "MISSED"}[figure.is_met]
        line = f"{figure.name:58} {figure.value:>12,.2f} {figure.unit:10} {figure.aim:9} {verdict:7} {figure.bound_by}"
        print(line.rstrip(), flush=True)


def write(figures: list[Figure], scale: float) -> None:
    """Keep what was measured, with the machine and the moment."""
    LATEST.parent.mkdir(exist_ok=True)
    told = {
        "measured_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "scale": scale,
        "machine": {"cpus": os.cpu_count(), "system": platform.platform(), "python": platform.python_version()},
        "figures": [asdict(figure) for figure in figures],
    }
    LATEST.write_text(json.dumps(told, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())
