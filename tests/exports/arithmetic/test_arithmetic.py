"""The pure functions: golden cases by hand, then properties over everything hypothesis thinks of."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.arithmetic.ballots import Ballot, votes_of
from exports.arithmetic.majority import order_of, ranks_of
from exports.arithmetic.ratings import majority_of, median_of, settled
from exports.arithmetic.selection import Rules, Texts, same_as, select_pairs
from exports.arithmetic.tally import count_votes


def texts(count=9, **fields):
    names = [str(number) for number in range(count)]
    return Texts(plain=range(count), names=names, **fields)


def chosen(ballots, rules=Rules(), known=None):  # noqa: B008 (frozen)
    kept, dropped = select_pairs(count_votes(ballots), known or texts(), rules)
    return {(pair.chosen, pair.rejected) for pair in kept}, dict(dropped)


def single(*tiers, **fields):
    return Ballot(tiers=tuple(tuple(tier) for tier in tiers), **fields)


def test_nine_cards_with_two_ties_give_all_decisive_pairs():
    pairs, dropped = chosen([single([0], [1, 2], [3], [4, 5], [6], [7], [8])])
    assert len(pairs) == 36 - 2
    assert dropped == {"tie": 2}


def test_one_ballot_gives_layers_equal_to_its_tiers():
    counts = count_votes([single([2], [0, 3], [1])])
    decided = [(pair.winner, pair.loser) for pair in counts.values() if pair.winner is not None]
    order = order_of(decided, range(4))
    assert order.layers == {2: 0, 0: 1, 3: 1, 1: 2}
    assert ranks_of(order.layers) == {2: 1, 0: 2, 3: 2, 1: 4}


def test_ties_count_against_a_majority():
    for_a, tie = single([0], [1]), single([0, 1])
    assert chosen([for_a, for_a, tie])[0] == {(0, 1)}
    assert chosen([for_a, tie]) == (set(), {"no_majority": 1})
    assert chosen([for_a, tie, tie]) == (set(), {"no_majority": 1})


def test_a_condorcet_cycle_leaves_whole_and_what_hangs_on_it_stays():
    ballots = [single([0], [1], [2], [3]), single([1], [2], [0], [3]), single([2], [0], [1], [3])]
    assert chosen(ballots) == ({(0, 3), (1, 3), (2, 3)}, {"cycle": 3})


def test_thresholds_name_their_reason():
    ballots = [single([0], [1]), single([0], [1]), single([1], [0])]
    assert chosen(ballots, Rules(min_agreement=0.7))[1] == {"min_agreement": 1}
    assert chosen(ballots, Rules(min_votes=4))[1] == {"min_votes": 1}
    assert chosen(ballots, Rules(min_agreement=2 / 3))[0] == {(0, 1)}


def test_strength_of_a_far_pair_is_the_capped_sum_and_marked():
    votes = {(v.better, v.worse): v for v in votes_of(single([0], [1], [2], levels=(2, 2)))}
    assert votes[0, 1].level == 2
    assert not votes[0, 1].is_derived
    assert votes[0, 2].level == 3
    assert votes[0, 2].is_derived


def test_strength_over_labelers_is_the_mean_of_signed_levels():
    ballots = [single([0], [1], levels=(3,)), single([0], [1], levels=(2,)), single([1], [0], levels=(1,))]
    assert count_votes(ballots)[0, 1].strength == pytest.approx(4 / 3)
    assert chosen(ballots, Rules(min_strength=2))[1] == {"min_strength": 1}
    assert chosen([single([0], [1])], Rules(min_strength=2))[0] == {(0, 1)}  # no strength was asked for


@pytest.mark.parametrize(
    ("margin", "by_level"),
    [("small", [0, 1 / 3, 2 / 3, 1]), ("large", [0, 1, 2, 3]), ("level", [0, 1, 2, 3])],
)
def test_margins_are_those_of_llama_2(margin, by_level):
    for level, wanted in enumerate(by_level):
        kept, _ = select_pairs(count_votes([single([0], [1], levels=(level,))]), texts(), Rules(margin=margin))
        assert kept[0].margin == pytest.approx(wanted)


def test_a_row_without_strength_leaves_when_a_margin_is_asked_for():
    assert chosen([single([0], [1])], Rules(margin="small")) == (set(), {"no_margin": 1})


@pytest.mark.parametrize(
    ("selection", "wanted"),
    [
        ("best_worst", {(0, 3)}),
        ("best_rest", {(0, 1), (0, 2), (0, 3)}),
        ("adjacent", {(0, 1), (0, 2), (1, 3), (2, 3)}),
        ("all", {(0, 1), (0, 2), (0, 3), (1, 3), (2, 3)}),
    ],
)
def test_selections(selection, wanted):
    pairs, dropped = chosen([single([0], [1, 2], [3])], Rules(selection=selection))
    assert pairs == wanted
    assert len(pairs) + sum(dropped.values()) == 6


def test_one_pair_per_ranking_is_a_draw_that_repeats():
    rules = Rules(selection="one")
    first, dropped = chosen([single([0], [1], [2], [3])], rules)
    assert len(first) == 1
    assert dropped == {"pairs": 5}
    assert chosen([single([0], [1], [2], [3])], rules)[0] == first


def test_rewrite_beats_its_base_and_the_rest():
    ballot = single([0], [1], [2], rewrite=3, base=0)
    known = texts(rewrites=[3])
    assert chosen([ballot], known=known)[0] == {(3, 0), (3, 1), (3, 2), (0, 1), (0, 2), (1, 2)}
    assert chosen([ballot], Rules(rewrites="only"), known)[0] == {(3, 0), (3, 1), (3, 2)}
    assert chosen([ballot], Rules(rewrites="exclude"), known)[0] == {(0, 1), (0, 2), (1, 2)}


def test_rewrite_of_a_lower_card_says_nothing_of_those_above():
    pairs, _ = chosen([single([0], [1], [2], rewrite=3, base=1)], Rules(rewrites="only"), texts(rewrites=[3]))
    assert pairs == {(3, 1), (3, 2)}


def test_rewrite_from_nothing_beats_all():
    pairs, _ = chosen([single([0, 1], acceptable=0, rewrite=2)], known=texts(rewrites=[2]))
    assert pairs == {(2, 0), (2, 1)}


def test_unusable_texts_leave_with_their_reason():
    ballot = single([0], [1], [2], [3])
    known = Texts(empty=[0], plain=same_as(["", "a", "a", "b"]), flagged=[3], names=list("0123"))
    assert chosen([ballot], known=known) == (set(), {"empty_text": 3, "same_text": 1, "flags_exclude": 2})


def test_ratings_by_median_flags_by_majority():
    assert median_of([1, 7, 6]) == 6
    assert median_of([1, 2]) == 1.5
    assert [majority_of(flags) for flags in ([True, False], [True, True, False], [])] == [False, True, False]
    assert [settled(votes) for votes in ([True, False], [False], [True], [])] == [None, False, True, None]


@st.composite
def ballots(draw, cards=5):
    order = draw(st.permutations(range(cards)))
    cuts = draw(st.sets(st.integers(1, cards - 1)))
    ends = [0, *sorted(cuts), cards]
    tiers = [order[start:end] for start, end in pairwise(ends)]
    levels = draw(st.none() | st.tuples(*[st.integers(0, 3)] * (len(tiers) - 1)))
    rewrite = draw(st.sampled_from([None, cards, cards + 1]))
    base = draw(st.none() | st.integers(0, cards - 1)) if rewrite else None
    return single(*tiers, levels=levels, rewrite=rewrite, base=base)


RULES = st.builds(
    Rules,
    min_votes=st.integers(1, 3),
    min_agreement=st.sampled_from([0, 0.6, 1]),
    min_strength=st.integers(0, 3),
    selection=st.sampled_from(["all", "best_worst", "best_rest", "adjacent", "one"]),
    rewrites=st.sampled_from(["include", "exclude", "only"]),
    margin=st.sampled_from(["none", "small", "large", "level"]),
)


@given(st.lists(ballots(), min_size=1, max_size=6), RULES)
def test_every_compared_pair_is_a_row_or_counted_and_never_both_ways(given_ballots, rules):
    counts = count_votes(given_ballots)
    kept, dropped = select_pairs(counts, texts(rewrites=[5, 6]), rules)
    assert len(kept) + sum(dropped.values()) == len(counts)
    pairs = {(pair.chosen, pair.rejected) for pair in kept}
    assert len(pairs) == len(kept)
    assert not pairs & {(rejected, chosen_) for chosen_, rejected in pairs}
    assert all((pair.margin is None) == (rules.margin == "none") for pair in kept)


@given(st.lists(ballots(), min_size=1, max_size=6))
def test_the_kept_pairs_form_no_cycle_and_agree_with_the_layers(given_ballots):
    counts = count_votes(given_ballots)
    kept, _ = select_pairs(counts, texts(), Rules())
    order = order_of([(p.winner, p.loser) for p in counts.values() if p.winner is not None], range(7))
    assert not order_of([(pair.chosen, pair.rejected) for pair in kept], range(7)).has_cycle
    assert all(order.layers[pair.chosen] < order.layers[pair.rejected] for pair in kept)


@given(ballots())
def test_one_ballot_is_followed_to_the_letter(ballot):
    pairs, _ = chosen([ballot], Rules(rewrites="exclude"), texts(rewrites=[5, 6]))
    place = {card: tier for tier, cards in enumerate(ballot.tiers) for card in cards}
    wanted = {(a, b) if place[a] < place[b] else (b, a) for a, b in combinations(place, 2) if place[a] != place[b]}
    assert pairs == wanted


@given(st.lists(ballots(), min_size=1, max_size=5), st.randoms())
def test_the_order_of_ballots_does_not_matter(given_ballots, draw):
    shuffled = list(given_ballots)
    draw.shuffle(shuffled)
    assert chosen(given_ballots) == chosen(shuffled)
