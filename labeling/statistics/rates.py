"""Rates that never stand alone: a value with its n and a 95 % interval, or "not enough data"."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from operator import mul
from typing import Any

from labeling.statistics.shares import DRAWS, FEWEST_PROMPTS, weights

# The 97.5th percentile of the normal distribution.
Z = 1.959964
# Below so many independent units (tasks, judgments) there is not enough to tell a rate by; as in exports.
FEWEST = FEWEST_PROMPTS
# Bootstrap draws take buckets of tasks as a whole: nearly as good as task by task, and as quick for a million.
BUCKETS = 128


@dataclass(frozen=True, slots=True)
class Rate:
    """A share from 0 to 1 over `n` units, with the interval in which it plausibly lies."""

    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def is_known(self) -> bool:
        return self.value is not None

    def as_json(self) -> dict[str, Any]:
        """As the API's contract has it."""
        if self.value is None:
            return {"value": None, "n": self.n, "reason": "not_enough_data"}
        return {"value": self.value, "low": self.low, "high": self.high, "n": self.n}

    @classmethod
    def of_json(cls, told: Mapping[str, Any]) -> "Rate":
        return cls(told["n"], told["value"], told.get("low"), told.get("high"))


def rounded(n: int, value: float, low: float, high: float) -> Rate:
    return Rate(n, round(value, 6), round(max(0.0, low), 6), round(min(1.0, high), 6))


def wilson(part: int, n: int) -> Rate:
    """How many of n independent units are so, with Wilson's score interval (1927)."""
    if n < FEWEST:
        return Rate(n)
    share = part / n
    middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    reach = Z / (1 + Z * Z / n) * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    return rounded(n, share, min(share, middle - reach), max(share, middle + reach))


def ratio(*, n: int, parts: float, wholes: float, squares: tuple[float, float, float]) -> Rate:
    """Sum of parts by sum of wholes, over n units of unequal size that hang together within (cluster-robust).

    squares: the sums over units of part squared, part times whole, whole squared.
    """
    if n < FEWEST or not wholes:
        return Rate(n)
    share = parts / wholes
    spread = squares[0] - 2 * share * squares[1] + share * share * squares[2]
    error = sqrt(max(0.0, spread) * n / (n - 1)) / wholes
    if share in (0.0, 1.0):
        return at_the_edge(n, share)
    return rounded(n, share, share - Z * error, share + Z * error)


def mean_of_buckets(buckets: Mapping[int, tuple[int, float]]) -> Rate:
    """The mean of shares, each task once, with the middle 95 % of a Poisson bootstrap over buckets of tasks.

    buckets: {bucket: (how many tasks, the sum of their shares)}.
    """
    counts = [count for _, (count, _) in sorted(buckets.items())]
    sums = [total for _, (_, total) in sorted(buckets.items())]
    n = sum(counts)
    if n < FEWEST:
        return Rate(n)
    share = sum(sums) / n
    if share <= 0 or share >= 1:
        return at_the_edge(n, float(share > 0))
    drawn = []
    for draw in range(DRAWS):
        drawn_weights = weights(draw)
        if whole := sum(map(mul, drawn_weights, counts)):
            drawn.append(sum(map(mul, drawn_weights, sums)) / whole)
    drawn.sort()
    edge = len(drawn) // 40
    return rounded(n, share, drawn[edge], drawn[-edge - 1])


def at_the_edge(n: int, share: float) -> Rate:
    """All or none were so: three in n may still be otherwise (rule of three)."""
    unseen = min(1.0, 3 / n)
    return rounded(n, share, share - unseen, share + unseen)
