"""A project's qualification as managers and reviewers see it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils.safestring import SafeString

from labeling.kinds import KINDS
from labeling.models import (
    Assignment,
    Grade,
    Membership,
    Project,
    Purpose,
    QualificationSet,
    Role,
    Submission,
    Task,
    TaskState,
)
from labeling.qualification.results import Result, results
from labeling.tasks.task import MessageView, beginning_of
from labeling.texts.rendering import render

MOST_CANDIDATES = 100
MOST_UNGRADED = 50


@dataclass(frozen=True)
class Candidate:
    """A labeler, the set that is theirs, and what came of it."""

    member: Membership
    by: QualificationSet
    result: Result


@dataclass(frozen=True)
class Choice:
    task: Task
    beginning: str


@dataclass(frozen=True)
class Ungraded:
    """An answer as who grades it sees it: the prompt and the text, not who wrote it."""

    submission: Submission
    prompt: list[MessageView]
    text: SafeString
    is_own: bool
    # The grade that holds, where it was graded before.
    grade: int | None = None


def sets_of(project: Project) -> list[QualificationSet]:
    """Newest first, each with the number of its tasks."""
    sets = QualificationSet.objects.filter(project=project).annotate(task_count=Count("places"))
    return list(sets.order_by("-created_at", "-id"))


def candidates(project: Project) -> list[Candidate]:
    """Every labeler of the project with their set; one query for each set that somebody has."""
    members = Membership.objects.filter(project=project, role=Role.LABELER, removed_at=None).select_related("user")
    by_set: dict[int, list[Membership]] = {}
    for member in members.order_by("user__username"):
        if set_id := member.own_qualification_id or project.qualification_id:
            by_set.setdefault(set_id, []).append(member)
    sets = QualificationSet.objects.select_related("project").in_bulk(by_set)
    found = []
    for set_id, theirs in by_set.items():
        told = results(sets[set_id], [member.user_id for member in theirs])
        found += [Candidate(member, sets[set_id], told[member.user_id]) for member in theirs]
    return sorted(found, key=lambda one: one.member.user.username)


def choices(project: Project, words: str = "") -> list[Choice]:
    """Tasks that can be in a set: free ones that nobody has judged, in rankings those with a key."""
    tasks = Task.objects.filter(project=project, purpose=Purpose.WORK, state=TaskState.OPEN, opening__isnull=False)
    if KINDS[project.kind].most_cards:
        tasks = tasks.filter(key__isnull=False).exclude(Q(key__pairs=[]) & Q(key__flags={}))
    else:
        tasks = tasks.filter(~Exists(Assignment.objects.filter(task=OuterRef("pk"))))
    if words:
        tasks = tasks.filter(external_id__icontains=words)
    return [
        Choice(task, beginning_of(task.prompt.messages))
        for task in tasks.select_related("prompt").order_by("-id")[:MOST_CANDIDATES]
    ]


def to_grade(project: Project, reader_id: int, *, is_graded: bool = False) -> list[Ungraded]:
    """The first answers of demonstrations, oldest first: those without a grade, or the newest that have one."""
    newest = Grade.objects.filter(submission=OuterRef("pk")).order_by("-id").values("grade")[:1]
    rows = (
        Submission.objects.filter(
            assignment__project=project, assignment__purpose=Purpose.QUALIFICATION, revision=1,
            assignment__state="submitted",
        )
        .select_related("assignment__task__prompt")
        .annotate(newest=Subquery(newest))
        .filter(newest__isnull=not is_graded)
        .order_by("-id" if is_graded else "id")[:MOST_UNGRADED]
    )  # fmt: skip
    return [ungraded(row, reader_id) for row in rows]


def ungraded(row: Any, reader_id: int) -> Ungraded:
    prompt = row.assignment.task.prompt
    messages = [MessageView(str(one["role"]), render(str(one["content"]))) for one in prompt.messages]
    text = render(str(row.judgment.get("text", "")))
    return Ungraded(row, messages, text, row.assignment.labeler_id == reader_id, row.newest)
