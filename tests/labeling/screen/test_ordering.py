"""Orders: Latin, balanced, and not to be guessed."""

import itertools
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeling.screen.ordering import draw_base, draw_slot, latin_row, lean


@pytest.mark.parametrize("count", range(10))
def test_each_completion_stands_once_at_each_position(count: int) -> None:
    rows = [latin_row(list(range(count)), row) for row in range(count)]
    for place in range(count):
        assert sorted(row[place] for row in rows) == list(range(count))


@pytest.mark.parametrize("count", [2, 4, 6, 8])
def test_each_neighbour_follows_once_for_even_counts(count: int) -> None:
    rows = [latin_row(list(range(count)), row) for row in range(count)]
    follows = Counter(pair for row in rows for pair in itertools.pairwise(row))
    assert set(follows.values()) == {1}
    assert len(follows) == count * (count - 1)


@given(st.integers(0, 9), st.integers(1, 12), st.randoms(use_true_random=False), st.data())
def test_a_slot_is_free_and_its_row_least_used(count: int, allowed: int, chance: random.Random, data) -> None:
    taken = data.draw(st.sets(st.integers(0, allowed - 1), max_size=allowed - 1))
    base = draw_base({index: index for index in range(count)}, [], chance)
    slot = draw_slot(base, allowed=allowed, taken=taken, policies=dict(enumerate(base)), seen=[], chance=chance)
    assert slot in set(range(allowed)) - taken
    rows = max(count, 1)
    free = set(range(allowed)) - taken
    uses = Counter(one % rows for one in taken)
    assert uses[slot % rows] == min(uses[one % rows] for one in free)


def test_a_draw_leans_to_less_used_orders_but_stays_a_draw() -> None:
    chance = random.Random(1)
    policies = {0: 10, 1: 20}
    seen = [[10, 20]] * 2
    drawn = Counter(lean([[0, 1], [1, 0]], policies, seen, chance) for _ in range(1000))
    # Two judgments too many of the first order: cost 4 against 0, e^-2.8 = 0.06.
    assert 20 < drawn[0] < 110


def test_the_first_order_is_uniform() -> None:
    chance = random.Random(2)
    bases = Counter(tuple(draw_base({3: 1, 5: 2, 8: 3}, [], chance)) for _ in range(1200))
    assert len(bases) == 6
    assert min(bases.values()) > 140
