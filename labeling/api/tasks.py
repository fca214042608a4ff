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
from labeling.models import Role, Split, Task
from labeling.task_queries import STATES, with_words

FILTERS = ("state", "external_id", "batch", "split", "q")
# They would tell a reviewer what must stay blind.
FOR_MANAGERS = ("external_id", "split")


class Tasks(APIView):
    @extend_schema(
        operation_id="list_tasks",
        parameters=[OpenApiParameter(name, str) for name in FILTERS],
        responses=answers.TaskPage,
    )
    def get(self, request: ApiRequest, slug: str) -> Response:
        place = permissions.staff_of(request.user, slug)
        rows = filtered(queries.tasks_of(place.project), request, place.role)
        return cursors.page(rows, request, lambda task: representations.task_json(task, place.role), order="id")


class OneTask(APIView):
    @extend_schema(operation_id="get_task", responses=answers.Task)
    def get(self, request: ApiRequest, task_id: int) -> Response:
        found, role = permissions.task_for_staff(request.user, task_id)
        task = queries.tasks_of(found.project).get(pk=found.pk)
        return Response(representations.task_json(task, role, submissions=queries.standing_submissions(task)))


def filtered(rows: QuerySet[Task], request: ApiRequest, role: str) -> QuerySet[Task]:
    """Narrow by the filters of the closed list; anything else is refused."""
    given = {name: str(value) for name, value in request.query_params.items() if name not in ("cursor", "limit")}
    for name, value in given.items():
        if name not in FILTERS:
            raise Invalid(fields={name: [_("Filters are: %(choices)s.") % {"choices": ", ".join(FILTERS)}]})
        if "\0" in value:
            raise Invalid(fields={name: [_("It contains the character NUL.")]})
        if name in FOR_MANAGERS and role != Role.MANAGER:
            raise NotYourRole(_("Only managers can filter by this: it would tell what reviewers must not know."))
    if (state := given.get("state")) is not None:
        if state not in STATES:
            raise Invalid(fields={"state": [_("One of: %(choices)s.") % {"choices": ", ".join(STATES)}]})
        rows = rows.filter(STATES[state])
    if (split := given.get("split")) is not None:
        if split not in Split.values:
            raise Invalid(fields={"split": [_("One of: %(choices)s.") % {"choices": ", ".join(Split.values)}]})
        rows = rows.filter(prompt__split=split)
    if (external_id := given.get("external_id")) is not None:
        rows = rows.filter(external_id=external_id)
    if (batch := given.get("batch")) is not None:
        rows = rows.filter(batch__name=batch)
    if words := given.get("q"):
        rows = with_words(rows, words)
    return rows
