"""Which pairs of one prompt become rows, and why the others do not."""

import hashlib
from collections import Counter
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from exports.arithmetic.ballots import Ballot
from exports.arithmetic.majority import order_of
from exports.arithmetic.tally import PairCount, count_votes

# Llama 2 (2307.09288): the margins of its reward model, per level 3, 2, 1, 0; linear in the level.
MARGIN_PER_LEVEL = {"small": 1 / 3, "large": 1.0, "level": 1.0}


class Rules(NamedTuple):
    """What a recipe asks of the pairs of one config."""

    min_votes: int = 1
    min_agreement: float = 0
    min_strength: float = 0
    selection: str = "all"
    rewrites: str = "include"
    margin: str = "none"


class Texts(NamedTuple):
    """What must be known of a prompt's texts, by number."""

    empty: Collection[int] = ()
    # For each text the first that is the same after NFC and strip: see same_as.
    plain: Sequence[int] = ()
    flagged: Collection[int] = ()
    # Not under a license that the recipe asks for.
    unlicensed: Collection[int] = ()
    rewrites: Collection[int] = ()
    # Names that do not change, for the draw of `one`.
    names: Sequence[str] = ()


@dataclass(frozen=True, eq=False, slots=True)
class Kept:
    """Each is only like itself: what is derived of some that many prompts have in common is kept by them."""

    count: PairCount
    chosen: int
    rejected: int
    margin: float | None


def margin_of(strength: float | None, margin: str) -> float | None:
    """The margin of the strength under this map; None where there is no strength, or no map."""
    return None if strength is None or margin == "none" else strength * MARGIN_PER_LEVEL[margin]


def select_pairs(
    counts: Mapping[tuple[int, int], PairCount], texts: Texts, rules: Rules
) -> tuple[list[Kept], Counter[str]]:
    """Return the pairs to keep, in the order of their numbers, and a count of the others by reason.

    Every pair that was compared is in exactly one of the two.
    """
    dropped: Counter[str] = Counter()
    decided: list[tuple[PairCount, int, int]] = []
    for key in sorted(counts):
        pair = counts[key]
        winner = pair.winner
        if reason := why_unusable(pair, texts, rules):
            dropped[reason] += 1
        elif winner is None:
            dropped["tie" if pair.ties == pair.votes else "no_majority"] += 1
        else:
            decided.append((pair, winner, pair.second if winner == pair.first else pair.first))
    # Texts that read the same are one here: x > y and y > "x " is a cycle.
    one_of = texts.plain
    ends = [(one_of[winner], one_of[loser]) for _, winner, loser in decided]
    order = order_of(ends, {card for pair in ends for card in pair})
    lowest = max(order.layers.values(), default=0)
    kept: list[Kept] = []
    for (pair, winner, loser), (upper, lower) in zip(decided, ends, strict=True):
        if order.is_on_cycle(upper, lower):
            dropped["cycle"] += 1
        elif reason := why_left_out(pair, winner, texts, rules):
            dropped[reason] += 1
        elif not is_selected(rules.selection, order.layers[upper], order.layers[lower], lowest):
            dropped["pairs"] += 1
        elif (margin := margin_of(pair.strength, rules.margin)) is None and rules.margin != "none":
            dropped["no_margin"] += 1
        else:
            kept.append(Kept(pair, winner, loser, margin))
    if rules.selection == "one" and len(kept) > 1:
        dropped["pairs"] += len(kept) - 1
        kept = [min(kept, key=lambda one: lot(texts.names[one.chosen], texts.names[one.rejected]))]
    return kept, dropped


@lru_cache(maxsize=4_096)
def decided_pairs(
    ballots: tuple[Ballot, ...], texts: Texts, rules: Rules
) -> tuple[tuple[Kept, ...], Mapping[str, int]]:
    """Count the ballots and select, once for all prompts of which the same was said in the same way.

    Whoever ranks four texts has 75 ways to do so, and a project has many prompts. Nothing of what comes back may be
    changed; all collections of `texts` are tuples.
    """
    kept, dropped = select_pairs(count_votes(ballots), texts, rules)
    return tuple(kept), dropped


def same_as(plain: Sequence[Hashable]) -> list[int]:
    """For each text the first that reads the same."""
    first: dict[Hashable, int] = {}
    return [first.setdefault(text, number) for number, text in enumerate(plain)]


def why_unusable(pair: PairCount, texts: Texts, rules: Rules) -> str:
    """The reason for which the pair takes no part at all, whatever the votes."""
    if pair.first in texts.empty or pair.second in texts.empty:
        return "empty_text"
    if texts.plain[pair.first] == texts.plain[pair.second]:
        return "same_text"
    if pair.first in texts.flagged or pair.second in texts.flagged:
        return "flags_exclude"
    if pair.first in texts.unlicensed or pair.second in texts.unlicensed:
        return "license"
    # Rewrites that are not wanted must not shape the order of the rest either.
    if rules.rewrites == "exclude" and (pair.first in texts.rewrites or pair.second in texts.rewrites):
        return "rewrite"
    return ""


def why_left_out(pair: PairCount, winner: int, texts: Texts, rules: Rules) -> str:
    if rules.rewrites == "only" and winner not in texts.rewrites:
        return "not_a_rewrite"
    if pair.votes < rules.min_votes:
        return "min_votes"
    if pair.agreement < rules.min_agreement:
        return "min_agreement"
    strength = pair.strength
    return "min_strength" if strength is not None and strength < rules.min_strength else ""


def is_selected(selection: str, upper: int, lower: int, lowest: int) -> bool:
    if selection == "best_worst":
        return upper == 0 and lower == lowest
    if selection == "best_rest":
        return upper == 0
    if selection == "adjacent":
        return lower == upper + 1
    return True


def lot(chosen: str, rejected: str) -> bytes:
    """A draw that nobody can steer and every rebuild repeats."""
    return hashlib.sha256(f"{chosen}>{rejected}".encode()).digest()
