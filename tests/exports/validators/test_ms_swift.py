import pytest

from exports.validators import Broken, check
from tests.exports.written import Rows, folder, said, system, user, without

ANSWER = {"messages": [system(), user(), said("4")]}
PAIR = {**ANSWER, "rejected_response": "5"}
SOUND: dict[str, Rows] = {
    "sft": [ANSWER], "preference": [PAIR], "reward": [{**PAIR, "margin": 1.0}],
    "kto": [{**ANSWER, "label": True}], "prompts": [{"messages": [user()]}],
}  # fmt: skip


@pytest.mark.parametrize("suffix", [".jsonl", ".parquet"])
def test_sound_rows_pass(tmp_path, suffix):
    check(folder(tmp_path, SOUND, suffix=suffix), "ms-swift")


CORRUPT = {
    "no rejected": ("preference", without(PAIR, "rejected_response"), "has no rejected_response"),
    "null rejected": ("preference", {**PAIR, "rejected_response": None}, "rejected_response is null"),
    "empty rejected": ("preference", {**PAIR, "rejected_response": ""}, "rejected_response is empty"),
    "equal rejected": ("preference", {**PAIR, "rejected_response": "4"}, "are the same"),
    "image in rejected": ("preference", {**PAIR, "rejected_response": "<image>"}, "has <image>"),
    "null margin": ("reward", {**PAIR, "margin": None}, "margin is not a number"),
    "null content": ("sft", {"messages": [user(), {"role": "assistant", "content": None}]}, "not a text"),
    "unknown role": ("sft", {"messages": [{"role": "human", "content": "x"}, said("4")]}, "one is human"),
    "two of one side": ("sft", {"messages": [user(), user(), said("4")]}, "one is user"),
    "empty answer": ("sft", {"messages": [user(), said("")]}, "answer that is empty"),
    "only system": ("sft", {"messages": [system()]}, "nothing but a system turn"),
    "no answer": ("sft", {"messages": [user()]}, "does not end with"),
    "pair as answer": ("sft", PAIR, "makes it a pair"),
    "audio": ("sft", {"messages": [user("<audio>"), said("4")]}, "has <audio>"),
    "label as text": ("kto", {**ANSWER, "label": "true"}, "not true or false"),
    "answered prompt": ("prompts", ANSWER, "nothing left to answer"),
}


@pytest.mark.parametrize("kind", CORRUPT)
def test_corrupt_rows_are_named(tmp_path, kind):
    config, row, why = CORRUPT[kind]
    rows = [*SOUND[config], row]
    with pytest.raises(Broken, match=why) as broken:
        check(folder(tmp_path, {config: rows}), "ms-swift")
    assert (broken.value.path.parent.name, broken.value.line) == (config, len(rows))


def test_a_config_without_a_trainer(tmp_path):
    with pytest.raises(Broken, match="no trainer for"):
        check(folder(tmp_path, {"ranking": [ANSWER]}), "ms-swift")
