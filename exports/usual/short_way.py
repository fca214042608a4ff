"""Who goes the short way: which recipes, which of a page's prompts, and what becomes of them."""

from collections.abc import Sequence
from typing import Any, Self

from exports.actions.make_rows import Making
from exports.configs.pairs import Pairs
from exports.dataset import Dataset
from exports.reading.standing import Sieve
from exports.recipes.recipe import Recipe
from exports.statistics import Statistics
from exports.usual.ahead import Ahead
from exports.usual.figures import add_page, count_page
from exports.usual.reading import Read, Reader
from exports.usual.rows import UsualPairs, pools_of
from exports.writing.shared_rows import Block

# A prompt's split, and its rows for each config.
Made = tuple[str, tuple[Block | None, ...]]


class ShortWay:
    """Open to datasets of nothing but pairs, where no answer and no ranking is left out for what it says or when."""

    def __init__(self, dataset: Dataset, writings: Sequence[Making[Any]], sieve: Sieve) -> None:
        self.dataset = dataset
        self._reader = Reader(dataset.snapshot, sieve)
        self._ahead = Ahead(self._reader.read)
        self._pairs = [
            (writing, writing.config.plan, UsualPairs(writing.config, dataset.recipe, dataset.snapshot))
            for writing in writings
            if writing.sharing and isinstance(writing.config, Pairs)
        ]
        is_all = 0 < len(self._pairs) == len(writings)
        self.is_open = is_all and not asks_for_some(dataset.recipe)

    def __enter__(self) -> Self:
        self._ahead.__enter__()
        return self

    def __exit__(self, *exception: object) -> None:
        self._ahead.__exit__(*exception)

    def begin(self, prompt_ids: Sequence[int]) -> None:
        """Begin to read a page. Nobody else may use the connection until `end`."""
        if self.is_open:
            self._ahead.begin(prompt_ids)

    def end(self) -> Read | None:
        """What was begun, once it is there."""
        return self._ahead.end() if self.is_open else None

    def rows(self, read: Read | None, statistics: Statistics) -> dict[int, Made]:
        """The rows of those prompts of a page that go the short way, by their ids."""
        made: dict[int, Made] = {}
        for page in self._reader.pages(read) if read else ():
            count_page(self.dataset, page)
            add_page(statistics, page)
            pools = pools_of(page, self.dataset.recipe, self.dataset.snapshot)
            blocks = [pairs.blocks(page, pools, writing.drops) for writing, _, pairs in self._pairs]
            for prompt_id, of_prompt in zip(page.prompt_ids, zip(*blocks, strict=True), strict=True):
                made[prompt_id] = page.split, of_prompt
        return made

    def write(self, made: Made) -> None:
        split, blocks = made
        for (writing, plan, _), block in zip(self._pairs, blocks, strict=True):
            writing.write_shared(split, plan, [block] if block else [])


def asks_for_some(recipe: Recipe) -> bool:
    """Whether the recipe asks for some pairs of a ranking by what is known of each answer, or of its moment."""
    filters = recipe.filters
    draws = "one" in recipe.pairs.values()
    return draws or bool(filters.licenses or filters.flags_exclude or filters.since)
