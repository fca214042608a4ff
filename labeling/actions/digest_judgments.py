"""Keeping findings up to date: what is new since the last boundary is worked in, task by task, from scratch.

Any worker may run it, any number of times: a task's findings follow from what stands of it now, and the boundary
moves only when everything below it is in. Killed anywhere, the next one goes on.

Races: two digests of one project take turns, page by page, at its Digest row, and read only when they hold it;
so nobody writes what they read before somebody else's page. A writer whose number is drawn but not committed is
waited for by `fix_boundary`, before the row is locked: the project's own lock comes first.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from labeling import new_facts
from labeling.actions.count_figures import count_unless_costly
from labeling.actions.digest_steps import STEPS
from labeling.actions.fix_boundary import fix_boundary
from labeling.actions.pick_checks import pick_checks
from labeling.models import Assignment, AssignmentState, Digest, JudgmentFinding, Project, Task, TaskFinding
from labeling.tasks import judged as judged_tasks
from labeling.tasks.findings import findings_of

# Tasks a transaction: some 50 ms.
PAGE = 200
# Facts between two moves of the boundary.
FACTS = 2000
JUDGED = [AssignmentState.SUBMITTED, AssignmentState.SKIPPED]
JUDGMENT_COLUMNS = [field.name for field in JudgmentFinding._meta.fields if not field.primary_key]
TASK_COLUMNS = [field.name for field in TaskFinding._meta.fields if not field.primary_key]


def digest(project: Project, *, now: datetime) -> None:
    """Bring the project's findings up to this moment, and its figures where they changed."""
    boundary = fix_boundary(project.pk)
    # A project without a row has no findings: all of them are to be made, and what comes later is new.
    Digest.objects.bulk_create([Digest(project=project, boundary=boundary, remade_to=0)], ignore_conflicts=True)
    is_changed = False
    while remake_page(project, now):
        is_changed = True
    while pick_page(project, now):
        pass
    digested = Digest.objects.get(pk=project.pk).boundary
    while digested < boundary:
        stretch = new_facts.stretch(project.pk, after=digested, to=boundary, most=FACTS)
        is_changed = work_in(project, stretch, now) or is_changed
        digested = stretch.to
        # Somebody else may be further by now.
        Digest.objects.filter(pk=project.pk, boundary__lt=digested).update(boundary=digested)
    if is_changed:
        Digest.objects.filter(pk=project.pk).update(digested_at=now)
        count_unless_costly(project, now=now)


def rebuild(project: Project, *, now: datetime) -> None:
    """Forget all findings and make them anew."""
    with transaction.atomic():
        Digest.objects.select_for_update().filter(pk=project.pk).update(remade_to=0)
        JudgmentFinding.objects.filter(project=project).delete()
        TaskFinding.objects.filter(project=project).delete()
    digest(project, now=now)


@transaction.atomic
def remake_page(project: Project, now: datetime) -> bool:
    """Make the next page of a project that is digested for the first time, or anew; false when there is none."""
    row = Digest.objects.select_for_update().get(pk=project.pk)
    if row.remade_to is None:
        return False
    page = judged_page(project, after=row.remade_to)
    if page:
        write_findings(project, page, now)
    row.remade_to = page[-1] if page else None
    row.save(update_fields=["remade_to"])
    return True


@transaction.atomic
def pick_page(project: Project, now: datetime) -> bool:
    """Choose what reviewers check among the next page after a change of the policy; false when there is none.

    Race: the policy changes again meanwhile; that waits for the row, and begins from the first task once more.
    """
    row = Digest.objects.select_for_update().get(pk=project.pk)
    if row.picked_to is None:
        return False
    page = judged_page(project, after=row.picked_to)
    pick_checks(project, judged_tasks.read_bare(project, page), now)
    row.picked_to = page[-1] if page else None
    row.save(update_fields=["picked_to"])
    return True


def judged_page(project: Project, *, after: int) -> list[int]:
    """The next tasks of which anything was said."""
    judged = Assignment.objects.filter(project=project, state__in=JUDGED)
    tasks = Task.objects.filter(project=project, pk__gt=after, pk__in=judged.values("task_id"))
    return list(tasks.order_by("id").values_list("id", flat=True)[:PAGE])


def work_in(project: Project, stretch: new_facts.Stretch, now: datetime) -> bool:
    """Make the findings of everything that these facts touch, in short transactions; false for nothing."""
    theirs = Assignment.objects.filter(project=project, labeler_id__in=stretch.labelers, state__in=JUDGED)
    touched = stretch.tasks.union(theirs.values_list("task_id", flat=True)) if stretch.labelers else stretch.tasks
    tasks = sorted(touched)
    for start in range(0, len(tasks), PAGE):
        work_in_page(project, tasks[start : start + PAGE], now)
    return bool(tasks)


@transaction.atomic
def work_in_page(project: Project, page: Sequence[int], now: datetime) -> None:
    Digest.objects.select_for_update().get(pk=project.pk)
    write_findings(project, page, now)


def write_findings(project: Project, task_ids: Sequence[int], now: datetime) -> None:
    """Replace the findings of these tasks by what stands of them now. The caller holds the Digest row."""
    tasks = judged_tasks.read(project, task_ids)
    made = [findings_of(project.pk, task) for task in tasks if task.judgments or task.skips]
    keep([judgment for _, judgments in made for judgment in judgments], [finding for finding, _ in made])
    clear(task_ids, made)
    for step in STEPS:
        step(project, tasks, now)


def keep(judgments: Iterable[JudgmentFinding], tasks: Iterable[TaskFinding]) -> None:
    JudgmentFinding.objects.bulk_create(
        judgments, update_conflicts=True, unique_fields=["assignment"], update_fields=JUDGMENT_COLUMNS
    )
    TaskFinding.objects.bulk_create(tasks, update_conflicts=True, unique_fields=["task"], update_fields=TASK_COLUMNS)


def clear(task_ids: Sequence[int], made: Sequence[tuple[TaskFinding, Sequence[JudgmentFinding]]]) -> None:
    """Take away what nothing stands behind any more: the findings of somebody who was erased."""
    standing = [judgment.assignment_id for _, judgments in made for judgment in judgments]
    JudgmentFinding.objects.filter(task_id__in=task_ids).exclude(pk__in=standing).delete()
    TaskFinding.objects.filter(pk__in=task_ids).exclude(pk__in=[finding.pk for finding, _ in made]).delete()
