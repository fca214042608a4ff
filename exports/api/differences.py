"""What two exports differ in, over HTTP."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.errors import Invalid, NotFound
from accounts.requests import ApiRequest
from exports import permissions
from exports.actions.compare_exports import compare_exports
from exports.api.exports import STATE_NAMES, STATES
from exports.models import Comparison, Export
from labeling.models import JobState


class ComparisonIn(serializers.Serializer[Any]):
    earlier = serializers.IntegerField(min_value=1, max_value=2**63 - 1)


class ComparisonOut(serializers.Serializer[Any]):
    earlier = serializers.CharField()
    later = serializers.CharField()
    state = serializers.ChoiceField(choices=STATE_NAMES)
    progress = serializers.FloatField()
    changes = serializers.DictField()
    error = serializers.CharField()


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    return {
        "earlier": str(comparison.earlier_id),
        "later": str(comparison.later_id),
        "state": STATES[JobState(comparison.state)],
        "progress": comparison.progress,
        "changes": comparison.changes,
        "error": comparison.error,
    }


class Differences(APIView):
    """Ask what this export has, against an earlier one of the project. Asked again it is the same answer."""

    @extend_schema(operation_id="exports_compare", request=ComparisonIn, responses={202: ComparisonOut})
    def post(self, request: ApiRequest, export_id: int) -> Response:
        later = permissions.export_for_manager(request, export_id)
        given = ComparisonIn(data=request.data)
        if not given.is_valid():
            raise Invalid(fields={"earlier": [_("The id of another export of the project.")]})
        earlier = Export.objects.filter(project=later.project, pk=given.validated_data["earlier"]).first()
        if earlier is None:
            raise Invalid(fields={"earlier": [_("This project has no such export.")]})
        comparison = compare_exports(earlier=earlier, later=later, by=request.user, now=timezone.now())
        return Response(comparison_json(comparison), status=202)


class OneDifference(APIView):
    readable_with_export_token = True

    @extend_schema(operation_id="exports_difference", responses=ComparisonOut)
    def get(self, request: ApiRequest, export_id: int, earlier_id: int) -> Response:
        later = permissions.export_for_manager(request, export_id)
        comparison = later.comparisons.filter(earlier_id=earlier_id).first()
        if comparison is None:
            raise NotFound(_("Nobody has asked for this comparison: POST it first."))
        return Response(comparison_json(comparison))
