"""One labeler beside the majority of the others, pair by pair of texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from labeling.statistics.agreement import Places

# {(text, later text): 1 where the first is better, -1 where the second is, 0 for a tie}
Signs = Mapping[tuple[int, int], int]


@dataclass(frozen=True, slots=True)
class Beside:
    """`compared`: pairs that the labeler ordered and on which the others have a majority.

    `agreed_twice` is twice the half-credit agreement on them; `decisive` leaves out ties on either side.
    """

    pairs: int = 0
    ties: int = 0
    compared: int = 0
    strict_equal: int = 0
    agreed_twice: int = 0
    decisive: int = 0
    decisive_equal: int = 0


def signs_of(places: Places) -> dict[tuple[int, int], int]:
    """What a ranking says of every pair of its texts."""
    return {
        (one, other): (places[one] < places[other]) - (places[one] > places[other])
        for one, other in combinations(sorted(places), 2)
    }


def majority_of(said: Sequence[Signs]) -> dict[tuple[int, int], int]:
    """What more than half of those who ordered a pair say of it, ties included; pairs without a majority are out."""
    votes: dict[tuple[int, int], list[int]] = {}
    for signs in said:
        for pair, sign in signs.items():
            votes.setdefault(pair, []).append(sign)
    return {pair: sign for pair, signs in votes.items() for sign in (1, 0, -1) if 2 * signs.count(sign) > len(signs)}


def beside(own: Signs, others: Sequence[Signs]) -> Beside:
    """Hold one labeler's pairs against the majority of the others'."""
    majority = majority_of(others)
    held = [(sign, majority[pair]) for pair, sign in own.items() if pair in majority]
    equal = sum(sign == theirs for sign, theirs in held)
    half = sum((sign == 0) != (theirs == 0) for sign, theirs in held)
    decisive = [(sign, theirs) for sign, theirs in held if sign and theirs]
    return Beside(
        pairs=len(own),
        ties=sum(sign == 0 for sign in own.values()),
        compared=len(held),
        strict_equal=equal,
        agreed_twice=2 * equal + half,
        decisive=len(decisive),
        decisive_equal=sum(sign == theirs for sign, theirs in decisive),
    )
