import json
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from datasets import load_dataset

from exports.configs.cases import WholeRow
from exports.storage import folders
from exports.targets.llamafactory import LAYOUTS, beside, loading
from tests.exports.build import export
from tests.exports.targets import nasty
from tests.exports.written import said, system, user

GOLDEN = Path(__file__).parent / "golden" / "llamafactory_dataset_info.json"


def test_dataset_info_names_every_split():
    counts = {"preference": {"train": 3, "test": 1}, "kto": {"train": 2}, "prompts": {"train": 1}}
    assert beside(SimpleNamespace(counts=counts)) == {"dataset_info.json": GOLDEN.read_text()}


REFUSED = {
    "two of one side": ([user(), user()], "turns_do_not_alternate"),
    "begins with an answer": ([said("4"), user()], "turns_do_not_alternate"),
    "system in the middle": ([user(), said("4"), system(), user()], "turns_do_not_alternate"),
    "two system turns": ([system(), system(), user()], "turns_do_not_alternate"),
    "nothing but system": ([system()], "turns_do_not_alternate"),
    "ends with system": ([user(), said("4"), system()], "turns_do_not_alternate"),
    "image": ([user("<image>")], "media_tag"),
    "fine": ([system(), user(), said("4"), user()], ""),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("config", ["preference", "prompts"])
def test_prompts_that_it_would_skip_in_silence(name, config):
    prompt, why = REFUSED[name]
    answers = {"chosen": [said("4")], "rejected": [said("5")]} if config == "preference" else {}
    assert LAYOUTS[config].refuses(WholeRow({"prompt": prompt, **answers}, {})) == why


@pytest.mark.parametrize(
    ("completion", "why"),
    [([said("4"), said("four")], "answer_of_several_turns"), ([said("<audio>")], "media_tag"), ([said("4")], "")],
)
def test_answers_that_it_cannot_hold(completion, why):
    assert LAYOUTS["sft"].refuses(WholeRow({"prompt": [user()], "completion": completion}, {})) == why


def test_an_empty_instruction():
    assert LAYOUTS["prompts"].refuses(WholeRow({"prompt": [system(), user("")]}, {})) == "empty_prompt"


@pytest.mark.django_db
@pytest.mark.parametrize("files", ["parquet", "jsonl"])
def test_each_entry_loads_as_its_loader_loads_it(files):
    """Every file of the folder that an entry names, and nothing but one split."""
    made = export(nasty.project(), target="llamafactory", files=files, min_strength={"preference": 0, "reward": 0})
    folder = folders.folder_of(made.pk)
    entries = json.loads((folder / "dataset_info.json").read_text())
    assert set(entries) == {f"{name}_{split}" for name, splits in made.counts.items() for split in splits}
    for name, entry in entries.items():
        paths = [str(path) for path in (folder / entry["file_name"]).iterdir()]
        loaded = load_dataset("parquet" if files == "parquet" else "json", data_files=paths, split="train")
        config, split = name.rsplit("_", 1)
        assert len(loaded) == made.counts[config][split]
        assert set(entry["columns"].values()) <= set(loaded.column_names)
    named = load_dataset(str(folder), "preference")
    assert {split: len(rows) for split, rows in named.items()} == made.counts["preference"]


def test_settings_name_what_dataset_info_names():
    told = loading({"preference": ["train", "test"], "reward": ["train"], "prompts": ["train", "test"]})
    dpo, rm, ppo = map(yaml.safe_load, told.split("\n\n"))
    assert (dpo["stage"], dpo["dataset"], dpo["eval_dataset"]) == ("dpo", "preference_train", "preference_test")
    assert (rm["stage"], rm["disable_shuffling"]) == ("rm", True)
    assert (ppo["stage"], ppo["dataset"], "eval_dataset" in ppo) == ("ppo", "prompts_train", False)
