"""Whether a text is good in itself: what each labeler said of it absolutely, and what comes of several of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from exports.arithmetic.ratings import majority_of


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Ratings from `good` on are good, down to `bad` bad. `by_line`: the acceptability line decides."""

    good: float
    bad: float
    by_line: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What one labeler said of one text; None where they were not asked, or did not answer."""

    rating: float | None = None
    is_above_line: bool | None = None


# A verdict, or why there is none.
Verdict = bool | str
UNSAID = "no_line_or_rating"
BETWEEN = "between"
CONTRADICTION = "contradiction"


def verdict_of(said: Said, thresholds: Thresholds) -> Verdict:
    """The rating's verdict, or the line's where it decides or there is no rating.

    A line that says the opposite of the rating makes it a contradiction, whichever of them decides.
    """
    by_rating = rated(said.rating, thresholds)
    by_line = said.is_above_line
    if by_rating is not None and by_line is not None and by_rating != by_line:
        return CONTRADICTION
    if by_line is not None and (thresholds.by_line or said.rating is None):
        return by_line
    if said.rating is None:
        return UNSAID
    return BETWEEN if by_rating is None else by_rating


def rated(rating: float | None, thresholds: Thresholds) -> bool | None:
    if rating is None:
        return None
    if rating >= thresholds.good:
        return True
    return False if rating <= thresholds.bad else None


@dataclass(frozen=True, slots=True)
class Settled:
    """`label` is what more than half of those who judged the text say; else `reason` says why there is none."""

    label: bool | None
    reason: str
    good: int
    bad: int
    votes: int
    # Of those who answered the flag that makes it bad whatever its rating, the share who set it.
    vetoed: float = 0.0

    @property
    def agreement(self) -> float:
        if self.vetoed:
            return self.vetoed
        return max(self.good, self.bad) / self.votes if self.votes else 0.0


def settle(verdicts: Sequence[Verdict]) -> Settled:
    """The strict majority: between, and a contradiction, are votes for neither."""
    voted = [verdict for verdict in verdicts if verdict != UNSAID]
    good, bad = sum(verdict is True for verdict in voted), sum(verdict is False for verdict in voted)
    label, reason = None, ""
    if not voted:
        reason = UNSAID
    elif 2 * good > len(voted):
        label = True
    elif 2 * bad > len(voted):
        label = False
    elif good or bad:
        reason = "no_majority"
    else:
        reason = CONTRADICTION if CONTRADICTION in voted else BETWEEN
    return Settled(label, reason, good, bad, len(voted))


def veto(settled: Settled, flags: Sequence[Sequence[bool]]) -> Settled:
    """Bad, when more than half set one of these flags; what nobody judged in itself stays without a label."""
    shares = [sum(answers) / len(answers) for answers in flags if majority_of(answers)]
    if not shares or settled.reason == UNSAID:
        return settled
    return replace(settled, label=False, reason="", vetoed=max(shares))
