"""Projects: list, make, read, change; and their progress."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import ApiRequest
from labeling import permissions, shapes
from labeling.actions import change_project, create_project
from labeling.api import answers, cursors, representations
from labeling.figures import counted
from labeling.models import Project, Role


class Projects(APIView):
    @extend_schema(operation_id="list_projects", responses=answers.ProjectPage)
    def get(self, request: ApiRequest) -> Response:
        rows = Project.objects.all() if request.user.is_superuser else Project.objects.of(request.user.pk)
        rows = rows.listed()
        managed = set(permissions.managed_by(request.user))

        def show(project: Project) -> dict[str, Any]:
            is_manager = request.user.is_superuser or project.pk in managed
            return representations.project_json(project, is_manager=is_manager)

        return cursors.page(rows, request, show)

    @extend_schema(
        operation_id="create_project",
        request=shapes.NewProjectShape,
        responses={201: answers.Project, 400: answers.Error, 403: answers.Error, 409: answers.Error},
    )
    def post(self, request: ApiRequest) -> Response:
        permissions.check_can_create_projects(request.user)
        given = shapes.checked(shapes.NewProjectShape, request.data)
        project = create_project.create_project(by=request.user, now=timezone.now(), **given)
        return Response(representations.project_json(project, is_manager=True), status=201)


class OneProject(APIView):
    @extend_schema(operation_id="get_project", responses=answers.Project)
    def get(self, request: ApiRequest, slug: str) -> Response:
        place = permissions.membership(request.user, slug)
        shown = representations.project_json(place.project, is_manager=place.role == Role.MANAGER)
        return Response(shown)

    @extend_schema(
        operation_id="change_project",
        request=shapes.ProjectShape,
        responses={200: answers.Project, 400: answers.Error, 403: answers.Error},
    )
    def patch(self, request: ApiRequest, slug: str) -> Response:
        place = permissions.manager_of(request.user, slug)
        changes = shapes.checked(shapes.ProjectShape, request.data)
        project = change_project.change_project(project=place.project, by=request.user, now=timezone.now(), **changes)
        return Response(representations.project_json(project, is_manager=True))


class OneProgress(APIView):
    @extend_schema(operation_id="progress", responses=answers.Progress)
    def get(self, request: ApiRequest, slug: str) -> Response:
        place = permissions.manager_of(request.user, slug)
        return Response(answers.Progress(counted.progress_of(place.project)).data)
