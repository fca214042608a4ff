"""How many labels a task wants when its overlap grows while people disagree."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rule:
    """When people disagree. Defaults: HelpSteer2 (arXiv 2406.08673) adds labels when ratings spread by more than 2."""

    # Fewer than this share have the same top tier, to two decimals: two thirds are 0.67.
    agreement: float = 0.67
    # Ratings of one completion on one scale lie further apart than this.
    spread: int = 2


@dataclass(frozen=True)
class Judged:
    """One counted judgment, completions by their index in the task."""

    # The top tier; empty where nothing was ranked.
    top: frozenset[int] = frozenset()
    # Answers on scales, by completion and question.
    ratings: Mapping[tuple[int, str], int] = field(default_factory=dict)


def is_disputed(judgments: Sequence[Judged], rule: Rule) -> bool:
    """Whether these judgments differ by the rule; one alone differs from nobody."""
    tops = Counter(judged.top for judged in judgments if judged.top)
    if tops and round(max(tops.values()) / tops.total(), 2) < rule.agreement:
        return True
    return widest_spread(judged.ratings for judged in judgments) > rule.spread


def widest_spread(ratings: Iterable[Mapping[tuple[int, str], int]]) -> int:
    """How far apart the ratings of one completion on one scale lie at most."""
    lowest: dict[tuple[int, str], int] = {}
    highest: dict[tuple[int, str], int] = {}
    for said in ratings:
        for place, rating in said.items():
            lowest[place] = min(rating, lowest.get(place, rating))
            highest[place] = max(rating, highest.get(place, rating))
    return max((highest[place] - lowest[place] for place in lowest), default=0)


def labels_wanted(judgments: Sequence[Judged], rule: Rule, *, least: int, most: int) -> int:
    """One label more than there are while they are disputed, else as many as there are; between `least` and `most`."""
    wanted = len(judgments)
    if wanted >= least and is_disputed(judgments, rule):
        wanted += 1
    return max(least, min(wanted, most))
