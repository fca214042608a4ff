"""Pages and JSON come compressed to whom takes it; downloads come as they are."""

import gzip

import orjson
import pytest
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import Client, RequestFactory

from annotator.compress import Compress
from tests import make

pytestmark = pytest.mark.django_db
LONG = b"The same words again. " * 200


def answered(response: HttpResponseBase) -> HttpResponseBase:
    request: HttpRequest = RequestFactory().get("/", headers={"accept-encoding": "gzip, br"})
    compressed = Compress(lambda _request: response)(request)
    assert isinstance(compressed, HttpResponseBase)
    return compressed


@pytest.fixture
def client() -> Client:
    project = make.project()
    make.tasks(project, 1)
    client = Client(headers={"accept-encoding": "gzip"})
    client.force_login(make.member(project))
    client.slug = project.slug
    return client


def test_the_screen_and_its_task_are_compressed_and_stay_out_of_caches(client: Client) -> None:
    claimed = client.post(f"/api/projects/{client.slug}/assignments/", {}, content_type="application/json")
    number = orjson.loads(gzip.decompress(claimed.content))["id"]
    for path in (f"/label/{client.slug}/", f"/label/{client.slug}/assignments/{number}/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Content-Encoding"]) == (200, "gzip"), path
        assert "no-store" in answer["Cache-Control"], path
        assert "Accept-Encoding" in answer["Vary"], path
        assert answer["X-Content-Type-Options"] == "nosniff", path
        assert "default-src 'none'" in answer["Content-Security-Policy"], path
        assert b"<" in gzip.decompress(answer.content), path


def test_who_takes_no_gzip_gets_none(client: Client) -> None:
    assert (
        "Content-Encoding" not in client.get(f"/label/{client.slug}/", headers={"accept-encoding": "identity"}).headers
    )


def test_the_same_page_has_another_length_each_time(client: Client) -> None:
    lengths = {len(client.get(f"/label/{client.slug}/").content) for _ in range(12)}
    assert len(lengths) > 3


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse(LONG, content_type="application/json", headers={"ETag": '"a"', "Accept-Ranges": "bytes"}),
        HttpResponse(LONG, content_type="text/html", headers={"Content-Disposition": "attachment"}),
        HttpResponse(LONG, status=206, content_type="text/plain", headers={"Content-Range": "bytes 0-9/10"}),
        HttpResponse(LONG, content_type="image/png"),
    ],
    ids=["etag", "attachment", "range", "image"],
)
def test_downloads_stay_as_they_are(response: HttpResponse) -> None:
    assert "Content-Encoding" not in answered(response).headers
    assert response.content == LONG


def test_streams_stay_as_they_are() -> None:
    streams = [StreamingHttpResponse([LONG], content_type="text/html"), FileResponse(iter([LONG]), filename="a.txt")]
    for stream in streams:
        assert "Content-Encoding" not in answered(stream).headers
        assert b"".join(stream.streaming_content) == LONG
