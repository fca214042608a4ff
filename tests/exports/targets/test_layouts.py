"""Rows by hand, as each target lays them out: the golden files."""

import pytest

from exports.recipes.recipe import CONFIG_NAMES
from exports.targets import TARGETS
from tests.exports.targets.rows import ROWS
from tests.exports.written import golden

# HelpSteer3 makes rows of its own; other targets have tests of their own names.
LAID_OUT = [(name, config) for name in ("trl", "openrlhf", "llamafactory") for config in ROWS]


@pytest.mark.parametrize(("name", "config"), [pair for pair in LAID_OUT if pair[1] in TARGETS[pair[0]].LAYOUTS])
def test_golden(name, config):
    layout = TARGETS[name].LAYOUTS[config]
    assert [layout.refuses(row) for row in ROWS[config]] == ["", ""]
    assert [layout.lay_out(row, has_facts=False) for row in ROWS[config]] == golden(f"{name}_{config}.jsonl")
    with_facts = layout.lay_out(ROWS[config][0], has_facts=True)
    assert with_facts == golden(f"{name}_{config}.jsonl")[0] | ROWS[config][0].facts


@pytest.mark.parametrize("name", TARGETS)
def test_every_config_is_carried_or_told_why_not(name):
    target = TARGETS[name]
    assert set(target.LAYOUTS) | set(target.LEAVES) == set(CONFIG_NAMES)
    assert not set(target.LAYOUTS) & set(target.LEAVES)
    assert all(reason.endswith(".") for reason in target.LEAVES.values())
