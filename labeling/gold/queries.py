"""Gold as managers see it: how labelers score on it, which tasks are gold, and which could be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import F

from accounts.models import User
from labeling.kinds import LETTERS
from labeling.models import AnswerKey, Membership, Project, Purpose, Role, Task, TaskFinding, TaskMark
from labeling.statistics.keys import Score, score_flags, score_pairs, total, unanimous_pairs
from labeling.tasks import judged as judged_tasks
from labeling.tasks.task import beginning_of

MOST_SHOWN = 100
# So many labelers who all agree make a task worth proposing.
FEWEST_UNANIMOUS = 3
MOST_PROPOSED = 20

# The standing answers to one purpose's tasks that still serve it and have a key.
ANSWERS = """
    SELECT a.labeler_id, a.task_id, a.order, s.judgment::json, k.pairs::json, k.flags::json
    FROM labeling_task t JOIN labeling_answerkey k ON k.task_id = t.id
    JOIN labeling_assignment a ON a.task_id = t.id AND a.purpose = %(purpose)s AND a.state = 'submitted'
    CROSS JOIN LATERAL (SELECT judgment FROM labeling_submission WHERE assignment_id = a.id
        ORDER BY revision DESC LIMIT 1) s
    WHERE t.project_id = %(project)s AND t.purpose = %(purpose)s
      AND (%(labeler)s::bigint IS NULL OR a.labeler_id = %(labeler)s)
"""


@dataclass(frozen=True)
class GoldScore:
    """How one labeler answers gold: `pairs` of completions that are sure, and `flags` that are."""

    pairs: Score = field(default_factory=Score)
    flags: Score = field(default_factory=Score)


@dataclass(frozen=True)
class MemberGold:
    member: Membership
    score: GoldScore
    # The share of their tasks that is gold; `own_percent` where it is set for them alone.
    percent: float
    own_percent: float | None


@dataclass(frozen=True)
class GoldTask:
    task: Task
    beginning: str
    pairs: int
    flags: int
    answers: int
    score: GoldScore = field(default_factory=GoldScore)


@dataclass(frozen=True)
class Proposal:
    task: Task
    beginning: str
    judged: int
    # "A > B": in the letters of the task's page.
    pairs: list[tuple[int, int]]


def read_answer(order: list[int], judgment: Mapping[str, Any]) -> tuple[dict[int, int], dict[int, dict[str, Any]]]:
    """The places and the ratings of a judgment, by the completions' indexes."""
    index = dict(zip(LETTERS, order, strict=False))
    tiers = judgment.get("tiers") or []
    places = {index[letter]: place for place, tier in enumerate(tiers) for letter in tier}
    ratings = {index[letter]: said for letter, said in (judgment.get("ratings") or {}).items()}
    return places, ratings


def score_answer(order: list[int], judgment: Mapping[str, Any], pairs: Any, flags: Mapping[str, Any]) -> GoldScore:
    places, ratings = read_answer(order, judgment)
    key = {int(index): said for index, said in flags.items()}
    return GoldScore(score_pairs(places, pairs), score_flags(ratings, key))


def add_up(scores: list[GoldScore]) -> GoldScore:
    return GoldScore(total(one.pairs for one in scores), total(one.flags for one in scores))


def answers(project: Project, labeler: User | None = None) -> list[tuple[int, int, GoldScore]]:
    """(labeler, task, score) of every standing answer to gold; one query."""
    asked: dict[str, str | int | None] = {
        "project": project.pk, "purpose": Purpose.GOLD.value, "labeler": labeler.pk if labeler else None
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(ANSWERS, asked)
        return [(who, task, score_answer(*said)) for who, task, *said in cursor.fetchall()]


def gold_score(project: Project, labeler: User) -> GoldScore:
    """One labeler's, for their page."""
    return add_up([score for _who, _task, score in answers(project, labeler)])


def member_scores(project: Project) -> list[MemberGold]:
    """Of everybody who may get gold, those without answers too; in two queries."""
    by_labeler: dict[int, list[GoldScore]] = {}
    for who, _task, score in answers(project):
        by_labeler.setdefault(who, []).append(score)
    members = Membership.objects.filter(project=project, removed_at=None).exclude(role=Role.MANAGER)
    return [
        MemberGold(
            member,
            add_up(by_labeler.get(member.user_id, [])),
            100 * (project.gold_rate if member.gold_rate is None else member.gold_rate),
            None if member.gold_rate is None else 100 * member.gold_rate,
        )
        for member in members.select_related("user").order_by("user__username")
    ]


def gold_tasks(project: Project) -> list[GoldTask]:
    """The newest gold tasks, with how all labelers together do on each."""
    by_task: dict[int, list[GoldScore]] = {}
    for _who, task_id, score in answers(project):
        by_task.setdefault(task_id, []).append(score)
    keys = AnswerKey.objects.filter(project=project, task__purpose=Purpose.GOLD).select_related("task__prompt")
    return [
        GoldTask(
            key.task, beginning_of(key.task.prompt.messages), len(key.pairs), sum(map(len, key.flags.values())),
            len(by_task.get(key.task_id, [])), add_up(by_task.get(key.task_id, [])),
        )
        for key in keys.order_by("-changed_at", "-task_id")[:MOST_SHOWN]
    ]  # fmt: skip


def proposals(project: Project) -> list[Proposal]:
    """Tasks on which three labelers or more agree in everything, and that nobody has decided on yet."""
    decided = TaskMark.objects.filter(mark__in=[TaskMark.Mark.GOLD, TaskMark.Mark.NOT_GOLD]).values("task_id")
    found = TaskFinding.objects.filter(
        project=project, judged__gte=FEWEST_UNANIMOUS, disagreement=0, decisive_equal__gt=0,
        task__purpose=Purpose.WORK, task__state="open",
    ).exclude(task_id__in=decided)  # fmt: skip
    task_ids = list(found.order_by(F("judged").desc(), "task_id").values_list("task_id", flat=True)[:MOST_PROPOSED])
    tasks = Task.objects.select_related("prompt", "opening", "project").in_bulk(task_ids)
    agreed = unanimous(project, task_ids)
    return [
        Proposal(tasks[pk], beginning_of(tasks[pk].prompt.messages), *agreed[pk])
        for pk in task_ids
        if pk in agreed and agreed[pk][1]
    ]


def unanimous(project: Project, task_ids: list[int]) -> dict[int, tuple[int, list[tuple[int, int]]]]:
    """How many judged each task, and the pairs that all of them order alike; as it is now, not as findings say."""
    return {
        task.id: (
            len(task.counted),
            [(better, worse) for better, worse in unanimous_pairs([one.places for one in task.counted])],
        )
        for task in judged_tasks.read(project, task_ids)
        if len(task.counted) >= FEWEST_UNANIMOUS
    }
