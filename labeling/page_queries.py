"""What the manager's pages read. Queries that the API shares stand in `labeling.queries`."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, Sum

from accounts.models import User
from labeling.figures import counted
from labeling.figures.counted import NOTHING, Figures
from labeling.models import (
    Assignment,
    AssignmentState,
    Membership,
    Opening,
    Project,
    ProjectState,
    Purpose,
    Role,
    SkipReason,
    Standing,
    TaskState,
)


@dataclass
class ProjectRow:
    """One line of a list of projects; counts are of judgments unless they say otherwise."""

    project: Project
    role: str
    tasks: int = 0
    slots: int = 0
    counted: int = 0
    mine: int = 0
    mine_today: int = 0
    # Sent back to this person by a reviewer, and not amended yet.
    returned: int = 0
    in_hand: int = 0
    has_open_tasks: bool = False
    # What keeps this person from new tasks, as `labeling.actions.check_limits` says it: a pause, their cap of a day, a
    # qualification that they have not passed.
    is_paused: bool = False
    daily_cap: int | None = None
    has_failed: bool = False
    figures: Figures = NOTHING
    # `labeling.overview.lines.ProjectLine`, for managers.
    line: Any = None

    @property
    def role_name(self) -> str:
        return str(Role(self.role).label)

    @property
    def is_manager(self) -> bool:
        return self.role == Role.MANAGER

    @property
    def is_staff(self) -> bool:
        return self.role in (Role.MANAGER, Role.REVIEWER)

    @property
    def can_label(self) -> bool:
        """Whether the button to the labeling screen leads to anything."""
        is_open = self.project.state == ProjectState.OPEN and not self.is_paused
        return self.tasks > 0 and (is_open or self.in_hand > 0)

    @property
    def is_done_today(self) -> bool:
        return self.daily_cap is not None and self.mine_today >= self.daily_cap

    @property
    def percent(self) -> int:
        return percent(self.counted, self.slots)


def percent(part: int, whole: int) -> int:
    """Rounded down: 100 % means all. A lowered overlap may leave more judgments than slots."""
    return min(100 * part // whole, 100) if whole else 0


def my_projects(user: User) -> list[ProjectRow]:
    """The projects of which this person is a member now, those with work first, in four queries."""
    places = (
        Membership.objects.filter(user=user, removed_at=None, project__archived_at=None)
        .select_related("project")
        .order_by("project__name", "project_id")
    )
    rows = {place.project_id: row_of(place) for place in places}
    count_slots(rows)
    mine = (
        Assignment.objects.filter(labeler=user, project_id__in=rows)
        .values("project_id")
        .annotate(
            submitted=Count("id", filter=Q(state=AssignmentState.SUBMITTED)),
            claimed=Count("id", filter=Q(state=AssignmentState.CLAIMED)),
        )
    )
    for counts in mine:
        row = rows[counts["project_id"]]
        row.mine, row.in_hand = counts["submitted"], counts["claimed"]
    return sorted(rows.values(), key=lambda row: (not row.in_hand, not row.can_label))


def row_of(place: Membership) -> ProjectRow:
    everyones = place.project.daily_cap if place.role == Role.LABELER else None
    is_asked = place.role == Role.LABELER and place.project.qualification_id is not None
    return ProjectRow(
        place.project, place.role, is_paused=place.paused_at is not None, daily_cap=place.daily_cap or everyones,
        has_failed=is_asked and place.standing == Standing.FAILED,
    )  # fmt: skip


def managed_projects(user: User, *, is_archive: bool = False) -> tuple[list[ProjectRow], int]:
    """The projects this person may manage, newest first, and how many are in the other list, in three queries.

    One list is of those that go on, the other is the archive.
    """
    projects = Project.objects.order_by("-id")
    if not user.is_superuser:
        places = Membership.objects.filter(user=user, removed_at=None, role=Role.MANAGER)
        projects = projects.filter(pk__in=places.values("project_id"))
    all_rows = [ProjectRow(project, Role.MANAGER) for project in projects]
    rows = {row.project.pk: row for row in all_rows if bool(row.project.archived_at) == is_archive}
    count_slots(rows)
    return list(rows.values()), len(all_rows) - len(rows)


def count_slots(rows: dict[int, ProjectRow]) -> None:
    """Fill in tasks, slots and counted submissions, as `labeling.figures.progress` counts them, in two queries.

    Large projects are not counted here: their figures were counted in the background.
    """
    for project_id, figures in counted.kept(rows).items():
        row, progress = rows[project_id], figures.progress
        row.figures = figures
        if progress.tasks > counted.LARGE:
            row.tasks, row.slots, row.counted = progress.tasks, progress.slots, progress.submitted
            row.has_open_tasks = progress.done + progress.parked < progress.tasks
    is_free = Q(is_held=False, filled__lt=F("allowed"))
    totals = (
        # By the tasks' index: openings have none on the project.
        Opening.objects.filter(task__project_id__in=[key for key, row in rows.items() if not row.tasks])
        .exclude(task__state=TaskState.ARCHIVED)
        .filter(task__purpose=Purpose.WORK)
        .values("task__project_id")
        .annotate(
            tasks=Count("task_id"), slots=Sum("allowed"), judged=Sum("counted"), free=Count("task_id", filter=is_free)
        )
    )
    for total in totals:
        row = rows[total["task__project_id"]]
        row.tasks, row.slots, row.counted = total["tasks"], total["slots"], total["judged"]
        row.has_open_tasks = total["free"] > 0


def skips_by_reason(skipped: dict[str, int]) -> list[tuple[str, str, int]]:
    """The reasons as code and in words with their counts, the most frequent first."""
    rows = [(code, str(SkipReason(code).label), count) for code, count in skipped.items() if count]
    return sorted(rows, key=lambda row: -row[2])
