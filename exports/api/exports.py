"""Exports over HTTP: ask for one, follow its building, fetch its files."""

from typing import Any

from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.errors import Conflict, Invalid, NotFound
from accounts.requests import ApiRequest
from exports import permissions
from exports.actions.delete_export import delete_export
from exports.actions.request_export import request_export
from exports.models import Export
from exports.storage import downloads, stored
from exports.superseded import superseded
from labeling.models import JobState
from labeling.storable import reads_as_id

PAGE = 50
# The contract's words for a job's states.
STATES = {
    JobState.QUEUED: "queued",
    JobState.RUNNING: "building",
    JobState.DONE: "ready",
    JobState.FAILED: "failed",
    JobState.CANCELLED: "cancelled",
}
STATE_NAMES = list(STATES.values())


class NotReady(Conflict):
    code = "not_ready"
    detail = gettext_lazy("This export has no files: it is not ready.")


class FileOut(serializers.Serializer[Any]):
    path = serializers.CharField()
    bytes = serializers.IntegerField()
    sha256 = serializers.CharField()
    rows = serializers.IntegerField(allow_null=True)


class ExportOut(serializers.Serializer[Any]):
    id = serializers.CharField()
    project = serializers.CharField()
    state = serializers.ChoiceField(choices=STATE_NAMES)
    progress = serializers.FloatField()
    counts = serializers.DictField()
    dropped = serializers.DictField()
    content_hash = serializers.CharField()
    recipe = serializers.DictField()
    files = FileOut(many=True)
    superseded = serializers.BooleanField(
        help_text="It holds work of a labeler who was erased since: build it anew, then delete it."
    )
    error = serializers.CharField()
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)


class ExportPage(serializers.Serializer[Any]):
    results = ExportOut(many=True)
    next = serializers.CharField(allow_null=True)


def export_json(export: Export, *, is_superseded: bool) -> dict[str, Any]:
    return {
        "id": str(export.pk),
        "project": export.project.slug,
        "state": STATES[JobState(export.state)],
        "progress": export.progress,
        "counts": export.counts,
        "dropped": export.dropped,
        "content_hash": export.content_hash,
        "recipe": export.recipe,
        "files": export.files,
        "superseded": is_superseded,
        "error": export.error,
        "created_at": export.created_at,
        "started_at": export.started_at,
        "finished_at": export.finished_at,
    }


class ProjectExports(APIView):
    """The exports of a project, newest first; POST a recipe for another."""

    readable_with_export_token = True

    @extend_schema(
        operation_id="exports_list",
        parameters=[OpenApiParameter("cursor", str)],
        responses=ExportPage,
    )
    def get(self, request: ApiRequest, slug: str) -> Response:
        project = permissions.project_for_manager(request, slug)
        exports = Export.objects.filter(project=project).select_related("project").order_by("-pk")
        if cursor := request.query_params.get("cursor", ""):
            if not reads_as_id(cursor):
                raise Invalid(fields={"cursor": [_("This cursor was not given by the list.")]})
            exports = exports.filter(pk__lt=int(cursor))
        page = list(exports[: PAGE + 1])
        address = None
        if len(page) > PAGE:
            address = request.build_absolute_uri(f"{request.path}?cursor={page[PAGE - 1].pk}")
        gone = superseded(project, page)
        rows = [export_json(export, is_superseded=export.pk in gone) for export in page[:PAGE]]
        return Response({"results": rows, "next": address})

    @extend_schema(operation_id="exports_create", request=OpenApiTypes.OBJECT, responses={202: ExportOut})
    def post(self, request: ApiRequest, slug: str) -> Response:
        project = permissions.project_for_manager(request, slug)
        export = request_export(project=project, by=request.user, now=timezone.now(), recipe=request.data)
        return Response(export_json(export, is_superseded=False), status=202)


class OneExport(APIView):
    """One export. DELETE removes it with its files; one that is being built is cancelled."""

    readable_with_export_token = True

    @extend_schema(operation_id="exports_read", responses=ExportOut)
    def get(self, request: ApiRequest, export_id: int) -> Response:
        export = permissions.export_for_manager(request, export_id)
        return Response(export_json(export, is_superseded=bool(superseded(export.project, [export]))))

    @extend_schema(operation_id="exports_delete", responses={204: None})
    def delete(self, request: ApiRequest, export_id: int) -> Response:
        export = permissions.export_for_manager(request, export_id)
        delete_export(export=export, by=request.user, now=timezone.now())
        return Response(status=204)


class AnyAccept(DefaultContentNegotiation):
    """Files are what they are, whatever the client would rather have; errors stay JSON."""

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class ExportFile(APIView):
    """One file, by a path that the export lists: no other path leads anywhere."""

    readable_with_export_token = True
    content_negotiation_class = AnyAccept

    @extend_schema(operation_id="exports_file", responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: ApiRequest, export_id: int, path: str) -> HttpResponseBase:
        export = permissions.export_for_manager(request, export_id)
        check_ready(export)
        listed = next((file for file in export.files if file["path"] == path), None)
        if listed is None:
            raise NotFound(_("This export has no such file."))
        return downloads.send_file(request, stored.files_of(export), listed)


class ExportArchive(APIView):
    """All files as one zip, streamed; the same export always gives the same bytes."""

    readable_with_export_token = True
    content_negotiation_class = AnyAccept

    @extend_schema(operation_id="exports_archive", responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def get(self, request: ApiRequest, export_id: int) -> HttpResponseBase:
        export = permissions.export_for_manager(request, export_id)
        check_ready(export)
        root = f"{export.project.slug}-{export.content_hash[:12]}"
        content = downloads.zip_of(stored.files_of(export), export.files, root)
        response = StreamingHttpResponse(content, content_type="application/zip")
        response["Content-Disposition"] = f'attachment; filename="{root}.zip"'
        return response


def check_ready(export: Export) -> None:
    if export.state != JobState.DONE:
        raise NotReady
