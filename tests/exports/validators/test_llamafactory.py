import json

import pytest

from exports.targets.llamafactory import ENTRIES
from exports.validators import Broken, check
from tests.exports.written import folder, without, write


def human(text="2+2?"):
    return {"from": "human", "value": text}


def gpt(text="4"):
    return {"from": "gpt", "value": text}


SYSTEM = {"from": "system", "value": "Be brief."}
PAIR = {"conversations": [SYSTEM, human()], "chosen": gpt(), "rejected": gpt("5")}
ANSWER = {"conversations": [human(), gpt()]}
PROMPT = {"instruction": "And 3+3?", "system": "", "history": [["2+2?", "4"]]}
SOUND = {
    "sft": [ANSWER, {"conversations": [SYSTEM, human(), gpt(), human(), gpt()]}],
    "preference": [PAIR, {**PAIR, "conversations": [human(), gpt(), human()]}],
    "kto": [{**ANSWER, "label": True}, {**ANSWER, "label": False}],
    "prompts": [PROMPT],
}


def dataset(at, configs, suffix=".jsonl"):
    folder(at, configs, suffix=suffix, path="{config}/train/00000-of-00001{suffix}")
    told = {f"{name}_train": {"file_name": f"{name}/train", **ENTRIES[name]} for name in configs}
    (at / "dataset_info.json").write_text(json.dumps(told))
    return at


@pytest.mark.parametrize("suffix", [".jsonl", ".parquet"])
def test_sound_rows_pass(tmp_path, suffix):
    check(dataset(tmp_path, SOUND, suffix), "llamafactory")


def turns(*said):
    return {"conversations": list(said)}


CORRUPT = {
    "even turns before a pair": ("preference", {**PAIR, **turns(human(), gpt())}, "odd number"),
    "odd turns with an answer": ("sft", turns(human(), gpt(), human()), "even number"),
    "two of one side": ("sft", turns(human(), human(), gpt(), gpt()), "human, gpt, human"),
    "begins with gpt": ("sft", turns(gpt(), human()), "human, gpt, human"),
    "system in the middle": ("sft", turns(human(), SYSTEM, human(), gpt()), "human, gpt, human"),
    "nothing but system": ("sft", turns(SYSTEM), "answer is empty"),
    "no turns": ("sft", turns(), "at least one"),
    "role and content": ("sft", turns({"role": "user", "content": "x"}), "not just from and value"),
    "null text": ("sft", turns(human(None), gpt()), "not a text"),
    "empty answer": ("sft", turns(human(), gpt(" ")), "answer is empty"),
    "chosen as text": ("preference", {**PAIR, "chosen": "4"}, "not just from and value"),
    "chosen as list": ("preference", {**PAIR, "chosen": [gpt()]}, "not just from and value"),
    "null rejected": ("preference", {**PAIR, "rejected": None}, "rejected is null"),
    "chosen from human": ("preference", {**PAIR, "chosen": human("4")}, "not from gpt"),
    "empty chosen": ("preference", {**PAIR, "chosen": gpt("")}, "chosen is empty"),
    "same": ("preference", {**PAIR, "chosen": gpt("5 ")}, "are the same"),
    "label as number": ("kto", {**ANSWER, "label": 1}, "not true or false"),
    "label as text": ("kto", {**ANSWER, "label": "true"}, "not true or false"),
    "no label": ("kto", ANSWER, "has no label"),
    "image without a file": ("sft", turns(human("see <image>"), gpt()), "has <image>"),
    "video in the answer": ("preference", {**PAIR, "rejected": gpt("<video>")}, "has <video>"),
    "empty instruction": ("prompts", {**PROMPT, "instruction": ""}, "instruction is empty"),
    "null system": ("prompts", {**PROMPT, "system": None}, "system is null"),
    "history of turns": ("prompts", {**PROMPT, "history": [["2+2?"]]}, "list of"),
    "no history": ("prompts", without(PROMPT, "history"), "has no history"),
    "null in history": ("prompts", {**PROMPT, "history": [["2+2?", None]]}, "not a text"),
    "audio in history": ("prompts", {**PROMPT, "history": [["<audio>", "x"]]}, "has <audio>"),
}


@pytest.mark.parametrize("kind", CORRUPT)
def test_corrupt_rows_are_named(tmp_path, kind):
    config, row, why = CORRUPT[kind]
    rows = [*SOUND[config], row]
    with pytest.raises(Broken, match=why) as broken:
        check(dataset(tmp_path, {config: rows}), "llamafactory")
    place = broken.value.path.relative_to(tmp_path).as_posix()
    assert (place, broken.value.line) == (f"{config}/train/00000-of-00001.jsonl", len(rows))


def test_labels_of_one_kind(tmp_path):
    with pytest.raises(Broken, match="all labels are the same"):
        check(dataset(tmp_path, {"kto": SOUND["kto"][:1]}), "llamafactory")


def change_entry(at, **changes):
    path = at / "dataset_info.json"
    told = json.loads(path.read_text())
    told["sft_train"] |= changes
    path.write_text(json.dumps(told))


def test_an_entry_that_points_nowhere(tmp_path):
    at = dataset(tmp_path, {"sft": [ANSWER]})
    change_entry(at, file_name="sft/validation")
    with pytest.raises(Broken, match="no file sft/validation"):
        check(at, "llamafactory")


def test_an_unknown_formatting(tmp_path):
    at = dataset(tmp_path, {"sft": [ANSWER]})
    change_entry(at, formatting="openai")
    with pytest.raises(Broken, match="neither sharegpt nor alpaca"):
        check(at, "llamafactory")


def test_files_of_two_types_in_one_folder(tmp_path):
    at = dataset(tmp_path, {"sft": [ANSWER]})
    write(at / "sft/train/00001-of-00002.parquet", [ANSWER])
    with pytest.raises(Broken, match="several types"):
        check(at, "llamafactory")


def test_a_file_that_no_entry_points_at(tmp_path):
    at = dataset(tmp_path, {"sft": [ANSWER], "kto": SOUND["kto"]})
    told = json.loads((at / "dataset_info.json").read_text())
    del told["kto_train"]
    (at / "dataset_info.json").write_text(json.dumps(told))
    with pytest.raises(Broken, match="not named in dataset_info"):
        check(at, "llamafactory")


def test_no_dataset_info(tmp_path):
    with pytest.raises(Broken, match="is missing"):
        check(folder(tmp_path, {"sft": [ANSWER]}), "llamafactory")
