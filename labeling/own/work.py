"""A labeler's own work in a project, for their history page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

import orjson
from django.db.models import F, Func, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast

from accounts.models import User
from labeling.kinds import KINDS
from labeling.models import AssignmentState, Draft, Project, Skip, Submission
from labeling.reviews import verdicts

PAGE_SIZE = 50
OPENING_LENGTH = 160
# Beside the pages: the newest of what waits for the labeler and of what they passed on.
MOST_BESIDE = 20
# Digits of 2**63: Python refuses to read numbers of thousands of digits.
LONGEST_NUMBER = 19
MESSAGES = "assignment__task__prompt__messages"


@dataclass(frozen=True)
class OwnSubmission:
    assignment_id: int
    revision: int
    submitted_at: datetime
    is_surplus: bool
    # How the prompt begins, and the judgment in one line.
    prompt: str
    summary: str
    # What a reviewer said of it; who it was stays unsaid.
    verdict: str = ""
    verdict_name: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Page:
    submissions: list[OwnSubmission]
    # The number to go on before; empty at the end.
    next_before: str


@dataclass(frozen=True)
class Span:
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Unfinished:
    assignment_id: int
    prompt: str
    saved_at: datetime


@dataclass(frozen=True)
class PassedOn:
    prompt: str
    reason: str
    note: str
    skipped_at: datetime


def day_of(words: str, zone: tzinfo) -> Span | None:
    """The day of an ISO date in this zone; None for anything else."""
    try:
        start = datetime.combine(date.fromisoformat(words), time.min, tzinfo=zone)
        return Span(start, datetime.combine(start.date() + timedelta(days=1), time.min, tzinfo=zone))
    except (ValueError, OverflowError):
        return None


def standing(user: User, project: Project) -> QuerySet[Submission]:
    """The current revision of each assignment, with its prompt."""
    newest = Submission.objects.filter(assignment=OuterRef("assignment")).order_by("-revision").values("revision")[:1]
    return Submission.objects.filter(
        assignment__labeler=user, assignment__project=project, revision=Subquery(newest)
    ).annotate(messages=F(MESSAGES))


def submissions_of(user: User, project: Project, *, before: str = "", day: Span | None = None, words: str = "") -> Page:
    """The current revision of each assignment, newest first."""
    rows = standing(user, project)
    if before.isdecimal() and len(before) <= LONGEST_NUMBER:
        rows = rows.filter(number__lt=int(before))
    if day:
        rows = rows.filter(submitted_at__gte=day.start, submitted_at__lt=day.end)
    if words:
        contents = Func(F(MESSAGES), Value("$[*].content"), function="jsonb_path_query_array")
        in_json = orjson.dumps(words).decode()[1:-1]
        rows = rows.annotate(prompt_text=Cast(contents, TextField())).filter(prompt_text__icontains=in_json)
    found = list(rows.order_by("-number")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return Page(lines(shown, project), str(shown[-1].number) if len(found) > PAGE_SIZE else "")


def of_reviews(reviews: Iterable[verdicts.OwnReview], user: User, project: Project) -> list[OwnSubmission]:
    """The judgments that these reviews speak of, in their order."""
    ids = [row.review.submission_id for row in reviews][:MOST_BESIDE]
    rows = {row.pk: row for row in standing(user, project).filter(pk__in=ids)} if ids else {}
    return lines([rows[pk] for pk in ids if pk in rows], project)


def lines(rows: Iterable[Any], project: Project) -> list[OwnSubmission]:
    """Submissions as the page shows them, with the verdicts that stand."""
    rows = list(rows)
    reviews = verdicts.standing_of(rows)
    kind = KINDS[project.kind]
    shown = []
    for row in rows:
        review = reviews.get(row.pk)
        shown.append(
            OwnSubmission(
                assignment_id=row.assignment_id,
                revision=row.revision,
                submitted_at=row.submitted_at,
                is_surplus=row.is_surplus,
                prompt=opening_of(row.messages),
                summary=kind.summarise(row.judgment),
                verdict=review.verdict if review else "",
                verdict_name=review.get_verdict_display() if review else "",
                comment=review.comment if review else "",
            )
        )
    return shown


def drafts_of(user: User, project: Project) -> list[Unfinished]:
    """What was begun and not submitted, whether its lease still runs or not."""
    drafts = (
        Draft.objects.filter(assignment__labeler=user, assignment__project=project)
        .exclude(judgment=None)
        .exclude(assignment__state__in=[AssignmentState.SKIPPED, AssignmentState.EXCLUDED])
        .annotate(messages=F(MESSAGES))
        .order_by("-saved_at")[:MOST_BESIDE]
    )
    return [Unfinished(draft.assignment_id, opening_of(draft.messages), draft.saved_at) for draft in drafts]


def skips_of(user: User, project: Project) -> list[PassedOn]:
    skips = (
        Skip.objects.filter(assignment__labeler=user, assignment__project=project, assignment__state="skipped")
        .annotate(messages=F(MESSAGES))
        .order_by("-number")[:MOST_BESIDE]
    )
    return [
        PassedOn(opening_of(skip.messages), skip.get_reason_display(), skip.note, skip.skipped_at) for skip in skips
    ]


def opening_of(messages: list[dict[str, Any]]) -> str:
    return beginning(str(messages[-1]["content"]))


def beginning(text: str) -> str:
    words = " ".join(text[: 2 * OPENING_LENGTH].split())
    return words if len(words) <= OPENING_LENGTH else words[: OPENING_LENGTH - 1] + "…"
