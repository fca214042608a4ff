"""Prompts alone, for reinforcement learning: what a policy answers, and a reward model scores."""

from collections.abc import Iterator

from exports.configs.base import PROMPT_FACTS, Drops, Material, prompt_facts
from exports.configs.cases import Row, WholeRow
from exports.recipes.recipe import Recipe
from exports.writing.columns import MESSAGES, columns
from labeling.models import Split


class Prompts:
    """One row per prompt that somebody judged, the judgment counting.

    A prompt whose reward-model rows are in test stays out: a policy trained on it would be scored by what is
    kept to test its judge.
    """

    core = columns(prompt=MESSAGES)
    facts = (*PROMPT_FACTS, *columns(n_judgments="int64"))

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe

    def rows(self, material: Material, drops: Drops) -> Iterator[Row]:
        prompt = material.prompt
        judgments = [(task, one) for task in prompt.tasks for one in task.judgments]
        counting = [(task, one) for task, one in judgments if not one.left_out]
        if not counting:
            # Nothing at all: judged after the snapshot's moment, so it is no part of it.
            drops.update({"nothing_counts": 1} if judgments else {})
        elif prompt.split == Split.TEST and material.rankings:
            drops["reward_test"] += 1
        else:
            facts = prompt_facts(prompt, counting[0][0], f"p{prompt.id}", material.secret)
            yield WholeRow({"prompt": prompt.messages}, {**facts, "n_judgments": len(counting)})
