"""Tasks as their staff sees them."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.errors import Invalid, NotYourRole
from accounts.requests import ApiRequest
from labeling import permissions, queries
from labeling.api import answers, cursors, representations
from labeling.models import Project, Role, Task
from labeling.tasks.filters import CHOICES, FILTERS, FOR_MANAGERS, find_tasks


class Tasks(APIView):
    @extend_schema(
        operation_id="list_tasks",
        parameters=[OpenApiParameter(name, str) for name in FILTERS],
        responses=answers.TaskPage,
    )
    def get(self, request: ApiRequest, slug: str) -> Response:
        place = permissions.staff_of(request.user, slug)
        rows = filtered(queries.tasks_of(place.project), place.project, request, place.role)
        return cursors.page(rows, request, lambda task: representations.task_json(task, place.role), order="id")


class OneTask(APIView):
    @extend_schema(operation_id="get_task", responses=answers.Task)
    def get(self, request: ApiRequest, task_id: int) -> Response:
        found, role = permissions.task_for_staff(request.user, task_id)
        task = queries.tasks_of(found.project).get(pk=found.pk)
        return Response(representations.task_json(task, role, submissions=queries.standing_submissions(task)))


def filtered(rows: QuerySet[Task], project: Project, request: ApiRequest, role: str) -> QuerySet[Task]:
    """Narrow by the filters of the closed list; anything else is refused."""
    given = {name: str(value) for name, value in request.query_params.items() if name not in ("cursor", "limit")}
    for name, value in given.items():
        if name not in FILTERS:
            raise Invalid(fields={name: [_("Filters are: %(choices)s.") % {"choices": ", ".join(FILTERS)}]})
        if "\0" in value:
            raise Invalid(fields={name: [_("It contains the character NUL.")]})
        if name in FOR_MANAGERS and role != Role.MANAGER:
            raise NotYourRole(_("Only managers can filter by this: it would tell what reviewers must not know."))
        if name in CHOICES and value not in CHOICES[name]:
            raise Invalid(fields={name: [_("One of: %(choices)s.") % {"choices": ", ".join(CHOICES[name])}]})
    found = find_tasks(project, {name: value for name, value in given.items() if value}, role=role)
    return rows.filter(pk__in=found.values("pk"))
