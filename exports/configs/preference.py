"""Pairs for DPO and its kin."""

from exports.configs.pairs import Pairs, rules_of
from exports.recipes.recipe import Recipe


class Preference(Pairs):
    def __init__(self, recipe: Recipe) -> None:
        super().__init__(recipe, rules_of(recipe, "preference"))
