"""How far a project is, counted afresh: for a project of any size exact, for a large one a matter of seconds."""

from dataclasses import dataclass, field

from django.db.models import Count, F, Q, Sum

from labeling.models import Assignment, AssignmentState, Opening, Project, Purpose, Skip, TaskState
from labeling.models.work import DONE, IN_HAND, WAITING


@dataclass
class Progress:
    """How far a project is: tasks and slots, and what became of the slots.

    Each task is one of `done`, `in_hand`, `waiting` and `parked`, as the list of tasks calls it.
    """

    tasks: int = 0
    done: int = 0
    in_hand: int = 0
    waiting: int = 0
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
        # By the tasks' index: openings have none on the project.
        Opening.objects.filter(task__project=project)
        .exclude(task__state=TaskState.ARCHIVED)
        .filter(task__purpose=Purpose.WORK)
        .aggregate(
            tasks=Count("task_id"),
            done=Count("task_id", filter=DONE),
            in_hand=Count("task_id", filter=IN_HAND),
            waiting=Count("task_id", filter=WAITING),
            slots=Sum("allowed", default=0),
            submitted=Sum("counted", default=0),
            claimed=Sum(F("filled") - F("counted"), default=0),
            parked=Count("task_id", filter=Q(task__state="parked")),
        )
    )
    # By the tasks' index, again: what one project in a thousand has must not take a walk through all.
    skips = Skip.objects.filter(assignment__task__project=project, assignment__state=AssignmentState.SKIPPED)
    reasons = skips.values_list("reason").annotate(n=Count("assignment_id")).order_by("reason")
    labelers = (
        Assignment.objects.filter(task__project=project, state=AssignmentState.SUBMITTED)
        .aggregate(n=Count("labeler_id", distinct=True))
    )  # fmt: skip
    return Progress(**openings, skipped=dict(reasons), labelers=labelers["n"])
