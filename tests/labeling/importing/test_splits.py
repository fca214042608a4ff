"""Groups and splits: golden values, and what must hold for any order of prompts."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeling.importing.splits import Group, Places, group_keys, normalise_text, split_of

SHARES = {"train": 0.8, "validation": 0.1, "test": 0.1}


def prompt(text, *before):
    return [*before, {"role": "user", "content": text}]


def places(**known):
    return Places("0", SHARES, has_train=False, known=known)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hello  World", "hello world"), (" a\n\tb ", "a b"), ("ＡＢＣ", "abc"), ("Straße", "STRASSE"), ("ﬁne", "fine"),
        ("e\u0301", "é"), ("İ", "i\u0307"), ("a\u00a0b", "a b"),
    ],
)  # fmt: skip
def test_texts_that_look_the_same_are_one_group(one, other):
    assert normalise_text(one) == normalise_text(other)
    assert group_keys(prompt(one), "") == group_keys(prompt(other), "")


def test_texts_that_differ_are_two_groups():
    assert group_keys(prompt("a b"), "") != group_keys(prompt("ab"), "")
    assert group_keys(prompt("x"), "u")[1] not in group_keys(prompt("u"), "")


def test_the_root_is_the_first_thing_a_user_says():
    system, answer = {"role": "system", "content": "Be kind."}, {"role": "assistant", "content": "Yes?"}
    root = group_keys(prompt("Q"), "")
    assert group_keys(prompt("more", system, *prompt("Q"), answer), "") == root
    assert group_keys(prompt("Q", system), "") == root


def test_keys_and_buckets_stay_as_they_are():
    """A prompt that comes again in ten years must meet its group: these values may never change."""
    keys = group_keys(prompt("Explain the moon landing to a 6 year old."), "u-81")
    assert [key.hex() for key in keys] == GOLDEN_KEYS
    drawn = [split_of("0", number.to_bytes(16), SHARES) for number in range(20)]
    assert "".join(split[0] for split in drawn) == GOLDEN_SPLITS


def test_splits_have_their_shares():
    drawn = [split_of("seed", number.to_bytes(16), SHARES) for number in range(20_000)]
    assert drawn.count("train") == pytest.approx(16_000, abs=250)
    assert drawn.count("test") == pytest.approx(2_000, abs=170)
    assert drawn != [split_of("other", number.to_bytes(16), SHARES) for number in range(20_000)]


@pytest.mark.parametrize("split", ["train", "validation", "test"])
def test_a_share_of_one_takes_all(split):
    shares = {"train": 0, "validation": 0, "test": 0} | {split: 1}
    assert {split_of("s", number.to_bytes(16), shares) for number in range(500)} == {split}


def test_the_first_group_is_train_if_there_is_train_at_all():
    for number in range(50):
        new = itertools.count(1).__next__
        assert places().place([number.to_bytes(16)], "", new).split == "train"
        assert Places("0", {"train": 0, "test": 1}, False).place([number.to_bytes(16)], "", new).split == "test"


def test_a_row_may_name_its_split_and_train_still_is_not_empty():
    run, new = places(), itertools.count(1).__next__
    assert run.place([b"a"], "test", new).split == "test"
    assert run.place([b"b"], "", new).split == "train"


def test_the_earliest_group_wins_and_groups_never_merge():
    run, new = places(), itertools.count(1).__next__
    first, second = run.place([b"a"], "train", new), run.place([b"b"], "train", new)
    both = run.place([b"b", b"a", b"c"], "", new)
    assert both.group == first.group
    assert not both.is_quarantined
    assert both.new_keys == [b"c"]
    assert run.known[b"c"] == first.group
    assert run.place([b"b"], "", new).group == second.group


@pytest.mark.parametrize(("asked", "is_quarantined"), [("", True), ("train", True), ("test", True)])
def test_who_links_groups_of_different_splits_is_quarantined(asked, is_quarantined):
    run, new = places(), itertools.count(1).__next__
    run.place([b"a"], "train", new)
    run.place([b"b"], "test", new)
    assert run.place([b"a", b"b"], asked, new).is_quarantined == is_quarantined


def test_a_named_split_against_its_group_is_quarantined():
    run, new = places(), itertools.count(1).__next__
    run.place([b"a"], "test", new)
    place = run.place([b"a"], "train", new)
    assert (place.split, place.is_quarantined) == ("train", True)
    assert not run.place([b"a"], "test", new).is_quarantined


traits = st.lists(st.integers(0, 12).map(lambda number: number.to_bytes(16)), min_size=1, max_size=3, unique=True)
prompts = st.lists(st.tuples(traits, st.sampled_from(["", "", "", "train", "test"])), max_size=40)


@given(prompts, st.integers(1, 40))
def test_cutting_a_run_anywhere_changes_nothing(rows, cut):
    """A resumed import, and a second import, decide as one run would have."""
    whole = run_all(rows)
    run, new = places(), itertools.count(1).__next__
    first = [run.place(keys, asked, new) for keys, asked in rows[:cut]]
    groups = dict(run.known)
    resumed = Places("0", SHARES, any(group.split == "train" for group in groups.values()), groups)
    assert first + [resumed.place(keys, asked, new) for keys, asked in rows[cut:]] == whole


@given(prompts)
def test_groups_hold_together(rows):
    found = run_all(rows)
    split_of_group: dict[int, str] = {}
    owner: dict[bytes, Group] = {}
    for (keys, asked), place in zip(rows, found, strict=True):
        assert split_of_group.setdefault(place.group.id, place.group.split) == place.group.split
        linked = [owner[key] for key in keys if key in owner]
        assert place.is_new_group == (not linked)
        assert not linked or place.group.id == min(group.id for group in linked)
        assert place.split == (asked or place.group.split)
        if not place.is_quarantined:
            assert {place.split} == {group.split for group in [*linked, place.group]}
        for key in place.new_keys:
            assert owner.setdefault(key, place.group) is place.group
    if any(place.is_new_group and not asked for (_, asked), place in zip(rows, found, strict=True)):
        assert any(place.group.split == "train" for place in found)


def run_all(rows):
    run, new = places(), itertools.count(1).__next__
    return [run.place(keys, asked, new) for keys, asked in rows]


GOLDEN_KEYS = ["1063d65f19721c1977f2dc8d46c89346", "755512958496c9cbb663f62ace36caa9"]
GOLDEN_SPLITS = "vtvttttttttttttttvtt"
