"""Imports over HTTP: send a file, follow its job, read what was wrong with it, call it off."""

from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.errors import Invalid, NotFound
from accounts.requests import ApiRequest
from labeling import permissions
from labeling.actions.cancel_import import cancel_import
from labeling.actions.keep_rejected import rejected_file
from labeling.actions.start_import import EmptyFile, FileTooLarge, start_import
from labeling.models import Import, ImportProblem
from labeling.storable import reads_as_id


class BodyBrokenOff(Invalid):
    code = "body_broken_off"
    detail = gettext_lazy("The body ended before the length that its header promised.")


class LengthMissing(Invalid):
    """Measured with granian: a chunked body whose sender died ends like a whole one, and half a file would come in."""

    code = "length_missing"
    detail = gettext_lazy(
        "Send the file with a Content-Length: a body in chunks that breaks off looks like a whole one."
    )


class CursorUnknown(Invalid):
    code = "invalid_cursor"
    detail = gettext_lazy("This cursor was not given by the list.")


class WholeBody:
    """A request's body, read piece by piece; one that breaks off must not pass for a whole file."""

    def __init__(self, stream: IO[bytes], length: int) -> None:
        self._stream = stream
        self._left = length

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        self._left -= len(chunk)
        if not chunk and self._left > 0:
            raise BodyBrokenOff
        return chunk


class RawParser(BaseParser):
    """Any other body is the file itself: handed on unread, so that it never stands in memory."""

    media_type = "*/*"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        return WholeBody(stream, int(stream.META.get("CONTENT_LENGTH") or 0))


class ImportQuery(serializers.Serializer[Any]):
    on_error = serializers.ChoiceField(choices=Import.OnError.values, default=Import.OnError.REJECT)
    dry_run = serializers.BooleanField(default=False)


class WarningOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    count = serializers.IntegerField()
    detail = serializers.CharField()


class ImportOut(serializers.Serializer[Any]):
    id = serializers.CharField()
    project = serializers.CharField()
    state = serializers.ChoiceField(choices=["queued", "running", "done", "failed", "cancelled"])
    progress = serializers.FloatField()
    rows = serializers.IntegerField()
    created = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    rejected = serializers.IntegerField()
    warnings = WarningOut(many=True)
    error = serializers.CharField()
    file_name = serializers.CharField()
    bytes = serializers.IntegerField()
    on_error = serializers.ChoiceField(choices=Import.OnError.values)
    dry_run = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    errors_url = serializers.CharField()
    rejected_url = serializers.CharField(allow_null=True)


class ProblemOut(serializers.Serializer[Any]):
    line = serializers.IntegerField()
    field = serializers.CharField()
    detail = serializers.CharField()


class ProblemPage(serializers.Serializer[Any]):
    results = ProblemOut(many=True)
    next = serializers.CharField(allow_null=True)


def import_json(job: Import, request: ApiRequest) -> dict[str, Any]:
    def address(name: str) -> str:
        return request.build_absolute_uri(reverse(name, args=[job.pk]))

    return {
        "id": str(job.pk),
        "project": job.project.slug,
        "state": job.state,
        "progress": round(job.progress, 4),
        "rows": job.rows,
        "created": job.created,
        "unchanged": job.unchanged,
        "rejected": job.rejected,
        "warnings": [{"code": code.partition(":")[0], **warning} for code, warning in sorted(job.warnings.items())],
        "error": job.error,
        "file_name": job.file_name,
        "bytes": job.bytes,
        "on_error": job.on_error,
        "dry_run": job.is_dry_run,
        "created_at": job.created_at,
        "started_at": job.started_at,
        "finished_at": job.finished_at,
        "errors_url": address("api-import-errors"),
        "rejected_url": address("api-import-rejected") if rejected_file(job) else None,
    }


