import pytest
from datasets import load_dataset

from exports.targets.nemo_rl import LAYOUTS, loading
from tests.exports.targets import nasty
from tests.exports.targets.carried import built_twice, check_golden


@pytest.mark.parametrize("config", LAYOUTS)
def test_golden(config):
    check_golden("nemo-rl", config)


@pytest.mark.django_db
@pytest.mark.parametrize("files", ["parquet", "jsonl"])
def test_a_nasty_project(files):
    made, folder = built_twice(nasty.project(), "nemo-rl", files)
    for name, splits in made.counts.items():
        loaded = load_dataset(str(folder / name))
        assert {split: len(found) for split, found in loaded.items()} == splits
    assert "data.train.data_path=FOLDER/preference" in loading(made.counts)
