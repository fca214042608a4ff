import pytest

from exports.validators import Broken, check
from tests.exports.written import Rows, folder, said, system, user, without, write

PAIR = {
    "input": {"messages": [system(), user()], "tools": [], "parallel_tool_calls": True},
    "preferred_output": [said("4")], "non_preferred_output": [said("5")],
}  # fmt: skip
ANSWER = {"messages": [user(), said("4")]}
SOUND: dict[str, Rows] = {"sft": [ANSWER], "preference": [PAIR]}


def test_sound_rows_pass(tmp_path):
    check(folder(tmp_path, SOUND), "openai")


def given(*messages, **besides):
    return {**PAIR, "input": {"messages": list(messages), **besides}}


CORRUPT = {
    "metadata": ("preference", {**PAIR, "pair_id": "p1"}, "has pair_id, which the host refuses"),
    "metadata of an answer": ("sft", {**ANSWER, "split": "train"}, "has split"),
    "strange input": ("preference", given(user(), model="x"), "what the host refuses"),
    "no input": ("preference", without(PAIR, "input"), "has no input"),
    "two messages": ("preference", {**PAIR, "preferred_output": [said("4"), said("!")]}, "not exactly one message"),
    "answer as text": ("preference", {**PAIR, "preferred_output": "4"}, "not a list"),
    "answer of the user": ("preference", {**PAIR, "preferred_output": [user("4")]}, "not the assistant's"),
    "empty": ("preference", {**PAIR, "non_preferred_output": [said(" ")]}, "is empty"),
    "same": ("preference", {**PAIR, "non_preferred_output": [said("4")]}, "are the same"),
    "parts": ("sft", {"messages": [{"role": "user", "content": [{"type": "text"}]}, said("4")]}, "not a text"),
    "answered": ("preference", given(user(), said("4")), "does not end with a turn of the user"),
    "two of one side": ("preference", given(user(), user()), "one is user"),
    "no answer": ("sft", {"messages": [user()]}, "does not end with a turn of the assistant"),
    "empty answer": ("sft", {"messages": [user(), said("")]}, "empty answer"),
}


@pytest.mark.parametrize("kind", CORRUPT)
def test_corrupt_rows_are_named(tmp_path, kind):
    config, row, why = CORRUPT[kind]
    rows = [*SOUND[config], row]
    with pytest.raises(Broken, match=why) as broken:
        check(folder(tmp_path, {config: rows}), "openai")
    assert (broken.value.path.parent.name, broken.value.line) == (config, len(rows))


FACTS = [{"file": 0, "line": line, "pair_id": f"p{line}"} for line in (1, 2)]


@pytest.mark.parametrize(
    ("facts", "why", "place"),
    [
        (FACTS[:1], "has no facts", ("preference", 2)),
        ([FACTS[1], FACTS[0]], "not of line 1", ("preference_facts", 1)),
        ([*FACTS, {"file": 0, "line": 3, "pair_id": "p3"}], "has no row", ("preference_facts", 3)),
    ],
)
def test_facts_that_do_not_join(tmp_path, facts, why, place):
    at = folder(tmp_path, {"preference": [PAIR, PAIR]})
    path = at / "preference_facts/train-00000-of-00001.jsonl"
    write(path, FACTS)
    check(at, "openai")
    write(path, facts)
    with pytest.raises(Broken, match=why) as broken:
        check(at, "openai")
    assert (broken.value.path.parent.name, broken.value.line) == place


def test_parquet_and_strange_configs(tmp_path):
    with pytest.raises(Broken, match="is not JSON Lines"):
        check(folder(tmp_path / "a", {"sft": [ANSWER]}, suffix=".parquet"), "openai")
    with pytest.raises(Broken, match="cannot be fine-tuned"):
        check(folder(tmp_path / "b", {"reward": [PAIR]}), "openai")
