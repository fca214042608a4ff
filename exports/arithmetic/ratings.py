"""Absolute judgments of one text by several labelers."""

from collections.abc import Sequence
from statistics import median


def median_of(ratings: Sequence[float]) -> float:
    """The middle rating; the mean of the two middle ones for an even number."""
    return float(median(ratings))


def majority_of(flags: Sequence[bool]) -> bool:
    """True when more than half say so."""
    return 2 * sum(flags) > len(flags)


def settled(votes: Sequence[bool]) -> bool | None:
    """What more than half say; None when neither does, or nobody was asked."""
    if 2 * sum(votes) > len(votes):
        return True
    return False if 2 * (len(votes) - sum(votes)) > len(votes) else None
