"""Which pairs of one prompt become rows, and why the others do not."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from exports.arithmetic.majority import cycles_of, edges_of, layers_of
from exports.arithmetic.tally import PairCount

# Llama 2 (2307.09288): the margins of its reward model, per level 3, 2, 1, 0; linear in the level.
MARGIN_PER_LEVEL = {"small": 1 / 3, "large": 1.0, "level": 1.0}


@dataclass(frozen=True, slots=True)
class Rules:
    """What a recipe asks of the pairs of one config."""

    min_votes: int = 1
    min_agreement: float = 0
    min_strength: float = 0
    selection: str = "all"
    rewrites: str = "include"
    margin: str = "none"


@dataclass(frozen=True, slots=True)
class Texts:
    """What must be known of a prompt's texts, by number."""

    empty: Collection[int] = ()
    # Numbers with the same text after NFC and strip share a value.
    plain: Sequence[str] = ()
    flagged: Collection[int] = ()
    rewrites: Collection[int] = ()
    # Names that do not change, for the draw of `one`.
    names: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    count: PairCount
    chosen: int
    rejected: int
    margin: float | None


def margin_of(strength: float | None, margin: str) -> float | None:
    """The margin of the strength under this map; None where there is no strength."""
    return None if strength is None else strength * MARGIN_PER_LEVEL[margin]


def why_unusable(pair: PairCount, texts: Texts) -> str:
    """The reason for which nothing can be learned from the pair, whatever the votes."""
    if pair.first in texts.empty or pair.second in texts.empty:
        return "empty_text"
    if texts.plain[pair.first] == texts.plain[pair.second]:
        return "same_text"
    if pair.first in texts.flagged or pair.second in texts.flagged:
        return "flags_exclude"
    return ""


def why_barred(pair: PairCount, texts: Texts, rules: Rules) -> str:
    """Rewrites that are not wanted must not shape the order of the rest either."""
    is_rewrite = pair.first in texts.rewrites or pair.second in texts.rewrites
    return "rewrite" if rules.rewrites == "exclude" and is_rewrite else ""


def why_undecided(pair: PairCount) -> str:
    if pair.winner is not None:
        return ""
    return "tie" if pair.ties == pair.votes else "no_majority"


def select_pairs(
    counts: Mapping[tuple[int, int], PairCount], texts: Texts, rules: Rules
) -> tuple[list[Kept], dict[str, int]]:
    """Return the pairs to keep, in the order of their numbers, and a count of the others by reason.

    Every pair that was compared is in exactly one of the two.
    """
    dropped: dict[str, int] = {}
    decided: list[PairCount] = []
    for key in sorted(counts):
        pair = counts[key]
        if reason := why_unusable(pair, texts) or why_barred(pair, texts, rules) or why_undecided(pair):
            dropped[reason] = dropped.get(reason, 0) + 1
        else:
            decided.append(pair)
    cards = {card for pair in decided for card in (pair.first, pair.second)}
    edges = edges_of(((pair.winner, pair.loser) for pair in decided if pair.winner is not None), cards)
    cycle, layers = cycles_of(edges), layers_of(edges)
    kept: list[Kept] = []
    for pair in decided:
        reason = "cycle" if cycle[pair.first] == cycle[pair.second] else why_left_out(pair, texts, rules, layers)
        margin = None if rules.margin == "none" else margin_of(pair.strength, rules.margin)
        if not reason and rules.margin != "none" and margin is None:
            reason = "no_margin"
        if reason:
            dropped[reason] = dropped.get(reason, 0) + 1
        else:
            kept.append(Kept(pair, pair.winner or 0, pair.loser, margin))
    if rules.selection == "one" and len(kept) > 1:
        dropped["pairs"] = dropped.get("pairs", 0) + len(kept) - 1
        kept = [min(kept, key=lambda one: lot(texts.names[one.chosen], texts.names[one.rejected]))]
    return kept, dropped


def why_left_out(pair: PairCount, texts: Texts, rules: Rules, layers: Mapping[int, int]) -> str:
    if rules.rewrites == "only" and pair.winner not in texts.rewrites:
        return "not_a_rewrite"
    if pair.votes < rules.min_votes:
        return "min_votes"
    if pair.agreement < rules.min_agreement:
        return "min_agreement"
    if pair.strength is not None and pair.strength < rules.min_strength:
        return "min_strength"
    if not is_selected(rules.selection, layers[pair.winner or 0], layers[pair.loser], max(layers.values())):
        return "pairs"
    return ""


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
