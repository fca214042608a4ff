"""Which of a labeler's tasks are gold: drawn by a hash of the project's secret, so that nobody can guess it.

The draw of a labeler's next task depends on nothing but its ordinal among theirs: asking again changes nothing, and
what is still to come can be counted, so that "left for you" goes down by one with each answer, gold or not.
"""

import hashlib
from collections.abc import Callable

# A hash's first so many hexadecimal digits, as a number below 1.
DIGITS = 12


def is_gold(secret: str, labeler_id: int, ordinal: int, rate: float) -> bool:
    drawn = hashlib.sha256(f"{secret}:gold:{labeler_id}:{ordinal}".encode()).hexdigest()[:DIGITS]
    return bool(int(drawn, 16) < rate * 16.0**DIGITS)


def gold_ahead(is_gold_at: Callable[[int], bool], *, last: int, work: int, gold: int) -> int:
    """How many gold tasks come before so many tasks of work are done, and right after the last of them.

    last: the ordinal of the labeler's latest task; gold: how many gold tasks they have not had.
    """
    met = 0
    ordinal = last + 1
    while met < gold:
        if is_gold_at(ordinal):
            met += 1
        elif work == 0:
            break
        else:
            work -= 1
        ordinal += 1
    return met
