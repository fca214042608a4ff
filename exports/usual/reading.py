"""Reading a page the short way: which of its prompts are usual, and all that was said of them."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import orjson
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils import timezone

from exports.arithmetic.ballots import Ballot
from exports.configs.cases import LETTERS, levels_of
from exports.reading.judgments import JudgedPrompt, JudgedTask, Judgment
from exports.reading.snapshots import Snapshot
from exports.reading.standing import Sieve
from exports.statistics.leanings import compared
from exports.usual.answers import taken_apart
from exports.usual.page import Answers, Ranked, Said, Span, UsualPage
from exports.usual.statements import ANSWERS, RANKINGS, TASKS
from exports.writing.shared_rows import written
from labeling.models import Batch, Purpose

# So many labelers hardly ever say the same as some others did: nothing to look up.
MOST_RANKINGS = 5
Row = tuple[Any, ...]


class Read(NamedTuple):
    """Rows of the statements. Tasks by their ids, those of a split side by side; rankings by those of their tasks."""

    tasks: dict[int, Row]
    rankings: dict[int, list[Row]]
    answers: list[Row]


class Usual(NamedTuple):
    """A task that goes the short way."""

    task: Row
    span: Span
    said: list[Said]


class Reader:
    """Reads pages of a snapshot. Whether something is left out is asked of the sieve, once for all that are alike."""

    def __init__(self, snapshot: Snapshot, sieve: Sieve) -> None:
        self.snapshot = snapshot
        self.sieve = sieve
        # Of the thread that makes us; see `usual.ahead`.
        self._connection = connections[DEFAULT_DB_ALIAS]
        self._batches = dict(Batch.objects.filter(project=snapshot.project).values_list("pk", "name"))
        # Where each ranking speaks for itself, those of one prompt do not belong together.
        self._most_rankings = 1 if sieve.recipe.aggregate == "each" else MOST_RANKINGS
        self._is_wanted = cache(self._asks_for)
        self._counts = lru_cache(4_096)(self._lets_through)
        self._ranked = lru_cache(4_096)(self._what_it_says)

    def read(self, prompt_ids: Sequence[int]) -> Read:
        """What is asked of the database for a page."""
        found = self._rows(TASKS, prompt_ids)
        tasks_of = Counter([row[0] for row in found])
        alone = [row for row in found if tasks_of[row[0]] == 1 and not row[-1]]
        wanted = [row for row in alone if self._is_wanted(row[6], row[10], row[11])]
        tasks = {row[1]: row for row in sorted(wanted, key=lambda row: row[2])}
        rankings: dict[int, list[Row]] = defaultdict(list)
        for row in self._rows(RANKINGS, list(tasks)):
            rankings[row[0]].append(row)
        return Read(tasks, rankings, self._rows(ANSWERS, list(rankings)))

    def pages(self, read: Read) -> list[UsualPage]:
        """The usual ones among the prompts read, those of a split together.

        A split may wait long until it has enough rows to be written: it must not hold on to the others' texts.
        """
        answers, spans = self._answers(read)
        of_splits: dict[str, list[Usual]] = defaultdict(list)
        for task_id, (begin, end) in spans.items():
            if said := self._said(read.rankings[task_id], end - begin):
                task = read.tasks[task_id]
                of_splits[task[2]].append(Usual(task, (begin, end), said))
        return [self._page(split, answers, found) for split, found in of_splits.items()]

    def _page(self, split: str, answers: Answers, found: Sequence[Usual]) -> UsualPage:
        tasks, spans, said = map(list, zip(*found, strict=True))
        (
            prompt_ids, _, _, messages, external_ids, are_adaptive, batches, *facts, _unusual
        ) = map(list, zip(*tasks, strict=True))  # fmt: skip
        first, last = spans[0][0], spans[-1][1]
        return UsualPage(
            split, answers.of((first, last)), [(begin - first, end - first) for begin, end in spans], said, prompt_ids,
            [written(orjson.loads(one)) for one in messages], external_ids, are_adaptive,
            [self._batches[batch] for batch in batches], *facts,
        )  # fmt: skip

    def _rows(self, statement: str, ids: Sequence[int]) -> list[Row]:
        given: dict[str, Any] = {"ids": list(ids), "boundary": self.snapshot.boundary, "until": self.snapshot.until}
        with self._connection.cursor() as cursor:
            cursor.execute(statement, given)
            return list(cursor.fetchall())

    def _answers(self, read: Read) -> tuple[Answers, dict[int, Span]]:
        """The answers read, and which are whose: only where all are different texts, and none is empty."""
        order = {task_id: number for number, task_id in enumerate(read.tasks)}
        rows = sorted(read.answers, key=lambda row: (order[row[0]], row[1]))
        if not rows:
            return Answers([], [], [], [], [], []), {}
        tasks, indexes, keys, policies, printed, samplings, are_same = zip(*rows, strict=True)
        taken = taken_apart(printed)
        texts = taken.compared
        is_all_different = are_different(texts, are_same)
        spans: dict[int, Span] = {}
        for begin, end in pairwise([*[place for place, index in enumerate(indexes) if index == 0], len(rows)]):
            is_whole = tasks[begin] == tasks[end - 1] and indexes[end - 1] == end - 1 - begin
            if is_whole and (is_all_different or are_different(texts[begin:end], are_same[begin:end])):
                spans[tasks[begin]] = begin, end
        names = self.snapshot.policies
        return (
            Answers(
                messages=taken.messages,
                sizes=taken.sizes,
                ids=list(map(str, keys)),
                models=[names.get(policy, "") for policy in policies],
                samplings=["" if sampling == "{}" else sampling for sampling in samplings],
                lengths=list(map(len, texts)),
            ),
            spans,
        )

    def _said(self, rows: Sequence[Row], answers: int) -> list[Said]:
        """The rankings of a task; none where one of them is none, or is left out."""
        if len(rows) > self._most_rankings:
            return []
        found: list[Said] = []
        for _, key, labeler, role, purpose, version_id, order, *body, active_seconds, day, is_unusual in rows:
            if is_unusual or not self._counts(labeler, role, purpose, version_id):
                return []
            ranked = self._ranked(*body, order, version_id, answers)
            if ranked is None:
                return []
            found.append(Said(ranked, key, labeler, self.snapshot.versions[version_id], active_seconds, day))
        return found

    def _asks_for(self, batch_id: int, use_case: str, language: str) -> bool:
        task = JudgedTask(0, "", self._batches[batch_id], "", use_case, language, "", "", "")
        return not self.sieve.why_task(JudgedPrompt(0, 0, [], "", is_quarantined=False), task)

    def _lets_through(self, labeler_id: int, role: str, purpose: str, version_id: int) -> bool:
        """Whether such judgments count, whenever they were made; those of whom a ruling speaks may do so some day."""
        if purpose != Purpose.WORK or labeler_id in self.snapshot.exclusions:
            return False
        version = self.snapshot.versions[version_id]
        judgment = Judgment(0, labeler_id, role, purpose, version, [], 0, timezone.now(), None, None)
        task = JudgedTask(0, "", "", "", "", "", "", "", "")
        return not (self.sieve.why_erased(judgment) or self.sieve.why(task, judgment))

    def _what_it_says(
        self, tiers: str, strengths: str | None, acceptable: str | None, order: str, version_id: int, answers: int
    ) -> Ranked | None:
        """None: it is not of all these answers. The texts are JSON; order is PostgreSQL's array."""
        shown = tuple(orjson.loads(f"[{order.strip('{}')}]"))
        if sorted(shown) != list(range(answers)):
            return None
        by_letter = dict(zip(LETTERS, shown, strict=False))
        body = {"tiers": orjson.loads(tiers), "strengths": orjson.loads(strengths or "null")}
        ballot = Ballot(
            tiers=tuple([tuple([by_letter[letter] for letter in tier]) for tier in body["tiers"]]),
            levels=levels_of(body, self.snapshot.versions[version_id], answers),
            acceptable=orjson.loads(acceptable or "null"),
        )
        return Ranked(ballot, compared(ballot.tiers, shown))


def are_different(texts: Sequence[str], are_same: Sequence[bool]) -> bool:
    """Whether no two of the answers read the same, and none is empty. are_same: as the import found it."""
    return not any(are_same) and "" not in texts and len(set(texts)) == len(texts)
