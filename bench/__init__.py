"""Benchmarks. `./run bench [NAME ...]` prints a table and writes bench/results/latest.json.

A benchmark is a module of this package, named in BENCHMARKS, with a function

    def measure(scale: float) -> list[Figure]

`scale` 1.0 is the size that the aims speak of; a smaller one is a rehearsal. It gets servers of its own from
`bench.servers` (a whole product on a throw-away state, with fsync on, as always) and leaves nothing behind.
"""

from dataclasses import dataclass

BENCHMARKS = ("startup", "labeling", "screen", "imports", "exports", "pages")


@dataclass(frozen=True)
class Figure:
    """One measured number, what it aims at ("< 4", ">= 290", or empty), and what bounds it, in words."""

    name: str
    value: float
    unit: str
    aim: str = ""
    bound_by: str = ""

    @property
    def is_met(self) -> bool | None:
        """Tell whether the aim is met; None without an aim."""
        if not self.aim:
            return None
        sign, limit = self.aim.split()
        return {"<": self.value < float(limit), ">=": self.value >= float(limit)}[sign]
