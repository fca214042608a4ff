"""How far labelers agree on one prompt, in the three ways that are published.

strict (three-way): both say the same, a tie included. half-credit (WebGPT): half where one of them alone ties.
decisive (Stiennon et al.): only where neither ties; `coverage` tells how many comparisons that leaves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

# What one labeler said: {text: its tier, counted from the best}.
Places = Mapping[int, int]


@dataclass(slots=True)
class Agreed:
    """Comparisons of two texts that two labelers have both made."""

    common: int = 0
    equal: int = 0
    # One of the two labelers ties, the other does not.
    half: int = 0
    # Neither ties.
    decisive: int = 0
    decisive_equal: int = 0

    def add(self, one: Places, other: Places) -> None:
        """Hold two labelers' rankings against each other, over the texts that both have ranked."""
        shared = [(place, other[text]) for text, place in one.items() if text in other]
        for (here, there), (here_too, there_too) in combinations(shared, 2):
            self.common += 1
            is_tie, is_tie_there = here == here_too, there == there_too
            if is_tie or is_tie_there:
                self.equal += is_tie and is_tie_there
                self.half += is_tie != is_tie_there
            else:
                self.decisive += 1
                self.decisive_equal += (here < here_too) == (there < there_too)

    @property
    def strict(self) -> tuple[int, int]:
        return self.equal + self.decisive_equal, self.common

    @property
    def half_credit(self) -> tuple[int, int]:
        return 2 * (self.equal + self.decisive_equal) + self.half, 2 * self.common

    @property
    def of_decisive(self) -> tuple[int, int]:
        return self.decisive_equal, self.decisive

    @property
    def coverage(self) -> tuple[int, int]:
        return self.decisive, self.common


def agreed(said: Sequence[tuple[int, Places]]) -> Agreed:
    """Every two rankings of different labelers held against each other. said: (labeler, places)."""
    found = Agreed()
    for (labeler, places), (other_labeler, other_places) in combinations(said, 2):
        if labeler != other_labeler:
            found.add(places, other_places)
    return found
