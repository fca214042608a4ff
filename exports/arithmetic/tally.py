"""The votes of several labelers, counted per pair of texts."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from exports.arithmetic.ballots import Ballot, votes_of


@dataclass(slots=True)
class PairCount:
    """All votes on the texts `first` < `second`. Levels are signed: positive for `first`."""

    first: int
    second: int
    for_first: int = 0
    for_second: int = 0
    ties: int = 0
    level_sum: int = 0
    level_count: int = 0
    is_derived: bool = False
    # Some vote on it came from writing one of the texts.
    rewrite_votes: int = 0
    voters: list[int] = field(default_factory=list)

    @property
    def votes(self) -> int:
        return self.for_first + self.for_second + self.ties

    @property
    def winner(self) -> int | None:
        """The text that more than half of all votes, ties included, are for."""
        if 2 * self.for_first > self.votes:
            return self.first
        if 2 * self.for_second > self.votes:
            return self.second
        return None

    @property
    def loser(self) -> int:
        return self.second if self.winner == self.first else self.first

    @property
    def votes_for(self) -> int:
        return max(self.for_first, self.for_second)

    @property
    def agreement(self) -> float:
        return self.votes_for / self.votes

    @property
    def strength(self) -> float | None:
        """The mean of signed levels towards the winner, not below 0; None where nobody gave one."""
        if not self.level_count:
            return None
        mean = self.level_sum / self.level_count
        return max(0.0, mean if self.winner == self.first else -mean)


def count_votes(ballots: Sequence[Ballot]) -> dict[tuple[int, int], PairCount]:
    """Count every pair that somebody compared; voters are the ballots' places."""
    pairs: dict[tuple[int, int], PairCount] = {}
    for voter, ballot in enumerate(ballots):
        for vote in votes_of(ballot):
            key = (vote.better, vote.worse) if vote.better < vote.worse else (vote.worse, vote.better)
            if (pair := pairs.get(key)) is None:
                pair = pairs[key] = PairCount(*key)
            sign = 1 if vote.better == pair.first else -1
            if vote.is_tie:
                pair.ties += 1
            elif sign == 1:
                pair.for_first += 1
            else:
                pair.for_second += 1
            if vote.level is not None:
                pair.level_sum += sign * vote.level
                pair.level_count += 1
            pair.is_derived |= vote.is_derived
            pair.rewrite_votes += vote.is_rewrite
            pair.voters.append(voter)
    return pairs
