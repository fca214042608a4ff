"""Which texts stand above the line of the acceptable, as several labelers drew it."""

from collections.abc import Sequence
from functools import lru_cache

from exports.arithmetic.ballots import Ballot
from exports.arithmetic.ratings import settled


@lru_cache(maxsize=4_096)
def acceptable_of(ballots: tuple[Ballot, ...], texts: int) -> Sequence[bool | None]:
    """Whether each text is above the line for more than half of those who drew one; None: not settled."""
    if all(ballot.acceptable is None for ballot in ballots):
        return (None,) * texts
    return tuple([settled(line_votes(ballots, number)) for number in range(texts)])


def line_votes(ballots: Sequence[Ballot], text: int) -> list[bool]:
    """Who put the text above their line (true) or below it."""
    return [
        text in {card for tier in ballot.tiers[: ballot.acceptable] for card in tier}
        for ballot in ballots
        if ballot.acceptable is not None and text in ballot.cards
    ]
