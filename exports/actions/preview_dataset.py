"""Looking at a dataset before it is built: the build's own rows, counted and mostly forgotten again.

Nothing is written. A request gets what can be made within its seconds: everything of a small project, of a large
one a sample (exports.previews.sampling), of which the numbers are projected and say so.
"""

import time
from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy

from accounts.errors import TooMany
from accounts.models import User
from exports.actions.make_rows import Making, begin, count_judgments, tell_drops
from exports.actions.request_export import read_for
from exports.configs import Material
from exports.dataset import Dataset
from exports.previews.preview import ROWS, Preview, PreviewRow, Sum, projected, shorten
from exports.previews.sampling import pages
from exports.reading.judgments import JudgedPrompt
from exports.reading.snapshots import Snapshot
from exports.reading.standing import Sieve
from exports.recipes.people import resolve
from exports.writing.columns import Column
from exports.writing.shared_rows import Block, Plan
from labeling.actions.fix_boundary import LAST_DRAWN
from labeling.models import Project, Split

# What a person waits for while choosing, and other requests of the process can bear.
SECONDS = 1.5
# Judged prompts after which a sample says enough: a count that most prompts give is then within some per cent.
ENOUGH = 1_500
# The first half of the lock's key; the second is the person's id.
NAMESPACE = 7203


class OneAtATime(TooMany):
    code = "one_at_a_time"
    detail = gettext_lazy("Another preview of yours is being made. Wait for it.")


@dataclass
class At:
    """The prompt whose rows are being made, by its place in the build's order."""

    place: tuple[int, int] = (0, 0)


class Kept:
    """Where a preview's rows go: counted, and the first of them, in the build's order, kept."""

    def __init__(self, at: At) -> None:
        self.rows = 0
        self.shards = [0]
        self.first: list[tuple[tuple[int, int], int, dict[str, Any]]] = []
        self._at = at

    def write(self, row: dict[str, Any]) -> None:
        self.rows += 1
        self.shards[0] += 1
        if len(self.first) == ROWS and self._at.place > self.first[-1][0]:
            return
        # The number keeps the rows of one prompt in their order, and rows from being compared.
        insort(self.first, (self._at.place, self.rows, row))
        del self.first[ROWS:]

    def write_shared(self, plan: Plan, block: Block) -> None:
        for row in plan.values(block):
            self.write(row)

    def end_group(self) -> None:
        """Nothing ends here: there are no files."""


@contextmanager
def one_at_a_time(person: User) -> Iterator[None]:
    """Race: a person's tabs all ask at once. One gets it, the others learn at once that they must wait."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [NAMESPACE, person.pk])
            if not cursor.fetchone()[0]:
                raise OneAtATime
        yield


def preview_dataset(
    *, project: Project, recipe: Any, now: datetime, seconds: float = SECONDS, enough: int = ENOUGH
) -> Preview:
    """What the recipe would give now. Raises BadRecipe. An infinity for both limits looks at everything."""
    parsed, origin = read_for(project, recipe, now)
    with connection.cursor() as cursor:
        # Without the writers' lock: what is being written now may be missed, as if it came a moment later.
        cursor.execute(LAST_DRAWN)
        moment = int(cursor.fetchone()[0])
    boundary = moment if origin is None or origin.boundary is None else origin.boundary
    snapshot = Snapshot(project, boundary, parsed.filters.until, erased_up_to=moment)
    names = resolve(project, parsed, origin.names if origin else {})
    looking = Looking(Dataset(snapshot, parsed, licenses=snapshot.licenses, names=names))
    share = looking.look(time.monotonic() + seconds, enough)
    return looking.tell(share)


class Looking:
    """A dataset while it is looked at."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.at = At()
        self.prompts = 0
        self.judgments: Counter[str] = Counter()
        # {("rows", config, split) or ("dropped", config, reason) or ("judgments",)}
        self.sums: defaultdict[tuple[str, ...], Sum] = defaultdict(Sum)
        self.sieve = Sieve(dataset.snapshot, dataset.recipe, dataset.names)
        self.makings = begin(dataset, self.open)

    def open(self, name: str, split: str, laid_out: tuple[Column, ...], kind: str) -> Kept:
        return Kept(self.at)

    def look(self, until: float, enough: int) -> float:
        """Go through the project's pages as far as time and need go; return the share that was seen."""
        share = 1.0
        for page in pages(self.dataset.snapshot):
            for prompt in self.dataset.snapshot.page(page.prompts) if page.prompts else ():
                self.take(prompt)
            share = page.share
            if share < 1 and (time.monotonic() >= until or self.prompts >= enough):
                break
        return share

    def take(self, prompt: JudgedPrompt) -> None:
        """Make the prompt's rows and note how many of what it gave."""
        self.at.place = (prompt.group_id, prompt.id)
        self.prompts += 1
        self.sieve.mark(prompt)
        counted, before = Counter[str](), self.dataset.judgments
        count_judgments(self.dataset, counted, prompt)
        self.sums["judgments",].add(self.dataset.judgments - before)
        self.note("judgments", counted, self.judgments)
        material = Material(prompt, self.dataset.recipe, self.sieve)
        for making in self.makings:
            self.make(making, material)

    def make(self, making: Making[Kept], material: Material) -> None:
        split = material.prompt.split
        all_drops, making.drops = making.drops, Counter()
        before = making.splits[split].rows if split in making.splits else 0
        making.write(material)
        drops, making.drops = making.drops, all_drops
        self.note(making.name, drops, all_drops)
        if split in making.splits:
            self.sums["rows", making.name, split].add(making.splits[split].rows - before)

    def note(self, where: str, drops: Counter[str], total: Counter[str]) -> None:
        total.update(drops)
        for reason, count in drops.items():
            self.sums["dropped", where, reason].add(count)

    def tell(self, share: float) -> Preview:
        tell_drops(self.dataset, self.judgments, self.makings)
        figures = {key: projected(seen, share, self.prompts) for key, seen in self.sums.items()}
        splits = {one.name: [split for split in Split.values if split in one.splits] for one in self.makings}
        return Preview(
            recipe=self.dataset.recipe,
            prompts=self.prompts,
            share=share,
            judgments=projected(self.sums["judgments",], share, self.prompts),
            counts={
                name: {split: figures["rows", name, split] for split in held} for name, held in splits.items() if held
            },
            dropped={
                where: {reason: figures["dropped", where, reason] for reason in reasons}
                for where, reasons in self.dataset.dropped.items()
            },
            omitted=self.dataset.omitted,
            rows={one.name: first_rows(one) for one in self.makings if one.splits},
            core={one.name: tuple(column.name for column in one.layout.core(one.config)) for one in self.makings},
        )


def first_rows(making: Making[Kept]) -> list[PreviewRow]:
    """The first rows of the config as its files stand one after the other: train, validation, test."""
    found = []
    for split in Split.values:
        for _place, _number, row in making.splits[split].first if split in making.splits else ():
            shortened: dict[str, int] = {}
            found.append(PreviewRow(split, shorten(row, shortened), shortened))
    return found[:ROWS]
