import orjson
import pytest

from exports.targets.openai import FEWEST_ROWS, LAYOUTS, loading
from tests.exports.build import export, rows
from tests.exports.targets import nasty
from tests.exports.targets.carried import EVERYTHING, built_twice, check_golden


@pytest.mark.parametrize("config", LAYOUTS)
def test_golden(config):
    check_golden("openai", config)


@pytest.mark.django_db
def test_a_nasty_project_has_its_facts_beside():
    of = nasty.project()
    made, folder = built_twice(of, "openai", "parquet")
    assert not list(folder.rglob("*.parquet"))
    for split, count in made.counts["preference"].items():
        lines = (folder / f"preference_facts/{split}-00000-of-00001.jsonl").read_bytes().splitlines()
        facts = [orjson.loads(line) for line in lines]
        assert [(one["file"], one["line"]) for one in facts] == [(0, line + 1) for line in range(count)]
        pairs = rows(made, "preference", split)
        plain = {row["pair_id"]: row for row in rows(export(of, snapshot=made.pk, **EVERYTHING), "preference", split)}
        for fact, pair in zip(facts, pairs, strict=True):
            assert plain[fact["pair_id"]]["chosen"] == pair["preferred_output"]


def test_the_lines_that_upload_say_how_few_are_refused():
    told = loading({"sft": ["train", "test"], "preference": ["train"]})
    compile(told, "loading", "exec")
    assert f"fewer than {FEWEST_ROWS} rows" in told
