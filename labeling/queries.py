"""Reads that span tables, for the API and the pages."""

from django.db.models import QuerySet

from accounts.models import User
from labeling.models import (
    GuidelineVersion,
    Project,
    Submission,
    Task,
)


def current_version(project: Project) -> GuidelineVersion:
    """The guidelines, form and ranking settings in force."""
    return project.versions.order_by("-number")[0]


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
    return theirs.filter(pk__in=newest).select_related("assignment__project").prefetch_related("reviews")
