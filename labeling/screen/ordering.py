"""In which order a labeler sees the completions: balanced, and impossible to guess.

Pure functions over indexes. A task has a random base order; slot s sees row s mod K of a Latin square over
it, so each completion's positions differ by at most one over the filled slots. Over a labeler's work each
policy is balanced over the positions by draws that lean towards the orders used less.
"""

import math
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import permutations

# How strongly a draw leans towards less-used orders: e^-0.7, about one half, per judgment too many.
LEAN = 0.7
# For K above 4 not all K! orders are weighed, only this many random ones.
DRAWS = 24

# The policy key at each position of one order.
Seats = Sequence[int]
# The policy key of each completion, by the completion's index.
Policies = Mapping[int, int]


def latin_row(base: Sequence[int], row: int) -> list[int]:
    """Return row `row` of the Latin square over `base`, in Williams' zigzag so that neighbours vary too.

    Source of the construction: E. J. Williams, 1949, designs balanced for residual effects.
    """
    count = len(base)
    zigzag = [(step + 1) // 2 if step % 2 else (count - step // 2) % count for step in range(count)]
    return [base[(place + row) % count] for place in zigzag]


def draw_base(policies: Policies, seen: Iterable[Seats], chance: random.Random) -> list[int]:
    """Draw a task's base order at its first claim."""
    indexes = list(policies)
    if math.factorial(len(indexes)) <= DRAWS:
        orders = [list(order) for order in permutations(indexes)]
    else:
        orders = [chance.sample(indexes, len(indexes)) for _ in range(DRAWS)]
    return orders[lean([latin_row(order, 0) for order in orders], policies, seen, chance)]


def draw_slot(
    base: Sequence[int],
    *,
    allowed: int,
    taken: Iterable[int],
    policies: Policies,
    seen: Iterable[Seats],
    chance: random.Random,
) -> int:
    """Draw one of the free slots among those whose row is used least on this task."""
    held = set(taken)
    rows = max(len(base), 1)
    uses = Counter(slot % rows for slot in held)
    free = [slot for slot in range(allowed) if slot not in held]
    fewest = min(uses[slot % rows] for slot in free)
    first_of_row = {slot % rows: slot for slot in reversed(free) if uses[slot % rows] == fewest}
    slots = list(first_of_row.values())
    return slots[lean([latin_row(base, slot % rows) for slot in slots], policies, seen, chance)]


def lean(orders: Sequence[Sequence[int]], policies: Policies, seen: Iterable[Seats], chance: random.Random) -> int:
    """Return the place of one of the orders, drawn with a lean to those whose seats were used less.

    seen: the seats of this labeler's earlier assignments.
    """
    if len(orders) == 1:
        return 0
    used = Counter(seat for seats in seen for seat in enumerate(seats))
    costs = [sum(used[position, policies[index]] for position, index in enumerate(order)) for order in orders]
    least = min(costs)
    weights = [math.exp(-LEAN * (cost - least)) for cost in costs]
    return chance.choices(range(len(orders)), weights)[0]
