"""Shares with their intervals, in integers: the same figures on every machine.

The interval is a Poisson bootstrap over prompts (each with all that was said of it, since what is said of one
prompt hangs together). So that memory does not grow with them, prompts fall into BUCKETS by a hash of the name under
which they were imported, and a bucket is drawn as a whole: with fewer prompts nearly every one is alone in its own.
"""

import hashlib
from functools import cache
from operator import mul
from typing import Any

BUCKETS = 1024
DRAWS = 1000
# A draw's weight is Poisson(1) to the nearest of 256, by one byte of a stream that never changes.
SEED = b"annotator statistics 1"
WEIGHT_OF_BYTE = b"\0" * 94 + b"\1" * 94 + b"\2" * 47 + b"\3" * 16 + b"\4" * 4 + b"\5"
# Below so many prompts there is not enough to tell a share by.
FEWEST_PROMPTS = 20
MILLION = 1_000_000


def bucket_of(name: str) -> int:
    """Where a prompt belongs, by what its importer called it: not by a number that differs between databases."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=2).digest(), "big") % BUCKETS


@cache
def weights(draw: int) -> bytes:
    return hashlib.shake_128(SEED + draw.to_bytes(2, "big")).digest(BUCKETS).translate(WEIGHT_OF_BYTE)


class Share:
    """A part of a whole, summed over prompts."""

    __slots__ = ("parts", "prompts", "wholes")

    def __init__(self) -> None:
        self.parts = [0] * BUCKETS
        self.wholes = [0] * BUCKETS
        self.prompts = 0

    def add(self, bucket: int, part: int, whole: int) -> None:
        """Count a prompt in which `part` of `whole` is so; nothing of nothing is no prompt."""
        if whole:
            self.parts[bucket] += part
            self.wholes[bucket] += whole
            self.prompts += 1

    def figure(self) -> dict[str, Any]:
        """{"share", "low", "high", "prompts", "of"}: null for all three where there is not enough."""
        told = {"prompts": self.prompts, "of": sum(self.wholes)}
        if self.prompts < FEWEST_PROMPTS:
            return {"share": None, "low": None, "high": None, **told}
        share = millionths(sum(self.parts), sum(self.wholes))
        low, high = self.interval(share)
        return {"share": share / MILLION, "low": low / MILLION, "high": high / MILLION, **told}

    def interval(self, share: int) -> tuple[int, int]:
        """The middle 95 % of the draws, in millionths."""
        # Where all is so, or nothing is, draws do not differ. Three in n may still be otherwise (rule of three).
        if share in (0, MILLION):
            unseen = min(MILLION, millionths(3, self.prompts))
            return (0, unseen) if share == 0 else (MILLION - unseen, MILLION)
        drawn = []
        for draw in range(DRAWS):
            drawn_weights = weights(draw)
            if whole := sum(map(mul, drawn_weights, self.wholes)):
                drawn.append(millionths(sum(map(mul, drawn_weights, self.parts)), whole))
        drawn.sort()
        edge = len(drawn) // 40
        return drawn[edge], drawn[-edge - 1]


class MeanShare(Share):
    """A mean of prompts' shares: each prompt counts once, however much was said of it."""

    __slots__ = ()

    def add(self, bucket: int, part: int, whole: int) -> None:
        if whole:
            super().add(bucket, MILLION * MILLION * part // whole, MILLION * MILLION)

    def figure(self) -> dict[str, Any]:
        told = super().figure()
        told.pop("of")
        return told


def millionths(part: int, whole: int) -> int:
    """part / whole, rounded half up."""
    return (2 * MILLION * part + whole) // (2 * whole)
