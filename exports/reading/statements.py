"""The queries that read a page of a snapshot: worked out once, and then asked for the ids of each page."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet, TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from labeling import models

# Stands in a statement for the ids of a page: one value for the driver and the database, however many ids there are.
IDS: list[int] = []
AMONG = RawSQL("SELECT unnest(%s::bigint[])", [IDS])


Rows = QuerySet[Any, Any]


class Statement:
    def __init__(self, rows: Rows) -> None:
        self.sql, self.values = rows.query.sql_with_params()

    def __call__(self, ids: Iterable[int]) -> list[Any]:
        """The rows, as tuples."""
        page = list(ids)
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [page if value is IDS else value for value in self.values])
            return list(cursor.fetchall())


class Statements:
    """Each takes ids: of prompts, of tasks, or (reviews) of submissions.

    holds: what is seen of a table, by the name of its moment.
    """

    def __init__(self, holds: Callable[[str], Q]) -> None:
        self.prompts = Statement(prompts())
        self.tasks = Statement(tasks())
        self.completions = Statement(completions())
        self.submissions = Statement(submissions(holds("submitted_at")))
        self.reviews = Statement(reviews(holds("created_at")))
        self.skips = Statement(skips(holds("skipped_at")))
        self.marks = Statement(marks(holds("created_at")))


def prompts() -> Rows:
    return models.Prompt.objects.filter(pk__in=AMONG).values_list(
        "id", "group_id", as_text("messages"), "split", "is_quarantined"
    )


def tasks() -> Rows:
    of_prompts = models.Task.objects.filter(prompt_id__in=AMONG).order_by("id")
    return of_prompts.values_list(
        "prompt_id", "id", "external_id", "batch__name", "prompt_type", "use_case", "language", "source",
        "source_user", as_text("metadata"), "is_adaptive",
    )  # fmt: skip


def completions() -> Rows:
    of_tasks = models.Completion.objects.filter(task_id__in=AMONG).order_by("task_id", "index")
    return of_tasks.values_list(
        "task_id", "id", "index", "same_as_id", "policy_id", as_text("messages"), "external_id", as_text("sampling"),
        "reasoning",
    )  # fmt: skip


def submissions(held: Q) -> Rows:
    """All revisions."""
    of_tasks = models.Submission.objects.filter(held, assignment__task_id__in=AMONG)
    return of_tasks.order_by("assignment_id", "revision").values_list(
        "assignment__task_id", "id", "assignment_id", "assignment__labeler_id", "role", "assignment__purpose",
        "assignment__version_id", "assignment__order", "number", "submitted_at", "active_seconds", "wall_seconds",
        as_text("client_id"), "revision", "is_surplus", as_text("judgment"), as_text("signals"),
    )  # fmt: skip


def reviews(held: Q) -> Rows:
    of_submissions = models.Review.objects.filter(held, submission_id__in=AMONG)
    return of_submissions.order_by("number").values_list("submission_id", "verdict")


def skips(held: Q) -> Rows:
    of_tasks = models.Skip.objects.filter(held, assignment__task_id__in=AMONG)
    return of_tasks.order_by("assignment_id").values_list(
        "assignment__task_id", "assignment_id", "assignment__labeler_id", "assignment__role", "assignment__purpose",
        "assignment__version_id", "assignment__order", "number", "skipped_at", "active_seconds", "wall_seconds",
        "reason", "note",
    )  # fmt: skip


def marks(held: Q) -> Rows:
    of_tasks = models.TaskMark.objects.filter(held, task_id__in=AMONG)
    return of_tasks.order_by("number").values_list("task_id", "mark", "number")


def as_text(column: str) -> Cast:
    """The column as PostgreSQL prints it: orjson parses JSON several times faster than the driver's way."""
    return Cast(column, TextField())
