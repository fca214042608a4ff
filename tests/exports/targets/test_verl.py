import pytest

from exports.configs.cases import WholeRow
from exports.targets.verl import loading
from tests.exports.build import rows
from tests.exports.targets import nasty
from tests.exports.targets.carried import built_twice, check_golden
from tests.exports.targets.rows import FIRST, SECOND
from tests.exports.written import said, user

FACTS = [
    {"prompt_source": "forum", "use_case": "closed_qa", "split": "train", "prompt_id": "1"},
    {"prompt_source": "", "use_case": "", "split": "test", "prompt_id": "2"},
]


def test_golden():
    check_golden("verl", "sft")
    prompts = [WholeRow({"prompt": prompt}, facts) for prompt, facts in zip((FIRST, SECOND), FACTS, strict=True)]
    check_golden("verl", "prompts", prompts)
    pairs = [
        WholeRow({"prompt": prompt, "chosen": [said("4")], "rejected": [said("5")]}, {})
        for prompt in ([user()], FIRST, SECOND)
    ]
    check_golden("verl", "reward", pairs, system_turn=1, prompt_of_several_turns=1)


@pytest.mark.django_db
def test_a_nasty_project_is_parquet_even_when_asked_for_json_lines():
    made, folder = built_twice(nasty.project(), "verl", "jsonl")
    assert not list(folder.rglob("*.jsonl"))
    prompts = rows(made, "prompts")
    assert len({row["extra_info"]["index"] for row in prompts}) == len(prompts) > 0
    assert "preference" not in made.counts
    assert "data.train_files" in loading(made.counts)
