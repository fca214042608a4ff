"""Under which license the completions of each policy stand."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import ApiRequest
from labeling import permissions, policies, shapes
from labeling.actions.state_licenses import state_licenses
from labeling.api import answers


class Licenses(APIView):
    @extend_schema(operation_id="list_licenses", responses=answers.LicenseList)
    def get(self, request: ApiRequest, slug: str) -> Response:
        place = permissions.manager_of(request.user, slug)
        return Response({"results": [license_json(row) for row in policies.licenses_of(place.project)]})

    @extend_schema(
        operation_id="state_licenses",
        summary="State the licenses of some policies, {model: license}; all of them or none, safe to repeat",
        request=shapes.LicensesShape,
        responses={200: answers.LicenseList, 400: answers.Error},
    )
    def patch(self, request: ApiRequest, slug: str) -> Response:
        place = permissions.manager_of(request.user, slug)
        given = shapes.checked(shapes.LicensesShape, request.data)["licenses"]
        state_licenses(project=place.project, licenses=given, by=request.user, now=timezone.now())
        return self.get(request, slug)


def license_json(row: policies.LicenseRow) -> dict[str, object]:
    return {"model": row.model, "license": row.license, "by": row.by, "at": row.at}
