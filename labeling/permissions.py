"""Who may do what. Every page and endpoint gets its objects through here.

What you may not know of is NotFound; what you know of but may not do is NotYourRole.
"""

from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.errors import NotFound, NotYourRole
from accounts.models import User
from labeling.models import Assignment, Import, Membership, Project, Purpose, Question, Role, Submission, Task

STAFF = (Role.REVIEWER, Role.MANAGER)


def can_create_projects(user: User) -> bool:
    return user.is_superuser or user.can_create_projects


def check_can_create_projects(user: User) -> None:
    if not can_create_projects(user):
        raise NotYourRole(_("Only people who may create projects can do this. Ask an administrator."))


def membership(user: User, slug: str) -> Membership:
    """The person's place in the project, with the project; superusers are managers everywhere."""
    found = (
        Membership.objects.select_related("project")
        .filter(project__slug=slug, user_id=user.pk, removed_at=None)
        .first()
    )
    if found is None and user.is_superuser:
        project = Project.objects.filter(slug=slug).first()
        if project is not None:
            return Membership(project=project, user=user, role=Role.MANAGER, joined_at=project.created_at)
    if found is None:
        raise NotFound(_("There is no such project, or you are not in it."))
    return found


def staff_of(user: User, slug: str) -> Membership:
    """Reviewers and managers."""
    place = membership(user, slug)
    if place.role not in STAFF:
        raise NotYourRole(_("Only reviewers and managers of this project can see this."))
    return place


def manager_of(user: User, slug: str) -> Membership:
    place = membership(user, slug)
    if place.role != Role.MANAGER:
        raise NotYourRole(_("Only managers of this project can do this."))
    return place


def managed_by(user: User) -> QuerySet[Membership, int]:
    """The ids of the projects in which this person has the place of a manager."""
    places = Membership.objects.filter(user=user, role=Role.MANAGER, removed_at=None)
    return places.values_list("project_id", flat=True)


def present_member(project: Project, username: str) -> Membership:
    """Somebody who is in the project now, by name."""
    # PostgreSQL refuses to look for a name with NUL in it.
    places = Membership.objects.filter(project=project, removed_at=None)
    found = None if "\0" in username else places.filter(user__username=username).first()
    if found is None:
        raise NotFound(_("This person is not in the project."))
    return found


def role_in(user: User, project_id: int) -> str | None:
    """The person's role in the project, None for strangers."""
    if user.is_superuser:
        return Role.MANAGER
    return (
        Membership.objects.filter(project_id=project_id, user_id=user.pk, removed_at=None)
        .values_list("role", flat=True)
        .first()
    )


def own_assignment(user: User, assignment_id: int) -> Assignment:
    """An assignment of one's own, also after removal from the project: its work is still accepted."""
    row = read_one(OWN_ASSIGNMENT, [assignment_id, user.pk])
    if row is None:
        raise NotFound(_("There is no such assignment of yours."))
    width = len(ASSIGNMENT_COLUMNS)
    found = Assignment.from_db(connection.alias, ASSIGNMENT_COLUMNS, row[:width])
    found.project = Project.from_db(connection.alias, PROJECT_COLUMNS, row[width:])
    return found


def place_to_label(user: User, slug: str) -> Project:
    """The project in which the person, a member of any role, asks for work."""
    row = read_one(PLACE_TO_LABEL, [slug, user.pk])
    if row is None:
        return membership(user, slug).project
    return Project.from_db(connection.alias, PROJECT_COLUMNS, row)


# Said in SQL, for every claim and every submission comes through here: composing these two queries anew
# was a quarter of the web process's time (profiled). Columns that are left out load when they are asked for.
PROJECT_COLUMNS = ["id", "slug", "name", "kind", "state", "lease_minutes"]
ASSIGNMENT_COLUMNS = [
    "id", "task_id", "project_id", "labeler_id", "version_id", "purpose", "state", "role", "slot", "row", "order",
    "lane", "position", "leased_until", "claimed_at", "opened_at",
]  # fmt: skip
OF_PROJECT = ", ".join(f'p."{column}"' for column in PROJECT_COLUMNS)
OF_ASSIGNMENT = ", ".join(f'a."{column}"' for column in ASSIGNMENT_COLUMNS)
OWN_ASSIGNMENT = f"""
    SELECT {OF_ASSIGNMENT}, {OF_PROJECT} FROM labeling_assignment a JOIN labeling_project p ON p.id = a.project_id
    WHERE a.id = %s AND a.labeler_id = %s AND a.state <> 'excluded'
"""  # noqa: S608  # our own column names
PLACE_TO_LABEL = f"""
    SELECT {OF_PROJECT} FROM labeling_project p JOIN labeling_membership m ON m.project_id = p.id
    WHERE p.slug = %s AND m.user_id = %s AND m.removed_at IS NULL
"""  # noqa: S608  # our own column names


def read_one(query: str, parameters: list[Any]) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def task_for_staff(user: User, task_id: int) -> tuple[Task, str]:
    """The task and the asker's role: reviewer (who must stay blind to policies) or manager.

    Reviewers, who may label too, do not know of gold and qualifications: what lists leave out no address shows.
    """
    task = Task.objects.select_related("project", "prompt", "batch", "opening").filter(pk=task_id).first()
    role = role_in(user, task.project_id) if task else None
    if task is None or role not in STAFF or (role != Role.MANAGER and task.purpose != Purpose.WORK):
        raise NotFound(_("There is no such task."))
    return task, role


def import_for_manager(user: User, import_id: int) -> Import:
    found = Import.objects.select_related("project").filter(pk=import_id).first()
    if found is None or role_in(user, found.project_id) != Role.MANAGER:
        raise NotFound(_("There is no such import."))
    return found


def question_for_staff(user: User, question_id: int) -> tuple[Question, str]:
    """The question and the role of who answers it: a reviewer, of work alone, or a manager."""
    found = Question.objects.select_related("assignment__task").filter(pk=question_id).first()
    role = role_in(user, found.project_id) if found else None
    if found is None or role not in STAFF or (role != Role.MANAGER and not found.is_about_work):
        raise NotFound(_("There is no such question."))
    return found, role


def submission_for_review(user: User, assignment_id: int) -> Submission:
    """The standing submission of an assignment, for reviewers and managers; only of work, whatever else it was for."""
    found = (
        Submission.objects.select_related("assignment__project", "assignment__labeler", "assignment__task")
        .filter(assignment_id=assignment_id, assignment__purpose=Purpose.WORK)
        .order_by("-revision")
        .first()
    )
    role = role_in(user, found.assignment.project_id) if found else None
    if found is None or role not in STAFF:
        raise NotFound(_("There is no such submission."))
    return found
