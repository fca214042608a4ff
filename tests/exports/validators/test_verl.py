from typing import Any

import pytest

from exports.validators import Broken, check
from tests.exports.written import Rows, folder, said, user, without

PROMPT: dict[str, Any] = {
    "data_source": "default", "prompt": [user()], "ability": "general",
    "reward_model": {"style": "model", "ground_truth": ""},
    "extra_info": {"split": "train", "index": 0, "prompt_id": "p1"},
}  # fmt: skip
TEXTS = {"prompt": "2+2?", "chosen": "4", "rejected": "5"}
SOUND: dict[str, Rows] = {"sft": [{"messages": [user(), said("4")]}], "reward": [TEXTS], "prompts": [PROMPT]}


def parquet(at, configs):
    return folder(at, configs, suffix=".parquet")


def test_sound_rows_pass(tmp_path):
    check(parquet(tmp_path, SOUND), "verl")


def extra(**changes):
    return {**PROMPT, "extra_info": {**PROMPT["extra_info"], **changes}}


def rewarded(**changes):
    return {**PROMPT, "reward_model": {**PROMPT["reward_model"], **changes}}


CORRUPT = {
    "no index": ("prompts", extra(index=None), "extra_info has no index"),
    "another split": ("prompts", extra(split="test"), "extra_info.split is not train"),
    "null truth": ("prompts", rewarded(style="rule", ground_truth=None), "has no ground_truth"),
    "empty truth for a rule": ("prompts", rewarded(style="rule"), "nothing to compare with"),
    "another style": ("prompts", rewarded(style="llm"), "neither model nor rule"),
    "empty source": ("prompts", {**PROMPT, "data_source": ""}, "data_source is empty"),
    "no ability": ("prompts", {**PROMPT, "ability": None}, "ability is null"),
    "no reward model": ("prompts", {**PROMPT, "reward_model": None}, "reward_model is null"),
    "answered": ("prompts", {**PROMPT, "prompt": [user(), said("4")]}, "ends with the assistant"),
    "no answer": ("sft", {"messages": [user()]}, "does not end with an answer"),
    "role": ("sft", {"messages": [{"role": "human", "content": "x"}, said("4")]}, "the role human"),
    "no chosen": ("reward", without(TEXTS, "chosen"), "chosen is null"),
    "empty rejected": ("reward", {**TEXTS, "rejected": ""}, "rejected is empty"),
    "same": ("reward", {**TEXTS, "rejected": "4"}, "are the same"),
}


@pytest.mark.parametrize("kind", CORRUPT)
def test_corrupt_rows_are_named(tmp_path, kind):
    config, row, why = CORRUPT[kind]
    rows = [*SOUND[config], row]
    with pytest.raises(Broken, match=why) as broken:
        check(parquet(tmp_path, {config: rows}), "verl")
    assert (broken.value.path.parent.name, broken.value.line) == (config, len(rows))


# A Parquet file has one type per column: these are wrong from the first row on.
WHOLE = {
    "prompt as text": ("prompts", {**PROMPT, "prompt": "2+2?"}, "not a list of messages"),
    "index as text": ("prompts", extra(index="0"), "not a whole number"),
    "truth as number": ("prompts", rewarded(ground_truth=4), "ground_truth is not a text"),
    "several turns": ("reward", {**TEXTS, "prompt": [user()]}, "prompt is not a text"),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_columns_of_another_type(tmp_path, kind):
    config, row, why = WHOLE[kind]
    with pytest.raises(Broken, match=why) as broken:
        check(parquet(tmp_path, {config: [row]}), "verl")
    assert broken.value.line == 1


def test_json_lines_and_strange_configs(tmp_path):
    with pytest.raises(Broken, match="is not Parquet"):
        check(folder(tmp_path / "a", {"reward": [TEXTS]}), "verl")
    with pytest.raises(Broken, match="no trainer for"):
        check(parquet(tmp_path / "b", {"kto": [TEXTS]}), "verl")
