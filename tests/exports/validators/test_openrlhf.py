import pytest

from exports.validators import Broken, check
from tests.exports.written import GOOD, PAIR, folder, name, said, user, without, write

PROMPT = {"prompt": [user()], "label": "", "datasource": "default"}
SOUND = {"sft": GOOD["sft"], "preference": GOOD["preference"], "reward": GOOD["reward"], "prompts": [PROMPT]}


@pytest.mark.parametrize("suffix", [".jsonl", ".parquet"])
def test_sound_rows_pass(tmp_path, suffix):
    check(folder(tmp_path, SOUND, suffix=suffix), "openrlhf")


CORRUPT = {
    "no label": ("prompts", without(PROMPT, "label"), "has no label"),
    "null label": ("prompts", {**PROMPT, "label": None}, "label is null"),
    "no source": ("prompts", {**PROMPT, "datasource": ""}, "datasource is empty"),
    "image tag": ("prompts", {**PROMPT, "prompt": [user("an <image> of 4")]}, "has <image>"),
    "prompt as text": ("preference", {**PAIR, "prompt": "2+2?"}, "not a list of messages"),
    "answer as text": ("preference", {**PAIR, "chosen": "4"}, "not a list of messages"),
    "empty answer": ("sft", {"prompt": [user()], "completion": [said("")]}, "completion is empty"),
    "empty rejected": ("reward", {**GOOD["reward"][0], "rejected": [said("")]}, "rejected is empty"),
    "same": ("preference", {**PAIR, "rejected": PAIR["chosen"]}, "are the same"),
    "null margin": ("reward", {**PAIR, "margin": None}, "margin is not a number"),
}


@pytest.mark.parametrize("kind", CORRUPT)
def test_corrupt_rows_are_named(tmp_path, kind):
    config, row, why = CORRUPT[kind]
    rows = [*SOUND[config], row]
    with pytest.raises(Broken, match=why) as broken:
        check(folder(tmp_path, {config: rows}), "openrlhf")
    assert (broken.value.path.parent.name, broken.value.line) == (config, len(rows))


def test_what_it_has_no_trainer_for(tmp_path):
    with pytest.raises(Broken, match="no trainer for"):
        check(folder(tmp_path, {"kto": GOOD["kto"]}), "openrlhf")


def test_a_file_that_its_flags_would_not_find(tmp_path):
    write(tmp_path / "preference/all.jsonl", [PAIR])
    name(tmp_path, {"preference": "preference/all.jsonl"})
    with pytest.raises(Broken, match="under its split's name"):
        check(tmp_path, "openrlhf")
