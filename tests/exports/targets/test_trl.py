import random
from types import SimpleNamespace

import pytest
from datasets import Dataset, DatasetDict

from exports.storage import folders
from exports.targets import trl
from exports.targets.trl import GROUPED, loading
from tests.exports.build import export, rows
from tests.exports.targets import nasty

ALL = {
    "sft": ["train"], "preference": ["train", "test"], "reward": ["train", "validation"], "kto": ["train"],
    "prompts": ["train"], "ranking": ["train"],
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("files", ["parquet", "jsonl"])
def test_the_lines_that_load_run(files):
    of = nasty.project()
    made = export(of, files=files, min_strength={"preference": 0, "reward": 0}, margin="small")
    told = loading(made.counts, files=files).split("\nfrom trl")[0]
    told = told.replace("FOLDER", str(folders.folder_of(made.pk)))
    loaded: dict[str, object] = {}
    exec(told, loaded)
    assert set(made.counts) >= {"sft", "preference", "reward", "ranking", "raw"}
    for name, splits in made.counts.items():
        assert {split: len(found) for split, found in loaded[name].items()} == splits
        for split in splits:
            assert loaded[name][split].to_list() == rows(made, name, split)


def test_each_config_has_its_trainer():
    told = loading(ALL)
    compile(told, "loading", "exec")
    assert (
        'DPOTrainer(\n    "MODEL",\n    args=DPOConfig(output_dir="preference-output"),\n'
        '    train_dataset=preference["train"],\n' in told
    )
    assert 'eval_dataset=reward["validation"]' in told
    assert 'GroupedRewardTrainer(\n    "MODEL"' in told
    assert 'reward_funcs="REWARD_MODEL"' in told
    assert "per_device_train_batch_size=8" in told
    assert 'ranking = load_dataset("FOLDER", "ranking")' in told
    assert "RankingTrainer" not in told


def test_kto_is_shuffled_and_weighed():
    told = loading({"kto": ["train"]}).split('kto = load_dataset("FOLDER", "kto")')[1].split("KTOTrainer(")[0]
    labels = [{"label": number % 4 == 0, "place": number} for number in range(40)]
    made = {"kto": DatasetDict(train=Dataset.from_list(labels))}
    exec(told.replace("from trl import KTOConfig, KTOTrainer", ""), made)
    assert made["weights"] == {"desirable_weight": 3, "undesirable_weight": 1}
    assert made["kto"]["train"]["place"][:] != list(range(40))
    assert sorted(made["kto"]["train"]["place"]) == list(range(40))


def test_kto_where_every_answer_is_good_divides_by_nothing_and_says_so(capsys):
    told = loading({"kto": ["train"]}).split('kto = load_dataset("FOLDER", "kto")')[1].split("KTOTrainer(")[0]
    made = {"kto": DatasetDict(train=Dataset.from_list([{"label": True, "place": place} for place in range(4)]))}
    exec(told.replace("from trl import KTOConfig, KTOTrainer", ""), made)
    assert made["weights"]["desirable_weight"] == 1
    assert "KTO learns nothing" in capsys.readouterr().out


def test_nothing_is_trained_without_rows_to_train_on():
    assert "Trainer" not in loading({"preference": ["test"]})


def test_without_metadata_the_reward_trainer_takes_its_own_batches():
    """Nothing says then which rows are of one ranking."""
    kept = SimpleNamespace(column_names=["prompt", "chosen", "rejected"])
    trainer = type("RewardTrainer", (), {"train_dataset": kept, "get_train_dataloader": lambda self: "its own"})
    made = {"RewardTrainer": trainer}
    exec("class GroupedRewardTrainer" + GROUPED.split("class GroupedRewardTrainer")[1], made)
    assert made["GroupedRewardTrainer"]().get_train_dataloader() == "its own"


def batches_of(groups: list[str], size: int) -> list[list[int]]:
    lines = GROUPED.split("class GroupedRewardTrainer")[0].replace("from torch.utils.data import DataLoader", "")
    made = SimpleNamespace()
    exec(lines, made.__dict__)
    batches = made.GroupBatches(groups, size)
    assert len(batches) == len(list(batches))
    return list(batches)


@pytest.mark.parametrize("seed", range(5))
def test_a_group_is_never_split_between_batches(seed):
    drawn = random.Random(seed)
    groups = [f"p{number}" for number in range(20) for _ in range(drawn.randint(1, 10))]
    batches = batches_of(groups, 12)
    assert sorted(row for batch in batches for row in batch) == list(range(len(groups)))
    homes = {}
    for number, batch in enumerate(batches):
        for row in batch:
            assert homes.setdefault(groups[row], number) == number
        assert len(batch) <= 12


def test_no_layout_changes_what_configs_yield():
    assert {type(layout).__name__ for layout in trl.LAYOUTS.values()} == {"Layout"}
