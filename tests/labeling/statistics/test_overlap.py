"""The rule by which an overlap grows, on examples by hand and on whatever judgments there may be."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from labeling.statistics.overlap import Judged, Rule, is_disputed, labels_wanted

RULE = Rule()


def says(*top: int, ratings: Mapping[tuple[int, str], int] | None = None) -> Judged:
    return Judged(frozenset(top), ratings or {})


def test_two_of_three_are_two_thirds_and_no_dispute() -> None:
    assert not is_disputed([says(0), says(0), says(1)], RULE)


def test_three_different_top_tiers_are_a_dispute() -> None:
    assert is_disputed([says(0), says(1), says(2)], RULE)


def test_a_tie_at_the_top_is_another_top_tier() -> None:
    assert is_disputed([says(0, 1), says(0), says(1)], RULE)


def test_two_of_four_are_a_dispute_and_three_of_five_too() -> None:
    assert is_disputed([says(0), says(0), says(1), says(1)], RULE)
    assert is_disputed([says(0), says(0), says(0), says(1), says(1)], RULE)
    assert not is_disputed([says(0), says(0), says(0), says(1)], RULE)


def test_ratings_that_spread_by_more_than_two_are_a_dispute() -> None:
    def rated(*helpfulness: int) -> list[Judged]:
        return [says(0, ratings={(1, "helpfulness"): value}) for value in helpfulness]

    assert not is_disputed(rated(2, 4, 3), RULE)
    assert is_disputed(rated(1, 4, 4), RULE)


def test_ratings_of_different_completions_or_questions_are_not_compared() -> None:
    assert not is_disputed([says(0, ratings={(0, "a"): 0, (1, "a"): 4}), says(0, ratings={(1, "b"): 0})], RULE)


def test_nothing_is_disputed_where_nothing_is_ranked_or_rated() -> None:
    assert not is_disputed([Judged(), Judged(), Judged()], RULE)


judgments = st.lists(
    st.builds(
        Judged,
        top=st.frozensets(st.integers(0, 3), min_size=1),
        ratings=st.dictionaries(st.tuples(st.integers(0, 3), st.sampled_from(["a", "b"])), st.integers(0, 7)),
    ),
    max_size=8,
)


@given(judgments, st.integers(1, 5), st.integers(0, 5))
def test_the_number_wanted_stays_within_its_ends_and_grows_by_one(said: list[Judged], least: int, more: int) -> None:
    wanted = labels_wanted(said, RULE, least=least, most=least + more)
    assert least <= wanted <= least + more
    assert wanted <= max(least, len(said) + 1)


@given(judgments)
def test_the_order_in_which_judgments_came_does_not_matter(said: list[Judged]) -> None:
    turned = list(reversed(said))
    assert is_disputed(said, RULE) == is_disputed(turned, RULE)


@given(judgments.filter(len))
def test_one_more_of_the_same_mind_never_makes_a_dispute_of_ratings(said: list[Judged]) -> None:
    only_ratings = Rule(agreement=0)
    assert is_disputed(said, only_ratings) == is_disputed([*said, said[0]], only_ratings)
