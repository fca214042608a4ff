"""How well answers agree with a key: pairs and flags that are sure, with intervals.

The pairs of one task hang together, so an interval takes as many independent trials as there were tasks, however
many pairs those had: Wilson's interval at 95 % (E. B. Wilson, 1927), which holds for few trials and for all right.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from labeling.statistics.agreement import Places

# Below so many tasks there is not enough to tell a rate by.
FEWEST_TASKS = 10
# The normal quantile of 97.5 %.
Z = 1.959964

Pairs = Sequence[Sequence[int]]
# The flags of each completion, by its index.
Flags = Mapping[int, Mapping[str, bool]]


@dataclass(frozen=True)
class Score:
    """Of `asked` sure answers in `tasks` tasks, `right` were given."""

    right: int = 0
    asked: int = 0
    tasks: int = 0

    @property
    def share(self) -> float | None:
        return self.right / self.asked if self.asked else None

    @property
    def interval(self) -> tuple[float, float] | None:
        share = self.share
        return None if share is None else wilson(share, self.tasks)

    @property
    def is_enough(self) -> bool:
        return self.tasks >= FEWEST_TASKS and self.asked > 0


def wilson(share: float, trials: int) -> tuple[float, float]:
    centre = (share + Z * Z / (2 * trials)) / (1 + Z * Z / trials)
    half = Z * math.sqrt(share * (1 - share) / trials + Z * Z / (4 * trials * trials)) / (1 + Z * Z / trials)
    return max(0.0, centre - half), min(1.0, centre + half)


def score_pairs(places: Places, pairs: Pairs) -> Score:
    """A pair is right when the better completion stands on a higher tier; a tie is not, nor what was left unranked."""
    right = sum(1 for better, worse in pairs if better in places and worse in places and places[better] < places[worse])
    return Score(right, len(pairs), int(bool(pairs)))


def score_flags(said: Flags, key: Flags) -> Score:
    """A flag is right when it was set as the key says; what was not answered is not."""
    asked = [(index, name, value) for index, flags in key.items() for name, value in flags.items()]
    right = sum(said.get(index, {}).get(name) is value for index, name, value in asked)
    return Score(right, len(asked), int(bool(asked)))


def total(scores: Iterable[Score]) -> Score:
    right = asked = tasks = 0
    for score in scores:
        right, asked, tasks = right + score.right, asked + score.asked, tasks + score.tasks
    return Score(right, asked, tasks)


def has_cycle(pairs: Pairs) -> bool:
    """Whether no order of the completions could be right by all pairs."""
    left = {(better, worse) for better, worse in pairs}
    while left:
        worse_somewhere = {worse for _better, worse in left}
        kept = {(better, worse) for better, worse in left if better in worse_somewhere}
        if kept == left:
            return True
        left = kept
    return False


def pairs_of_tiers(tiers: Mapping[int, int]) -> list[list[int]]:
    """Every pair that stands on different tiers, best first."""
    return [[one, other] for one in sorted(tiers) for other in sorted(tiers) if tiers[one] < tiers[other]]


def tiers_of_pairs(pairs: Pairs) -> dict[int, int] | None:
    """The tiers, counted from 1, that give exactly these pairs; None where only a partial order does."""
    cards = {card for pair in pairs for card in pair}
    if has_cycle(pairs):
        return None
    tiers: dict[int, int] = {}
    while len(tiers) < len(cards):
        held = {worse for better, worse in pairs if better not in tiers}
        place = max(tiers.values(), default=0) + 1
        tiers |= dict.fromkeys(cards - set(tiers) - held, place)
    return tiers if sorted(pairs_of_tiers(tiers)) == sorted(map(list, pairs)) else None


def unanimous_pairs(rankings: Sequence[Places]) -> list[list[int]]:
    """The pairs that all rankings order alike; a tie or a gap in one of them rules a pair out."""
    cards = sorted({card for places in rankings for card in places})
    return [
        [one, other]
        for one in cards
        for other in cards
        if rankings and all(one in p and other in p and p[one] < p[other] for p in rankings)
    ]
