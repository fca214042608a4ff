"""Pairs of usual prompts: what exports.configs.pairs makes of any, a page at a time."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from exports.arithmetic.ballots import Ballot, is_silent
from exports.arithmetic.line import acceptable_of
from exports.arithmetic.selection import Texts, decided_pairs
from exports.configs.base import LINE_WORDS, Drops
from exports.configs.pairs import Pairs, Shape, shape_of
from exports.reading.pseudonyms import pseudonym, source_user_hash
from exports.reading.snapshots import Snapshot
from exports.recipes.recipe import Recipe
from exports.usual.page import Ranked, Said, UsualPage
from exports.writing.shared_rows import Block, Pool, whole


class PagePools(NamedTuple):
    """The page's prompts and answers as parts of rows."""

    prompts: Pool
    answers: Pool


def pools_of(page: UsualPage, recipe: Recipe, snapshot: Snapshot) -> PagePools:
    answers = page.answers
    count = len(answers.ids)
    licenses = snapshot.licenses
    acceptable = [""] * count
    for (begin, end), said in zip(page.spans, page.said, strict=True):
        if any(one.ranked.ballot.acceptable is not None for one in said):
            ballots = tuple([one.ranked.ballot for one in said])
            acceptable[begin:end] = [LINE_WORDS[one] for one in acceptable_of(ballots, end - begin)]
    if recipe.aggregate == "each":
        group_ids = [f"a{said[0].assignment_id}" for said in page.said]
    else:
        group_ids = [f"p{prompt_id}" for prompt_id in page.prompt_ids]
    secret = snapshot.project.secret
    # In the order of exports.configs.pairs.OF_PROMPT and OF_CHOSEN.
    return PagePools(
        prompts=(
            page.prompts, list(map(str, page.prompt_ids)), group_ids, page.batches, page.sources,
            [source_user_hash(secret, user) for user in page.source_users], page.prompt_types, page.use_cases,
            page.languages, [page.split] * len(page.said),
        ),
        answers=(
            answers.messages, answers.ids, answers.models,
            [licenses.get(model, "") for model in answers.models] if licenses else [""] * count,
            answers.samplings, acceptable, ["ranking"] * count,
        ),
    )  # fmt: skip


class Decided(NamedTuple):
    """The same for all prompts of which the same was said."""

    # None: no pair is left.
    shape: Shape | None
    dropped: Mapping[str, int]


class UsualPairs:
    """The rows of one config."""

    def __init__(self, config: Pairs, recipe: Recipe, snapshot: Snapshot) -> None:
        self.rules = config.rules
        self.tells_labelers = recipe.labelers != "none"
        self.secret = snapshot.project.secret
        self._decided = lru_cache(4_096)(self._decide)

    def blocks(self, page: UsualPage, pools: PagePools, drops: Drops) -> list[Block | None]:
        """A block for each prompt of the page, or None."""
        sizes = page.answers.sizes
        works: list[list[Any]] = [[], [], [], []]
        shapes: list[Shape | None] = []
        blocks: list[Block | None] = []
        for number, (said, answers) in enumerate(zip(page.said, page.spans, strict=True)):
            begin, end = answers
            shape, dropped = self._decided(tuple([one.ranked for one in said]), end - begin)
            if dropped:
                drops.update(dropped)
            shapes.append(shape)
            if shape is None:
                blocks.append(None)
                continue
            size = len(page.prompts[number].json) + sum([sizes[begin + text] for text in shape.texts])
            work = len(works[0])
            for voters in shape.works:
                self._add_work(works, [said[voter] for voter in voters])
            spans = (number, number + 1), answers, (0, len(shape.counts[0])), (work, len(works[0]))
            of_pools = pools.prompts, pools.answers, shape.counts, works
            blocks.append(Block(of_pools, spans, shape.places_among_all, size))
        held = sum([len(one.json) for one in page.prompts]) + sum(sizes)
        if 2 * sum([block.size for block in blocks if block]) >= held:
            return blocks
        return [block and shape and apart(block, shape) for block, shape in zip(blocks, shapes, strict=True)]

    def _decide(self, ranked: tuple[Ranked, ...], answers: int) -> Decided:
        ballots: tuple[Ballot, ...] = tuple([one.ballot for one in ranked])
        kept, dropped = decided_pairs(ballots, Texts(plain=tuple(range(answers))), self.rules)
        silent = sum(map(is_silent, ballots))
        told = {**dropped, "nothing_compared": silent} if silent else dropped
        return Decided(shape_of(kept) if kept else None, told)

    def _add_work(self, works: Sequence[list[Any]], said: Sequence[Said]) -> None:
        """Add what exports.configs.base.work_facts tells of any judgments."""
        names, versions, seconds, days = works
        names.append(sorted({pseudonym(self.secret, one.labeler_id) for one in said}) if self.tells_labelers else [])
        versions.append(max([one.version.number for one in said]))
        times = [one.active_seconds for one in said if one.active_seconds is not None]
        seconds.append(round(sum(times) / len(times), 3) if times else -1.0)
        days.append(max([one.day for one in said]))


def apart(block: Block, shape: Shape) -> Block:
    """The same block with pools of its own, for pages of which few texts become rows.

    Blocks may wait long until they are enough to be written, and would hold on to all texts of their pages.
    """
    prompts, answers, counts, works = block.pools
    of_prompt, of_answers, _, of_works = (slice(*span) for span in block.spans)
    own = [column[of_answers] for column in answers]
    pools: tuple[Pool, ...] = (
        [column[of_prompt] for column in prompts],
        [[column[text] for text in shape.texts] for column in own],
        counts,
        [column[of_works] for column in works],
    )
    return whole(pools, shape.places, block.size)
