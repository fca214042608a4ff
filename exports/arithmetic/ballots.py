"""One labeler's ranking, and the votes it casts."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise
from typing import NamedTuple

# The highest level of strength in both scales of the contract (0..3 and 1..3).
TOP_LEVEL = 3


class Ballot(NamedTuple):
    """One ranking of texts. `levels` has one strength per gap between neighbouring tiers; None: not asked."""

    tiers: tuple[tuple[int, ...], ...]
    levels: tuple[int, ...] | None = None
    # How many tiers stand above the line of the acceptable; None: not asked.
    acceptable: int | None = None
    # The text that this labeler wrote, and the one they started from (None: from nothing).
    rewrite: int | None = None
    base: int | None = None

    @property
    def cards(self) -> set[int]:
        return {card for tier in self.tiers for card in tier}


@dataclass(frozen=True, slots=True)
class Vote:
    """`better` over `worse`, or a tie. `level` is None where no strength was given."""

    better: int
    worse: int
    is_tie: bool = False
    level: int | None = None
    # The level spans several gaps: the least of the top level and their sum.
    is_derived: bool = False
    is_rewrite: bool = False


def votes_of(ballot: Ballot) -> Iterator[Vote]:
    """Every pair of ranked texts once; then the rewrite over its base, its equals and all below them."""
    for place, tier in enumerate(ballot.tiers):
        for one, other in combinations(tier, 2):
            yield Vote(one, other, is_tie=True, level=None if ballot.levels is None else 0)
        for lower in range(place + 1, len(ballot.tiers)):
            level = level_between(ballot.levels, place, lower)
            for better in tier:
                for worse in ballot.tiers[lower]:
                    yield Vote(better, worse, level=level, is_derived=level is not None and lower > place + 1)
    yield from rewrite_votes(ballot)


def without(ballot: Ballot, cards: Collection[int]) -> Ballot:
    """The ballot as if these cards had never been ranked: the gaps around an emptied tier become one."""
    if not cards:
        return ballot
    tiers: list[tuple[int, ...]] = []
    places: list[int] = []
    for place, tier in enumerate(ballot.tiers):
        if left := tuple(card for card in tier if card not in cards):
            tiers.append(left)
            places.append(place)
    levels = ballot.levels
    if levels is not None:
        levels = tuple(level_between(levels, upper, lower) or 0 for upper, lower in pairwise(places))
    acceptable = ballot.acceptable
    if acceptable is not None:
        acceptable = sum(place < acceptable for place in places)
    return ballot._replace(tiers=tuple(tiers), levels=levels, acceptable=acceptable)


@lru_cache(maxsize=4_096)
def is_silent(ballot: Ballot) -> bool:
    """Whether it compares nothing: a single card, and nothing written beside it."""
    return next(votes_of(ballot), None) is None


def repeats_card(ballot: Ballot) -> bool:
    """Whether what the labeler wrote equals a card that they ranked: it is that card then, and gets no votes."""
    return ballot.rewrite is not None and ballot.rewrite in ballot.cards


def rewrite_votes(ballot: Ballot) -> Iterator[Vote]:
    """Llama 3's order: rewrite > its base > the rest. What stood above the base is not compared with it."""
    if ballot.rewrite is None or repeats_card(ballot):
        return
    first = 0 if ballot.base is None else next((n for n, tier in enumerate(ballot.tiers) if ballot.base in tier), None)
    if first is None:  # the base was left unranked
        if ballot.base is not None:
            yield Vote(ballot.rewrite, ballot.base, is_rewrite=True)
        return
    for tier in ballot.tiers[first:]:
        for card in tier:
            yield Vote(ballot.rewrite, card, is_rewrite=True)


def level_between(levels: tuple[int, ...] | None, upper: int, lower: int) -> int | None:
    if levels is None:
        return None
    return min(TOP_LEVEL, sum(levels[upper:lower]))
