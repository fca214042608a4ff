import shlex

import pytest

from exports.cases import Row
from exports.targets.openrlhf import LAYOUTS, loading
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
    assert LAYOUTS["prompts"].refuses(Row({"prompt": [user(text)]}, {})) == why
