"""Questions as people read them: staff with the task beside them, askers with their answers."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from accounts.models import User
from labeling.kinds import LETTERS
from labeling.models import Project, Purpose, Question, Role
from labeling.tasks.task import beginning_of, letters_of
from labeling.texts.rendering import render

# What stands on one page; older ones follow by address.
QUESTIONS_A_PAGE = 50
OWN_SHOWN = 50
# Digits of 2**63: Python refuses to read numbers of thousands of digits.
LONGEST_ID = 19


def questions_of(project: Project) -> QuerySet[Question]:
    """With what their representations need."""
    return (
        Question.objects.filter(project=project)
        .select_related("asker", "answered_by", "assignment__task__project", "assignment__task__prompt")
        .select_related("assignment__task__opening")
        .prefetch_related("assignment__task__completions__policy")
    )


def open_count(project: Project, role: str = Role.MANAGER) -> int:
    return for_role(Question.objects.filter(project=project, answered_at=None), role).count()


def for_role(questions: QuerySet[Question], role: str) -> QuerySet[Question]:
    """Those that this role may know of: what was asked about gold or a qualification is for managers to answer."""
    if role == Role.MANAGER:
        return questions
    return questions.filter(assignment__purpose=Purpose.WORK, assignment__task__purpose=Purpose.WORK)


@dataclass(frozen=True)
class QuestionRow:
    question: Question
    # How the prompt begins.
    beginning: str
    answer: SafeString | None
    # (the asker's letter, the letter on the task's page), where there are cards.
    letters: list[tuple[str, str]]


@dataclass(frozen=True)
class Page:
    waiting: list[QuestionRow]
    answered: list[QuestionRow]
    # What `before` is on the next page of answered ones; empty on the last.
    next_before: str


def question_page(project: Project, *, role: str, before: str = "") -> Page:
    """The open ones, the longest waiting first, and a page of answered ones, newest first."""
    rows = for_role(questions_of(project), role)
    waiting = rows.filter(answered_at=None).order_by("id")[:QUESTIONS_A_PAGE]
    done = rows.exclude(answered_at=None).order_by("-id")
    if before.isdecimal() and len(before) <= LONGEST_ID:
        done = done.filter(pk__lt=int(before))
    found = list(done[: QUESTIONS_A_PAGE + 1])
    shown = found[:QUESTIONS_A_PAGE]
    return Page(
        [row_of(one) for one in waiting],
        [row_of(one) for one in shown],
        str(shown[-1].pk) if len(found) > len(shown) else "",
    )


def row_of(question: Question) -> QuestionRow:
    assignment = question.assignment
    here = letters_of(assignment.task, list(assignment.task.completions.all()))
    return QuestionRow(
        question,
        beginning_of(assignment.task.prompt.messages),
        render(question.answer) if question.answer else None,
        [(LETTERS[place], here.get(index, "?")) for place, index in enumerate(assignment.order)],
    )


@dataclass(frozen=True)
class OwnQuestion:
    question: Question
    beginning: str
    answer: SafeString | None

    @property
    def is_new(self) -> bool:
        return self.question.answered_at is not None and self.question.read_at is None


@dataclass(frozen=True)
class OwnQuestions:
    """What one asked, newest first. `until` is the latest answer among them: what showing it lets one know of."""

    rows: list[OwnQuestion]
    unread: int
    until: datetime | None


def own_questions(asker: User, project: Project) -> OwnQuestions:
    """In one query. Nothing of the answers but their text: who answered is not said."""
    questions = Question.objects.filter(asker=asker, project=project).select_related("assignment__task__prompt")
    rows = [
        OwnQuestion(one, beginning_of(one.assignment.task.prompt.messages), render(one.answer) if one.answer else None)
        for one in questions.order_by("-id")[:OWN_SHOWN]
    ]
    times = [row.question.answered_at for row in rows if row.question.answered_at]
    return OwnQuestions(rows, sum(row.is_new for row in rows), max(times, default=None))
