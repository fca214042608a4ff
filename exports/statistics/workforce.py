"""Who labelled, together: never a name, nor what one of them said."""

from collections import Counter
from statistics import median
from typing import Any


def workforce(judgments: Counter[int]) -> dict[str, Any]:
    """How many labelers, and how much each of them judged. judgments: {labeler: how many}."""
    each = sorted(judgments.values())
    told: dict[str, Any] = {"labelers": len(each), "judgments": sum(each)}
    if each:
        told["judgments_per_labeler"] = {"min": each[0], "median": float(median(each)), "max": each[-1]}
    return told
