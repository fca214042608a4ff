"""Bytes on their way out: one file with ranges (RFC 9110), and all files as one streamed zip."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from rest_framework.request import Request

from exports.storage.stored import Files

# No file has more bytes than 18 digits tell; Python refuses to read numbers of thousands of digits.
ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
# The first date that a zip file can hold.
NO_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes from `first` to `last`, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


class Unsatisfiable(Exception):
    """The range lies outside the file."""


def parse_range(header: str, size: int) -> Span | None:
    """The one range asked for; None for no range, several, or one that is malformed: then the whole is sent."""
    found = ONE_RANGE.fullmatch(header.strip().replace(" ", ""))
    if found is None or found.group(1) == found.group(2) == "":
        return None
    first, last = found.groups()
    if not first:
        if int(last) == 0 or size == 0:
            raise Unsatisfiable
        return Span(max(0, size - int(last)), size - 1)
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise Unsatisfiable
    return Span(int(first), min(int(last), size - 1) if last else size - 1)


def has_etag(header: str, etag: str) -> bool:
    """Whether If-None-Match names the tag; weak comparison, as the header asks for."""
    tags = [tag.strip().removeprefix("W/") for tag in header.split(",")]
    return "*" in tags or etag in tags


def send_file(request: Request, files: Files, listed: dict[str, Any]) -> HttpResponseBase:
    """Answer with the file, a part of it (206), nothing new (304), or no such part (416).

    listed: how the export lists it.
    """
    etag, size = f'"{listed["sha256"]}"', int(listed["bytes"])
    headers = {"ETag": etag, "Accept-Ranges": "bytes", "Cache-Control": "private, no-cache"}
    if has_etag(request.headers.get("If-None-Match", ""), etag):
        return HttpResponse(status=304, headers=headers)
    span = None
    if request.method == "GET" and request.headers.get("If-Range", etag) == etag:
        try:
            span = parse_range(request.headers.get("Range", ""), size)
        except Unsatisfiable:
            return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    if span is not None:
        headers["Content-Range"] = f"bytes {span.first}-{span.last}/{size}"
    whole = span or Span(0, size - 1)
    headers["Content-Length"] = str(whole.length)
    name = str(listed["path"]).replace("/", "-")
    headers["Content-Disposition"] = f'attachment; filename="{name}"'
    content = files.read(listed["path"], whole.first, whole.last) if request.method == "GET" else ()
    return StreamingHttpResponse(
        content, status=206 if span else 200, headers=headers, content_type="application/octet-stream"
    )


class _Outlet:
    """What zipfile writes into: it cannot seek, and is emptied after every chunk."""

    def __init__(self) -> None:
        self._chunks: list[bytes] = []

    def write(self, chunk: bytes) -> int:
        self._chunks.append(bytes(chunk))
        return len(chunk)

    def flush(self) -> None:
        """zipfile calls it; nothing is held back."""

    def take(self) -> bytes:
        taken = b"".join(self._chunks)
        self._chunks.clear()
        return taken


def zip_of(files: Files, listed: Sequence[dict[str, Any]], root: str) -> Iterator[bytes]:
    """The files under `root`/ as a zip, stored as they are (Parquet is compressed); ZIP64 where they need it."""
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]
        for file in listed:
            entry = zipfile.ZipInfo(f"{root}/{file['path']}", NO_DATE)
            entry.external_attr = 0o644 << 16
            entry.file_size = file["bytes"]
            with archive.open(entry, "w") as target, closing(files.read(file["path"], 0, file["bytes"] - 1)) as chunks:
                for chunk in chunks:
                    target.write(chunk)
                    yield outlet.take()
    yield outlet.take()
