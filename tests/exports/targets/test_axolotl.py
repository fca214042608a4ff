import pytest
import yaml

from exports.configs.cases import WholeRow
from exports.targets.axolotl import LAYOUTS, loading
from tests.exports.build import rows
from tests.exports.targets import nasty
from tests.exports.targets.carried import built_twice, check_golden
from tests.exports.written import said, user


def test_golden():
    check_golden("axolotl", "sft")
    check_golden("axolotl", "preference")
    check_golden("axolotl", "reward", prompt_of_several_turns=1)
    check_golden("axolotl", "kto", prompt_of_several_turns=1)


@pytest.mark.parametrize("text", ["message", "user", "\n[[dummy_message]]"])
def test_answers_that_would_be_found_in_the_template(text):
    row = WholeRow({"prompt": [user()], "chosen": [said(text)], "rejected": [said("No, it is 5.")]}, {})
    assert LAYOUTS["preference"].refuses(row) == "answer_in_template"


def test_white_space_around_answers_is_taken_off_and_empty_turns_refused():
    row = WholeRow({"prompt": [user()], "chosen": [said(" Four it is.\n")], "rejected": [said("No, it is 5.")]}, {})
    assert LAYOUTS["preference"].lay_out(row, has_facts=False)["chosen"] == said("Four it is.")
    assert row.core["chosen"] == [said(" Four it is.\n")]
    row.core["prompt"] = [user(" ")]
    assert LAYOUTS["preference"].refuses(row) == "empty_turn"


@pytest.mark.django_db
@pytest.mark.parametrize("files", ["parquet", "jsonl"])
def test_a_nasty_project(files):
    made, folder = built_twice(nasty.project(), "axolotl", files)
    told = yaml.safe_load((folder / "axolotl/preference.yaml").read_text())
    assert told["rl"] == "dpo"
    assert [entry["path"] for entry in told["datasets"]] == [f"preference/train-00000-of-00001.{files}"]
    assert all(row["system"] is not None for row in rows(made, "reward"))
    assert made.dropped["reward"]["prompt_of_several_turns"] > 0
    assert "axolotl/preference.yaml" in loading(made.counts)
