"""A labeler's own submissions, for their history page."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Subquery

from accounts.models import User
from labeling.kinds import KINDS
from labeling.models import Project, Submission

PAGE_SIZE = 50
OPENING_LENGTH = 160
# Digits of 2**63: Python refuses to read numbers of thousands of digits.
LONGEST_NUMBER = 19


@dataclass(frozen=True)
class OwnSubmission:
    assignment_id: int
    revision: int
    submitted_at: datetime
    # How the prompt begins, and the judgment in one line.
    prompt: str
    summary: str


@dataclass(frozen=True)
class Page:
    submissions: list[OwnSubmission]
    # The number to go on before; empty at the end.
    next_before: str


def submissions_of(user: User, project: Project, *, before: str = "") -> Page:
    """The current revision of each assignment, newest first."""
    newest = Submission.objects.filter(assignment=OuterRef("assignment")).order_by("-revision").values("revision")[:1]
    rows = Submission.objects.filter(
        assignment__labeler=user, assignment__project=project, revision=Subquery(newest)
    ).annotate(messages=F("assignment__task__prompt__messages"))
    if before.isdecimal() and len(before) <= LONGEST_NUMBER:
        rows = rows.filter(number__lt=int(before))
    found = list(rows.order_by("-number")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    kind = KINDS[project.kind]
    submissions = [
        OwnSubmission(
            assignment_id=row.assignment_id,
            revision=row.revision,
            submitted_at=row.submitted_at,
            prompt=beginning(str(row.messages[-1]["content"])),
            summary=kind.summarise(row.judgment),
        )
        for row in shown
    ]
    return Page(submissions, str(shown[-1].number) if len(found) > PAGE_SIZE else "")


def beginning(text: str) -> str:
    words = " ".join(text[: 2 * OPENING_LENGTH].split())
    return words if len(words) <= OPENING_LENGTH else words[: OPENING_LENGTH - 1] + "…"
