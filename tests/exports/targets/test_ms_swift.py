import pytest

from exports.configs.cases import WholeRow
from exports.targets.ms_swift import LAYOUTS, loading
from tests.exports.targets import nasty
from tests.exports.targets.carried import built_twice, check_golden
from tests.exports.written import said, user


@pytest.mark.parametrize("config", LAYOUTS)
def test_golden(config):
    check_golden("ms-swift", config)


@pytest.mark.parametrize(
    ("prompt", "why"),
    [
        ([user("<video>")], "media_tag"),
        ([user(), user()], "turns_do_not_alternate"),
        ([user(), said(""), user()], "empty_turn"),
    ],
)
def test_refused(prompt, why):
    assert LAYOUTS["sft"].refuses(WholeRow({"prompt": prompt, "completion": [said("4")]}, {})) == why


@pytest.mark.django_db
@pytest.mark.parametrize("files", ["parquet", "jsonl"])
def test_a_nasty_project(files):
    made, _ = built_twice(nasty.project(), "ms-swift", files)
    left_out = made.dropped["preference"]
    # One row is both, and counted as the first.
    assert (left_out["media_tag"], left_out["turns_do_not_alternate"]) == (3, 2)
    assert f"FOLDER/preference/train-*.{files}" in loading(made.counts, files=files)
