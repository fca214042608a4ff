"""The orders that labelers gave one task, side by side, after the one on which their majority agrees."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from labeling.kinds import LETTERS
from labeling.models import Verdict
from labeling.screen import order_lines
from labeling.statistics.consensus import consensus_of
from labeling.tasks.task import SubmissionView, TaskView

NOT_COUNTED = (Verdict.REJECTED, Verdict.RETURNED)


@dataclass(frozen=True)
class TaskOrders:
    lines: order_lines.OrderLines
    votes: int = 0
    # Pairs of letters, as "A–C", each on one line (word joiners).
    undecided: str = ""
    circular: str = ""


def orders_of(view: TaskView) -> TaskOrders | None:
    """None where nobody has ranked anything. The consensus needs two judgments that count."""
    ranked = [said for said in view.submissions if said.tiers]
    if not ranked:
        return None
    letters = [card.letter for card in view.cards]
    orders = [
        order_lines.Order(
            said.labeler.get_short_name(), letters_of(said), said.submission.judgment.get("acceptable_tiers")
        )
        for said in ranked
    ]
    agreed = consensus_of([places_of(said) for said in ranked if counts(said)])
    if agreed is None:
        return TaskOrders(order_lines.draw(orders, letters))
    tiers = [[LETTERS[text] for text in tier] for tier in agreed.tiers]
    lines = order_lines.draw([order_lines.Order(_("Majority"), tiers), *orders], letters)
    return TaskOrders(lines, agreed.votes, named(agreed.undecided), named(agreed.circular))


def counts(said: SubmissionView) -> bool:
    return not said.submission.is_surplus and not (said.verdict and said.verdict.verdict in NOT_COUNTED)


def letters_of(said: SubmissionView) -> list[list[str]]:
    return [tier.letters for tier in said.tiers]


def places_of(said: SubmissionView) -> dict[int, int]:
    return {LETTERS.index(letter): place for place, tier in enumerate(said.tiers) for letter in tier.letters}


def named(pairs: Sequence[tuple[int, int]]) -> str:
    return ", ".join(f"{LETTERS[one]}\u2060–\u2060{LETTERS[other]}" for one, other in pairs)
