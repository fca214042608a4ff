import pytest
import yaml

from exports.targets.axolotl import stanza
from exports.validators import Broken, check
from tests.exports.written import Rows, folder, said, system, user, without

PAIR = {"messages": [system(), user()], "chosen": said("4"), "rejected": said("5")}
TEXTS = {"system": "", "input": "2+2?", "chosen": "4", "rejected": "5"}
KTO = {"system": "Be brief.", "prompt": "2+2?", "completion": "4", "label": True}
SOUND: dict[str, Rows] = {
    "sft": [{"messages": [user(), said("4")]}],
    "preference": [PAIR],
    "reward": [TEXTS],
    "kto": [KTO],
}


def dataset(at, configs, suffix=".jsonl"):
    folder(at, configs, suffix=suffix)
    (at / "axolotl").mkdir()
    for name in configs:
        told = stanza(name, {"train": [f"{name}/train-00000-of-00001{suffix}"]})
        (at / "axolotl" / f"{name}.yaml").write_text(told)
    return at


@pytest.mark.parametrize("suffix", [".jsonl", ".parquet"])
def test_sound_rows_pass(tmp_path, suffix):
    check(dataset(tmp_path, SOUND, suffix), "axolotl")


CORRUPT = {
    "empty turn": ("sft", {"messages": [user(" "), said("4")]}, "messages.0 is empty"),
    "empty answer": ("sft", {"messages": [user(), said("")]}, "messages.1 is empty"),
    "no answer": ("sft", {"messages": [user()]}, "does not end with the assistant"),
    "unknown role": ("sft", {"messages": [{"role": "tool", "content": "x"}, said("4")]}, "the role tool"),
    "no messages": ("sft", {}, "has no messages"),
    "context that ends with an answer": ("preference", {**PAIR, "messages": [user(), said("4")]}, "ends with the"),
    "list of answers": ("preference", {**PAIR, "chosen": [said("4")]}, "chosen has not just"),
    "empty chosen": ("preference", {**PAIR, "chosen": said("")}, "dummy_message"),
    "chosen of the user": ("preference", {**PAIR, "chosen": user("4")}, "not the assistant's"),
    "white space": ("preference", {**PAIR, "chosen": said("4\n")}, "white space around it"),
    "in the template": ("preference", {**PAIR, "rejected": said("message")}, "stands in the template"),
    "same": ("preference", {**PAIR, "rejected": said("4")}, "are the same"),
    "no system": ("reward", without(TEXTS, "system"), "has no system"),
    "several turns": ("reward", {**TEXTS, "input": [user()]}, "input is not a text"),
    "empty input": ("reward", {**TEXTS, "input": ""}, "input is empty"),
    "same texts": ("reward", {**TEXTS, "rejected": "4 "}, "are the same"),
    "label as number": ("kto", {**KTO, "label": 1}, "not true or false"),
    "empty completion": ("kto", {**KTO, "completion": ""}, "completion is empty"),
}


@pytest.mark.parametrize("kind", CORRUPT)
def test_corrupt_rows_are_named(tmp_path, kind):
    config, row, why = CORRUPT[kind]
    rows = [*SOUND[config], row]
    with pytest.raises(Broken, match=why) as broken:
        check(dataset(tmp_path, {config: rows}), "axolotl")
    assert (broken.value.path.parent.name, broken.value.line) == (config, len(rows))


STANZAS = {
    "another strategy": ("type: chat_template.default", "type: chatml.intel", "not chat_template.default"),
    "no rl": ("rl: dpo\n", "", "does not say"),
    "another format": ("ds_type: json", "ds_type: parquet", "is parquet"),
    "no such file": ("train-00000", "train-00007", "no such file"),
    "not YAML": ("rl: dpo", "rl: [", "is not YAML"),
}


@pytest.mark.parametrize("kind", STANZAS)
def test_a_stanza_that_misleads(tmp_path, kind):
    before, after, why = STANZAS[kind]
    path = dataset(tmp_path, {"preference": [PAIR]}) / "axolotl/preference.yaml"
    path.write_text(path.read_text().replace(before, after))
    with pytest.raises(Broken, match=why) as broken:
        check(tmp_path, "axolotl")
    assert broken.value.path == path


def test_files_that_no_stanza_names(tmp_path):
    at = dataset(tmp_path, {"preference": [PAIR]})
    path = at / "axolotl/preference.yaml"
    path.write_text(yaml.safe_dump({"rl": "dpo"}))
    with pytest.raises(Broken, match="is not named"):
        check(at, "axolotl")
    path.unlink()
    with pytest.raises(Broken, match="is missing"):
        check(at, "axolotl")


def test_a_config_without_a_strategy(tmp_path):
    with pytest.raises(Broken, match="no strategy for"):
        check(folder(tmp_path, {"prompts": [{"messages": [user()]}]}), "axolotl")
