"""Statistics of a project: agreement, and what each labeler's judgments show."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from accounts.requests import ApiRequest
from labeling import permissions
from labeling.api import answers_figures, cursors
from labeling.figures import counted
from labeling.figures.labelers import LabelerFigures
from labeling.models import Membership


class OneAgreement(APIView):
    @extend_schema(
        operation_id="agreement",
        summary="Pairwise agreement of the project, and of each labeler with the majority of the others",
        responses=answers_figures.Agreement,
    )
    def get(self, request: ApiRequest, slug: str) -> Response:
        project = permissions.manager_of(request.user, slug).project
        figures = counted.figures_of(project)
        by_id = {one.labeler_id: one for one in figures.labelers}
        people = User.objects.filter(pk__in=by_id).order_by("username")
        return Response(
            {
                **figures.agreement.as_json(),
                "labelers": [
                    {"username": person.username, **by_id[person.pk].agreement.as_json()} for person in people
                ],
            }
        )


class Labelers(APIView):
    @extend_schema(
        operation_id="list_labelers",
        summary="Everybody who is or was in the project, with what their standing judgments show",
        responses=answers_figures.LabelerPage,
    )
    def get(self, request: ApiRequest, slug: str) -> Response:
        project = permissions.manager_of(request.user, slug).project
        figures = {one.labeler_id: one for one in counted.figures_of(project).labelers}
        places = project.memberships.select_related("user")
        return cursors.page(places, request, lambda place: labeler_json(place, figures.get(place.user_id)), order="id")


def labeler_json(place: Membership, figures: LabelerFigures | None) -> dict[str, Any]:
    found = figures or LabelerFigures.nothing(place.user_id)
    told = found.as_json()
    told.pop("labeler_id")
    return {
        "username": place.user.username,
        "role": place.role,
        "group": place.group,
        "removed": place.removed_at is not None,
        **told,
    }