class ProjectImports(APIView):
    """Send a file to be imported."""

    parser_classes = (MultiPartParser, RawParser)

    @extend_schema(
        operation_id="imports_create",
        parameters=[ImportQuery],
        request={
            "multipart/form-data": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}},
            "application/jsonl": OpenApiTypes.BINARY,
            "application/json": OpenApiTypes.BINARY,
            "text/csv": OpenApiTypes.BINARY,
            "application/vnd.apache.parquet": OpenApiTypes.BINARY,
        },
        responses={202: ImportOut},
    )
    def post(self, request: ApiRequest, slug: str) -> Response:
        project = permissions.manager_of(request.user, slug).project
        query = ImportQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.IMPORT_MAX_FILE_BYTES + 64 * 1024:
            raise FileTooLarge(_("A file may have %(most)s bytes at most.") % {"most": settings.IMPORT_MAX_FILE_BYTES})
        stream, file_name, content_type = file_of(request)
        job = start_import(
            project=project,
            by=request.user,
            now=timezone.now(),
            stream=stream,
            file_name=file_name,
            content_type=content_type,
            on_error=query.validated_data["on_error"],
            is_dry_run=query.validated_data["dry_run"],
        )
        return Response(import_json(job, request), status=202)


def file_of(request: ApiRequest) -> tuple[Any, str, str]:
    """The stream, name and type of the file that a request carries."""
    if "HTTP_TRANSFER_ENCODING" in request.META and not request.META.get("CONTENT_LENGTH"):
        raise LengthMissing
    body: Any = request.data
    if isinstance(body, WholeBody):
        return body, "", request.content_type or ""
    file = body.get("file") if hasattr(body, "get") else None
    if isinstance(file, UploadedFile):
        return file, file.name or "", file.content_type or ""
    if request.content_type.startswith("multipart/"):
        raise Invalid(fields={"file": [_("Send the file as the multipart field named file.")]})
    raise EmptyFile


class ImportDetail(APIView):
    """One import."""

    @extend_schema(operation_id="imports_read", responses=ImportOut)
    def get(self, request: ApiRequest, import_id: int) -> Response:
        return Response(import_json(permissions.import_for_manager(request.user, import_id), request))

    @extend_schema(operation_id="imports_cancel", responses={204: None})
    def delete(self, request: ApiRequest, import_id: int) -> Response:
        cancel_import(job=permissions.import_for_manager(request.user, import_id), by=request.user, now=timezone.now())
        return Response(status=204)


class ImportErrors(APIView):
    """Why lines were refused, in the order of the file."""

    PAGE = 100

    @extend_schema(operation_id="imports_errors", parameters=[OpenApiParameter("cursor", str)], responses=ProblemPage)
    def get(self, request: ApiRequest, import_id: int) -> Response:
        job = permissions.import_for_manager(request.user, import_id)
        line, last_id = parse_cursor(request.query_params.get("cursor", ""))
        problems = ImportProblem.objects.filter(job=job).order_by("line", "id")
        page = list(problems.extra(where=["(line, id) > (%s, %s)"], params=[line, last_id])[: self.PAGE + 1])
        address = None
        if len(page) > self.PAGE:
            last = page[self.PAGE - 1]
            address = request.build_absolute_uri(f"{request.path}?cursor={last.line}-{last.pk}")
        results = [{"line": p.line, "field": p.field, "detail": p.detail} for p in page[: self.PAGE]]
        return Response({"results": results, "next": address})


def parse_cursor(cursor: str) -> tuple[int, int]:
    if not cursor:
        return 0, 0
    line, dash, last_id = cursor.partition("-")
    if not dash or not all(map(reads_as_id, (line, last_id))):
        raise CursorUnknown
    return int(line), int(last_id)


class ImportRejected(APIView):
    """The refused rows as a file, to be mended and imported again."""

    @extend_schema(operation_id="imports_rejected", responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: ApiRequest, import_id: int) -> FileResponse:
        job = permissions.import_for_manager(request.user, import_id)
        path = rejected_file(job)
        if path is None:
            raise NotFound(_("This import has no file of rejected rows."))
        kind = "text/csv; charset=utf-8" if path.suffix == ".csv" else "application/jsonl"
        name = f"import-{job.pk}-rejected{path.suffix}"
        return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=kind)
