"""What may lead a labeler astray, counted in one ranking: where an answer stood, and how long it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


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

    def add(self, tiers: Sequence[Sequence[int]], shown: Mapping[int, int], lengths: Sequence[int]) -> None:
        """Count a ranking. tiers: texts, best first; shown: {text: place on the screen}; lengths: of texts."""
        below: list[int] = []
        for tier in reversed(tiers):
            self.ties += len(tier) * (len(tier) - 1) // 2
            self.decisive += len(tier) * len(below)
            for text in tier:
                place, length = shown[text], lengths[text]
                for loser in below:
                    if place < shown[loser]:
                        self.first_shown_wins += 1
                    if length > lengths[loser]:
                        self.longer_wins += 1
                        self.unequal += 1
                    elif length < lengths[loser]:
                        self.unequal += 1
            below += tier
