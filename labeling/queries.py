"""Reads that span tables, for the API and the pages."""

from dataclasses import dataclass, field

from django.db.models import Count, F, Q, QuerySet, Sum

from accounts.models import User
from labeling.models import (
    Assignment,
    AssignmentState,
    GuidelineVersion,
    Opening,
    Project,
    Purpose,
    Skip,
    Submission,
    Task,
    TaskState,
)


def current_version(project: Project) -> GuidelineVersion:
    """The guidelines, form and ranking settings in force."""
    return project.versions.order_by("-number")[0]


@dataclass
class Progress:
    """How far a project is: tasks and slots, and what became of the slots."""

    tasks: int = 0
    done: int = 0
    slots: int = 0
    submitted: int = 0
    claimed: int = 0
    parked: int = 0
    # People who have submitted something.
    labelers: int = 0
    skipped: dict[str, int] = field(default_factory=dict)


def progress(project: Project) -> Progress:
    """Count it all afresh, in three queries. Archived tasks are left out; parked ones still wait for somebody."""
    openings = (
        Opening.objects.filter(project=project)
        .exclude(task__state=TaskState.ARCHIVED)
        .filter(task__purpose=Purpose.WORK)
        .aggregate(
            tasks=Count("task_id"),
            done=Count("task_id", filter=Q(counted__gte=F("allowed"), is_held=False)),
            slots=Sum("allowed", default=0),
            submitted=Sum("counted", default=0),
            claimed=Sum(F("filled") - F("counted"), default=0),
            parked=Count("task_id", filter=Q(task__state="parked")),
        )
    )
    skips = Skip.objects.filter(assignment__project=project, assignment__state=AssignmentState.SKIPPED)
    reasons = skips.values_list("reason").annotate(n=Count("assignment_id")).order_by("reason")
    labelers = (
        Assignment.objects.filter(project=project, state=AssignmentState.SUBMITTED)
        .aggregate(n=Count("labeler_id", distinct=True))
    )  # fmt: skip
    return Progress(**openings, skipped=dict(reasons), labelers=labelers["n"])


def tasks_of(project: Project) -> QuerySet[Task]:
    """The project's tasks with what their representation needs; those of unfinished imports are not there yet."""
    return (
        Task.objects.filter(project=project, opening__isnull=False)
        .select_related("project", "prompt", "batch", "opening")
        .prefetch_related("completions__policy")
    )


def standing_submissions(task: Task) -> list[Submission]:
    """The newest revision of every labeler's submission on this task, oldest first."""
    return list(
        Submission.objects.filter(assignment__task=task)
        .select_related("assignment__labeler")
        .order_by("assignment_id", "-revision")
        .distinct("assignment_id")
    )


def own_submissions(labeler: User, project: Project) -> QuerySet[Submission]:
    """What this labeler submitted in this project, in its standing revision."""
    theirs = Submission.objects.filter(assignment__labeler=labeler, assignment__project=project)
    newest = theirs.order_by("assignment_id", "-revision").distinct("assignment_id").values("pk")
    return theirs.filter(pk__in=newest).select_related("assignment__project")
