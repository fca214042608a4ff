"""What was said of some tasks, as it stands now: the newest revision of everybody, with what was ruled on it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from django.db import connection

from labeling.kinds import KINDS, LETTERS
from labeling.models import Exclusion, Project, Purpose, Review, Verdict
from labeling.statistics.agreement import Places
from labeling.statistics.reading import reading_seconds


@dataclass(slots=True)
class StandingJudgment:
    """The newest revision of one assignment. `active_seconds` sums all revisions: an amendment adds its own."""

    assignment_id: int
    submission_id: int
    task_id: int
    labeler_id: int
    purpose: str
    version_id: int
    # Completion indexes in the order of the letters.
    order: list[int]
    submitted_at: datetime
    active_seconds: float | None
    body: Any
    verdict: str = ""
    # Work that fills a slot, neither rejected nor excluded: it speaks for its task.
    counts: bool = False

    @property
    def places(self) -> Places:
        """{index of the completion: its tier}; empty where nothing was ranked."""
        index = dict(zip(LETTERS, self.order, strict=False))
        tiers = self.body.get("tiers") or []
        return {index[letter]: place for place, tier in enumerate(tiers) for letter in tier}


@dataclass(slots=True)
class JudgedTask:
    id: int
    judgments: list[StandingJudgment] = field(default_factory=list)
    skips: int = 0
    # See `labeling.statistics.reading`; None where nothing is to be read, or nobody has judged.
    reading_seconds: float | None = None

    @property
    def counted(self) -> list[StandingJudgment]:
        return [judgment for judgment in self.judgments if judgment.counts]


STANDING = """
    SELECT DISTINCT ON (s.assignment_id)
        s.assignment_id, s.id, a.task_id, a.labeler_id, a.purpose, a.version_id, a."order", s.submitted_at,
        sum(s.active_seconds) OVER (PARTITION BY s.assignment_id), s.judgment::text,
        a.slot IS NOT NULL
    FROM labeling_assignment a JOIN labeling_submission s ON s.assignment_id = a.id
    WHERE a.task_id = ANY(%s) AND a.state = 'submitted' ORDER BY s.assignment_id, s.revision DESC
"""
# Who said something, and when, without what.
STANDING_BARE = STANDING.replace("s.judgment::text", "'null'")
# A skip that the labeler followed by a submission is taken back by it.
SKIPS = """
    SELECT a.task_id, count(*) FROM labeling_assignment a JOIN labeling_skip s ON s.assignment_id = a.id
    WHERE a.task_id = ANY(%s) AND a.state = 'skipped' GROUP BY a.task_id
"""
# The messages of the prompt, and the last one of each card.
TEXTS = """
    SELECT t.id, p.messages::text, (
        SELECT json_agg(c.messages->-1->'content') FROM labeling_completion c
        WHERE c.task_id = t.id AND c.same_as_id IS NULL)::text
    FROM labeling_task t JOIN labeling_prompt p ON p.id = t.prompt_id WHERE t.id = ANY(%s)
"""


def read(project: Project, task_ids: Sequence[int]) -> list[JudgedTask]:
    """These tasks in the order of their ids, in five queries. Of erased labelers only skips are left, as counts."""
    tasks = {task_id: JudgedTask(task_id) for task_id in sorted(task_ids)}
    with connection.cursor() as cursor:
        cursor.execute(STANDING, [list(tasks)])
        read_judgments(project, tasks, cursor.fetchall())
        cursor.execute(SKIPS, [list(tasks)])
        for task_id, skips in cursor.fetchall():
            tasks[task_id].skips = skips
        cursor.execute(TEXTS, [[task.id for task in tasks.values() if task.judgments]])
        for task_id, messages, texts in cursor.fetchall():
            tasks[task_id].reading_seconds = reading_of(project, orjson.loads(messages), orjson.loads(texts or "[]"))
    return list(tasks.values())


def read_bare(project: Project, task_ids: Sequence[int]) -> list[JudgedTask]:
    """Who judged these tasks and whether it counts, in three queries; `body`, skips and reading time are left out."""
    tasks = {task_id: JudgedTask(task_id) for task_id in sorted(task_ids)}
    with connection.cursor() as cursor:
        cursor.execute(STANDING_BARE, [list(tasks)])
        read_judgments(project, tasks, cursor.fetchall())
    return list(tasks.values())


def read_judgments(project: Project, tasks: dict[int, JudgedTask], rows: list[tuple[Any, ...]]) -> None:
    rulings = {
        ruling.labeler_id: ruling
        for ruling in Exclusion.objects.filter(project=project).order_by("labeler_id", "-number").distinct("labeler_id")
    }
    verdicts = dict(
        Review.objects.filter(submission_id__in=[row[1] for row in rows])
        .order_by("number")
        .values_list("submission_id", "verdict")
    )
    for *fields, has_slot in rows:
        judgment = StandingJudgment(*fields)
        judgment.body = orjson.loads(judgment.body)
        ruling = rulings.get(judgment.labeler_id)
        if ruling is not None and ruling.is_erasure:
            continue
        judgment.verdict = verdicts.get(judgment.submission_id, "")
        judgment.counts = (
            judgment.purpose == Purpose.WORK
            and has_slot
            and judgment.verdict != Verdict.REJECTED
            and not is_excluded(judgment, ruling)
        )
        tasks[judgment.task_id].judgments.append(judgment)


def is_excluded(judgment: StandingJudgment, ruling: Exclusion | None) -> bool:
    if ruling is None or not ruling.is_excluded:
        return False
    return ruling.since is None or judgment.submitted_at >= ruling.since


def reading_of(project: Project, messages: list[dict[str, Any]], completions: list[Any]) -> float | None:
    """What the screen shows of a task: the prompt, and the completions where the kind shows cards."""
    shown = [message["content"] for message in messages]
    if KINDS[project.kind].most_cards:
        shown += completions
    return reading_seconds(str(text) for text in shown)
