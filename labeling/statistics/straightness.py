"""Straight-lining: answering every scale with one and the same number, whatever is asked of whatever is shown."""

from collections.abc import Sequence

# One answer is always the same as itself.
FEWEST_ANSWERS = 2


def is_straight(answers: Sequence[float]) -> bool:
    """Whether all scales of all cards got the same answer; answers: one per scale and card."""
    return len(answers) >= FEWEST_ANSWERS and len(set(answers)) == 1
