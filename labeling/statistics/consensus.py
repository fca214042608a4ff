"""What those who ranked the same texts agree on, by the majority of every pair, as exports take it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from labeling.statistics.agreement import Places
from labeling.statistics.majority import majority_of, signs_of


@dataclass(frozen=True)
class Consensus:
    """`tiers` best first. `undecided` pairs have no majority; `circular` ones contradict the rest of the majorities."""

    votes: int
    tiers: list[list[int]]
    undecided: list[tuple[int, int]]
    circular: list[tuple[int, int]]


def consensus_of(rankings: Sequence[Places]) -> Consensus | None:
    """None below two rankings. Texts stand by their won less their lost majorities (Copeland, 1951)."""
    if len(rankings) < 2:
        return None
    texts = sorted({text for places in rankings for text in places})
    majority = majority_of([signs_of(places) for places in rankings])
    score = scores(texts, majority)
    tiers = [[text for text in texts if score[text] == points] for points in sorted(set(score.values()), reverse=True)]
    return Consensus(
        votes=len(rankings),
        tiers=tiers,
        undecided=[pair for pair in combinations(texts, 2) if pair not in majority],
        circular=[(one, other) for (one, other), sign in majority.items() if sign * (score[one] - score[other]) < 0
                  or (sign and score[one] == score[other])],
    )  # fmt: skip


def scores(texts: Sequence[int], majority: Mapping[tuple[int, int], int]) -> dict[int, int]:
    score = dict.fromkeys(texts, 0)
    for (one, other), sign in majority.items():
        score[one] += sign
        score[other] -= sign
    return score
