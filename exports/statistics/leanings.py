"""What may lead a labeler astray, counted in one ranking: where an answer stood, and how long it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

Tiers = tuple[tuple[int, ...], ...]


class Compared(NamedTuple):
    """The comparisons of two texts in a ranking, whatever the texts say."""

    ties: int
    # (winner, loser) of the others.
    decisive: Sequence[tuple[int, int]]
    first_shown_wins: int


@lru_cache(maxsize=4_096)
def compared(tiers: Tiers, shown: tuple[int, ...]) -> Compared:
    """tiers: texts, best first; shown: texts in the order of the screen."""
    place_of = {text: place for place, text in enumerate(shown)}
    decisive: list[tuple[int, int]] = []
    below: list[int] = []
    for tier in reversed(tiers):
        decisive += [(text, loser) for text in tier for loser in below]
        below += tier
    ties = sum([len(tier) * (len(tier) - 1) // 2 for tier in tiers])
    return Compared(ties, decisive, sum([place_of[winner] < place_of[loser] for winner, loser in decisive]))


@dataclass(slots=True)
class Leanings:
    """Comparisons of two texts in rankings. A decisive one has a winner."""

    ties: int = 0
    decisive: int = 0
    # The winner was shown before the loser.
    first_shown_wins: int = 0
    # Of decisive ones, those whose texts differ in length; and those of them that the longer text wins.
    unequal: int = 0
    longer_wins: int = 0

    def add(self, found: Compared, lengths: Sequence[int]) -> None:
        """Count a ranking of texts of these lengths."""
        self.ties += found.ties
        self.decisive += len(found.decisive)
        self.first_shown_wins += found.first_shown_wins
        for winner, loser in found.decisive:
            length, other = lengths[winner], lengths[loser]
            if length != other:
                self.unequal += 1
                self.longer_wins += length > other
