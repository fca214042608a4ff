"""On which tasks the overlap grows while people disagree."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import ApiRequest
from labeling import permissions, shapes
from labeling.actions.change_project import change_project
from labeling.api import answers
from labeling.models import Project


class AdaptiveOverlap(APIView):
    @extend_schema(operation_id="get_adaptive_overlap", responses=answers.AdaptiveOverlap)
    def get(self, request: ApiRequest, slug: str) -> Response:
        return Response(adaptive_json(permissions.manager_of(request.user, slug).project))

    @extend_schema(
        operation_id="set_adaptive_overlap",
        summary="Say on which tasks the overlap grows; null for none. Keys left out take HelpSteer2's numbers",
        request=shapes.AdaptiveShape,
        responses={200: answers.AdaptiveOverlap, 400: answers.Error},
    )
    def put(self, request: ApiRequest, slug: str) -> Response:
        project = permissions.manager_of(request.user, slug).project
        given = shapes.checked(shapes.AdaptiveShape, request.data)
        changed = change_project(project=project, by=request.user, now=timezone.now(), adaptive=given["adaptive"])
        return Response(adaptive_json(changed))


def adaptive_json(project: Project) -> dict[str, object]:
    return {"adaptive": project.adaptive}
