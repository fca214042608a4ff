"""What people say and rule in tests of figures, through the real actions."""

from typing import Any

from django.utils import timezone

from accounts.models import User
from labeling.actions import review_submission
from labeling.models import Assignment, JudgmentFinding, Project, Submission, TaskFinding
from tests import make


def findings(project: Project) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    return (
        list(TaskFinding.objects.filter(project=project).order_by("task_id").values()),
        list(JudgmentFinding.objects.filter(project=project).order_by("assignment_id").values()),
    )


def say(assignment: Assignment, *indexes: int | list[int], seconds: float | None = 60, **said: Any) -> Submission:
    """Rank the completions with these indexes, whatever letters they have here."""
    letter = {index: "ABCDEFGHI"[place] for place, index in enumerate(assignment.order)}
    tiers = [[letter[one] for one in (tier if isinstance(tier, list) else [tier])] for tier in indexes]
    return make.submitted(assignment, seconds=seconds, tiers=tiers, **said)


def reject(submission: Submission, verdict: str = "rejected") -> None:
    review_submission.review_submission(
        submission=submission, reviewer=make.user(), verdict=verdict, comment="Look again.", now=timezone.now()
    )


def exclude(project: Project, labeler: User, is_excluded: bool = True, **options: Any) -> None:
    make.ruled(project, labeler, is_excluded=is_excluded, **options)


def people(project: Project, count: int) -> list[User]:
    return [make.member(project) for _ in range(count)]
