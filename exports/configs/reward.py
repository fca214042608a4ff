"""Pairs for a reward model, with a margin when the recipe asks for one: in every row, or there is no column."""

from exports.configs.pairs import Pairs, rules_of
from exports.recipes.recipe import Recipe
from exports.writing.columns import columns


class Reward(Pairs):
    def __init__(self, recipe: Recipe) -> None:
        super().__init__(recipe, rules_of(recipe, "reward", recipe.margin))
        if recipe.margin != "none":
            self.core = (*Pairs.core, *columns(margin="float64"))
