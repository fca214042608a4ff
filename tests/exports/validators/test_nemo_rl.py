import pytest

from exports.validators import Broken, check
from tests.exports.written import folder, name, said, user, write


def ranked(*ranks, texts=("4", "5", "6")):
    completions = [{"rank": rank, "completion": [said(text)]} for rank, text in zip(ranks, texts, strict=False)]
    return {"context": [user()], "completions": completions}


PAIR = ranked(0, 1)
SOUND = {"sft": [{"messages": [user(), said("4")]}], "preference": [PAIR, ranked(1, 0)], "reward": [PAIR]}


@pytest.mark.parametrize("suffix", [".jsonl", ".parquet"])
def test_sound_rows_pass(tmp_path, suffix):
    check(folder(tmp_path, SOUND, suffix=suffix), "nemo-rl")


CORRUPT = {
    "three": ("preference", ranked(0, 1, 2), "not exactly two"),
    "one": ("preference", ranked(0), "not exactly two"),
    "tie": ("preference", ranked(0, 0), "the same rank"),
    "ranks from one": ("preference", ranked(1, 2), "neither 0 nor 1"),
    "rank as text": ("preference", ranked("0", "1"), "neither 0 nor 1"),
    "same": ("preference", ranked(0, 1, texts=("4", "4")), "are the same"),
    "empty": ("reward", ranked(0, 1, texts=("4", "")), "completions.1.completion is empty"),
    "text": ("reward", {**PAIR, "completions": [{"rank": 0, "completion": "4"}] * 2}, "not a list of messages"),
    "no rank": ("reward", {**PAIR, "completions": [{"completion": [said("4")]}] * 2}, "not just rank"),
    "answered context": ("preference", {**PAIR, "context": [user(), said("4")]}, "ends with the assistant"),
    "no answer": ("sft", {"messages": [user()]}, "does not end with an answer"),
    "role": ("sft", {"messages": [{"role": "human", "content": "x"}, said("4")]}, "the role human"),
}


@pytest.mark.parametrize("kind", CORRUPT)
def test_corrupt_rows_are_named(tmp_path, kind):
    config, row, why = CORRUPT[kind]
    rows = [*SOUND[config], row]
    with pytest.raises(Broken, match=why) as broken:
        check(folder(tmp_path, {config: rows}), "nemo-rl")
    assert (broken.value.path.parent.name, broken.value.line) == (config, len(rows))


def test_places_and_configs_that_it_does_not_load(tmp_path):
    write(tmp_path / "preference/all.jsonl", [PAIR])
    name(tmp_path, {"preference": "preference/all.jsonl"})
    with pytest.raises(Broken, match="under its split's name"):
        check(tmp_path, "nemo-rl")
    with pytest.raises(Broken, match="no loader for"):
        check(folder(tmp_path, {"kto": [PAIR]}), "nemo-rl")
