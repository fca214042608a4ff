"""Pages of the list of tasks, by a cursor that new rows do not shift, and how many there are.

First the ids of a page, by a query that walks one index; then what the page shows of them. A question that takes
the database too long is given up and said to be too broad: nobody's page waits for another's search.
"""

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import OperationalError, connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Left

from labeling.models import Project, Role, Task, TaskFinding
from labeling.tasks.filters import STATE_NAMES, Within, anywhere, find_tasks, is_by_disagreement
from labeling.tasks.task import BEGINNING, shorten, state_of

TASKS_A_PAGE = 50
# Beyond that nobody wants to know it exactly.
MOST_COUNTED = 10_000
PATIENCE_MS = 3000
# Digits of 2**63: Python refuses to read numbers of thousands of digits.
LONGEST_ID = 19


class TooBroad(Exception):
    """The database could not answer in time."""


@dataclass(frozen=True)
class Cursor:
    """Where a page begins, beside the task with this id; in a list of disputed tasks, with this disagreement."""

    task_id: int
    disagreement: float | None = None

    def __str__(self) -> str:
        return str(self.task_id) if self.disagreement is None else f"{self.disagreement!r}:{self.task_id}"


def read_cursor(text: str, *, is_by_disagreement: bool) -> Cursor | None:
    """None for a cursor that was made up, or that another list gave."""
    disagreement, colon, number = text.rpartition(":")
    if bool(colon) != is_by_disagreement or not (number.isascii() and number.isdecimal() and len(number) <= LONGEST_ID):
        return None
    try:
        value = float(disagreement) if colon else None
    except ValueError:
        return None
    return None if value is not None and not math.isfinite(value) else Cursor(int(number), value)


@dataclass(frozen=True)
class TaskRow:
    task: Task
    state: str
    beginning: str
    finding: TaskFinding | None

    @property
    def state_name(self) -> str:
        return str(STATE_NAMES[self.state])

    @property
    def counted(self) -> int:
        return self.task.opening.counted

    @property
    def allowed(self) -> int:
        return self.task.opening.allowed

    @property
    def disagreement_percent(self) -> int | None:
        found = self.finding.disagreement if self.finding else None
        return None if found is None else round(100 * found)


@dataclass(frozen=True)
class TaskPage:
    rows: list[TaskRow]
    # The cursors of the neighbouring pages, as `after` and `before`; empty where there is none.
    after: str = ""
    before: str = ""
    is_too_broad: bool = False


def task_page(
    project: Project, filters: Mapping[str, str], *, after: str = "", before: str = "", role: str = Role.MANAGER
) -> TaskPage:
    """The page after, or before, a cursor of this list; the first one without. Two queries."""
    by_disagreement = is_by_disagreement(filters)
    is_back = bool(before)
    cursor = read_cursor(before or after, is_by_disagreement=by_disagreement) if before or after else None
    is_back = is_back and cursor is not None
    try:
        with patience():
            ids = ids_beside(project, filters, cursor, is_back=is_back, role=role)
            rows = read_rows(ids[:TASKS_A_PAGE])
    except TooBroad:
        return TaskPage([], is_too_broad=True)
    if is_back:
        rows.reverse()
    has_more = len(ids) > TASKS_A_PAGE
    has_next, has_previous = (bool(rows), has_more) if is_back else (has_more, cursor is not None and bool(rows))
    return TaskPage(
        rows,
        after=str(cursor_of(rows[-1], by_disagreement)) if has_next else "",
        before=str(cursor_of(rows[0], by_disagreement)) if has_previous else "",
    )


def cursor_of(row: TaskRow, by_disagreement: bool) -> Cursor:
    return Cursor(row.task.pk, row.finding.disagreement if by_disagreement and row.finding else None)


def ids_beside(
    project: Project, filters: Mapping[str, str], cursor: Cursor | None, *, is_back: bool, role: str
) -> list[int]:
    """The ids of a page in the direction that is read, and one more if there is more."""
    most = TASKS_A_PAGE + 1
    if not is_by_disagreement(filters):
        sign, order = ("lt", "-pk") if is_back else ("gt", "pk")
        own = own_tasks(project)

        def within(path: str) -> Q:
            return own(path) & (Q((f"{path}__{sign}", cursor.task_id)) if cursor else Q())

        found = find_tasks(project, filters, within, role=role)
        return list(found.order_by(order).values_list("pk", flat=True)[:most])
    return ids_by_disagreement(find_tasks(project, filters, role=role), cursor, most, is_back=is_back)


def own_tasks(project: Project) -> Within:
    """From the project's first task on: a walk along all tasks in their order must not begin with other projects'."""
    first = Task.objects.filter(project=project).order_by("pk").values_list("pk", flat=True).first()
    return lambda path: Q() if first is None else Q((f"{path}__gte", first))


def ids_by_disagreement(tasks: QuerySet[Task], cursor: Cursor | None, most: int, *, is_back: bool) -> list[int]:
    """The most disputed first. Those as disputed as the cursor's own come by a walk of their own: they are many."""
    order = [F("finding__disagreement").asc(), F("finding__task_id").desc()] if is_back else [
        F("finding__disagreement").desc(), F("finding__task_id").asc(),
    ]  # fmt: skip
    walks = [Q()]
    if cursor:
        beside, beyond = ("lt", "gt") if is_back else ("gt", "lt")
        walks = [
            Q(("finding__disagreement", cursor.disagreement), (f"finding__task_id__{beside}", cursor.task_id)),
            Q((f"finding__disagreement__{beyond}", cursor.disagreement)),
        ]
    found: list[int] = []
    for walk in walks:
        if len(found) < most:
            ids = tasks.filter(walk).order_by(*order).values_list("pk", "finding__disagreement", "finding__task_id")
            found += [pk for pk, *_ in ids[: most - len(found)]]
    return found


def read_rows(ids: list[int]) -> list[TaskRow]:
    """What the list shows, in the order of the ids. Of a prompt only its beginning: it may be megabytes long."""
    last = KeyTextTransform("content", KeyTransform("-1", "prompt__messages"))
    tasks = Task.objects.select_related("batch", "opening", "finding").defer("metadata", "fingerprint")
    found = {task.pk: task for task in tasks.filter(pk__in=ids).annotate(said=Left(last, 2 * BEGINNING))}
    return [
        TaskRow(task, state_of(task), shorten(getattr(task, "said", "") or ""), getattr(task, "finding", None))
        for task in (found[pk] for pk in ids if pk in found)
    ]


def count(project: Project, filters: Mapping[str, str], *, role: str = Role.MANAGER) -> int | None:
    """How many fit, up to MOST_COUNTED + 1; None when counting takes too long."""
    try:
        with patience():
            within = anywhere if is_by_disagreement(filters) else own_tasks(project)
            found = find_tasks(project, filters, within, role=role)
            return found.order_by().values("pk")[: MOST_COUNTED + 1].count()
    except TooBroad:
        return None


@contextmanager
def patience() -> Iterator[None]:
    """Give up what takes too long. No just-in-time compiling: it costs more than these queries."""
    settings = "set_config('statement_timeout', %s, true), set_config('jit', %s, true)"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('statement_timeout'), current_setting('jit')")
            before = cursor.fetchone()
            cursor.execute(f"SELECT {settings}", [str(PATIENCE_MS), "off"])  # constant
            yield
            cursor.execute(f"SELECT {settings}", list(before or ("0", "on")))  # constant
    except OperationalError as error:
        if "statement timeout" in str(error):
            raise TooBroad from error
        raise
