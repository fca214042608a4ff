import shlex

import pytest
from datasets import load_dataset

from exports.configs.cases import WholeRow
from exports.storage import folders
from exports.targets.openrlhf import LAYOUTS, loading
from tests.exports.build import export, rows
from tests.exports.targets import nasty
from tests.exports.written import user


def test_commands_name_each_configs_folder_and_keys():
    told = loading({"preference": ["train", "test"], "reward": ["train", "validation", "test"], "prompts": ["train"]})
    dpo, rm, ppo = (shlex.split(command.replace("\\\n", " ")) for command in told.split("\n\n"))
    assert dpo[2] == "openrlhf.cli.train_dpo"
    assert dpo[dpo.index("--data.dataset") + 1] == "FOLDER/preference"
    assert dpo[dpo.index("--data.prompt_key") + 1] == "prompt"
    assert dpo[dpo.index("--eval.split") + 1] == "test"
    assert "--data.apply_chat_template" in dpo
    assert "--model.margin_loss_enable" in rm
    assert rm[rm.index("--eval.split") + 1] == "validation"
    assert ppo[ppo.index("--data.prompt_dataset") + 1] == "FOLDER/prompts"
    assert ppo[ppo.index("--data.label_key") + 1] == "label"
    assert "--eval.dataset" not in ppo


@pytest.mark.parametrize(("text", "why"), [("an <image> of it", "image_tag"), ("an image of it", "")])
def test_prompts_in_which_it_would_look_for_an_image(text, why):
    assert LAYOUTS["prompts"].refuses(WholeRow({"prompt": [user(text)]}, {})) == why


@pytest.mark.django_db
@pytest.mark.parametrize("files", ["parquet", "jsonl"])
def test_each_configs_folder_is_a_dataset_with_its_splits(files):
    """As its flags name it: the folder of one config, without the card above it."""
    made = export(nasty.project(), target="openrlhf", files=files, min_strength={"preference": 0}, margin="small")
    assert set(made.counts) == {"sft", "preference", "reward", "prompts"}
    for name, splits in made.counts.items():
        loaded = load_dataset(str(folders.folder_of(made.pk) / name))
        assert {split: len(found) for split, found in loaded.items()} == splits
    prompts = rows(made, "prompts")
    assert {(row["label"], row["datasource"]) for row in prompts} == {("", "default")}
    assert made.dropped["prompts"]["image_tag"] == 1
