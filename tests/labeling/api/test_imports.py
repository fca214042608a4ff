"""Imports over HTTP."""

import gzip
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from rest_framework.test import APIClient

from labeling.actions import run_import, start_import
from labeling.api.imports import BodyBrokenOff, WholeBody
from labeling.models import Import, Project, Task
from tests import make

pytestmark = pytest.mark.django_db


def signed_in(project: Project, role: str = "manager") -> APIClient:
    client = APIClient()
    client.force_authenticate(make.member(project, role))
    return client


def body(rows) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def send(
    client: APIClient, project: Project, content: bytes, content_type: str = "application/x-ndjson", query: str = ""
):
    return client.generic("POST", f"/api/projects/{project.slug}/imports/{query}", content, content_type)


def run(answer) -> Import:
    assert answer.status_code == 202, answer.content
    run_import.run(int(answer.json()["id"]))
    return Import.objects.get(pk=answer.json()["id"])


@pytest.mark.parametrize(
    "content_type",
    [
        "application/x-ndjson",
        "application/jsonl",
        "application/octet-stream",
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json",
        "application/gzip",
    ],
)
def test_a_raw_body_is_the_file(content_type):
    project = make.project()
    content = body(make.rows(3))
    answer = send(
        signed_in(project), project, gzip.compress(content) if "gzip" in content_type else content, content_type
    )
    assert answer.json()["state"] == "queued"
    assert isinstance(answer.json()["id"], str)
    assert run(answer).created == 3


def test_a_multipart_field_is_the_file():
    project = make.project()
    file = SimpleUploadedFile("rows.csv", b"prompt,completion_1,completion_2\na,x,y\n", "application/vnd.ms-excel")
    answer = signed_in(project).post(f"/api/projects/{project.slug}/imports/", {"file": file}, format="multipart")
    assert answer.json()["file_name"] == "rows.csv"
    assert run(answer).created == 1


def test_an_import_is_followed_to_its_end():
    project = make.project()
    client = signed_in(project)
    job = run(send(client, project, body([*make.rows(2), {"prompt": 1, "lang": "x"}]), query="?on_error=skip"))
    shown = client.get(f"/api/imports/{job.pk}/").json()
    assert {key: shown[key] for key in ("state", "rows", "created", "unchanged", "rejected", "progress")} == {
        "state": "done", "rows": 3, "created": 2, "unchanged": 0, "rejected": 1, "progress": 1.0,
    }  # fmt: skip
    assert shown["created_at"].endswith("Z")
    errors = client.get(shown["errors_url"]).json()
    assert errors == {
        "results": [{"line": 3, "field": "prompt", "detail": "must be text or a list of messages, not a whole number"}],
        "next": None,
    }
    rejected = client.get(shown["rejected_url"])
    assert b"".join(rejected.streaming_content) == b'{"prompt": 1, "lang": "x"}\n'
    assert rejected["Content-Disposition"] == f'attachment; filename="import-{job.pk}-rejected.jsonl"'


@pytest.mark.parametrize(
    ("content", "content_type", "expected"),
    [
        (b'id,prompt,completion_1,completion_2\n1,a,x,y\n2,"b\nc",x\n3,\xe9,x,y\n', "text/csv",
         b'id,prompt,completion_1,completion_2\n2,"b\nc",x\n3,\xe9,x,y\n'),
        (b'[{"prompt": "a", "completions": ["x", "y"]}, {"prompt": "\\ud800", "completions": ["x", "y"]},\n {"id": 1}]',
         "application/json", b'{"prompt": "\\ud800", "completions": ["x", "y"]}\n{"id": 1}\n'),
        (b'not json\n{"prompt": "a", "completions": ["x", "y"]}\r\n{"prompt": "\xe9"}\r\n', "application/jsonl",
         b'not json\n{"prompt": "\xe9"}\n'),
    ],
)  # fmt: skip
def test_rejected_rows_come_back_as_they_were_given(content, content_type, expected):
    project = make.project()
    client = signed_in(project)
    job = run(send(client, project, content, content_type, "?on_error=skip"))
    assert (job.state, job.created, job.rejected) == ("done", 1, 2)
    assert b"".join(client.get(f"/api/imports/{job.pk}/rejected/").streaming_content) == expected


def test_errors_come_in_pages_in_the_order_of_the_file():
    project = make.project()
    client = signed_in(project)
    job = run(send(client, project, body([{"prompt": 1}] * 250)))
    address, lines = f"/api/imports/{job.pk}/errors/", []
    while address:
        page = client.get(address).json()
        lines += [error["line"] for error in page["results"]]
        address = page["next"]
    assert lines == list(range(1, 251))
    for cursor in ("x", "1", "1-", "-1", "9" * 40 + "-1", "１-1"):
        assert client.get(f"/api/imports/{job.pk}/errors/?cursor={cursor}").status_code == 400


def test_a_body_in_chunks_is_refused_since_its_end_cannot_be_trusted():
    project = make.project()
    address = f"/api/projects/{project.slug}/imports/"
    answer = signed_in(project).generic("POST", address, b"", "application/jsonl", HTTP_TRANSFER_ENCODING="chunked")
    assert (answer.status_code, answer.json()["error"]) == (400, "length_missing")
    assert not Import.objects.exists()


def test_a_dry_run_is_asked_for_in_the_query():
    project = make.project()
    job = run(send(signed_in(project), project, body(make.rows(2)), query="?dry_run=true"))
    assert (job.state, job.is_dry_run) == ("done", True)
    assert not Task.objects.filter(project=project).exists()


@pytest.mark.parametrize(
    ("content", "content_type", "query", "status", "code"),
    [
        (b"", "application/jsonl", "", 400, "empty_file"),
        (b"{}", "image/png", "", 415, "unknown_format"),
        (b"\x89PNG\r\n", "application/octet-stream", "", 415, "unknown_format"),
        (b"{}", "application/jsonl", "?on_error=maybe", 400, "invalid"),
        (b"{}", "application/jsonl", "?dry_run=perhaps", 400, "invalid"),
        (b"--x--", "multipart/form-data; boundary=x", "", 400, "invalid"),
        (b"rubbish", "multipart/form-data; boundary=x", "", 400, "invalid"),
        (b"rubbish", "multipart/form-data", "", 400, "parse_error"),
        (b"{" + b" " * 5000, "application/jsonl", "", 413, "file_too_large"),
    ],
)
def test_what_cannot_be_a_file_is_refused_at_once(settings, content, content_type, query, status, code):
    settings.IMPORT_MAX_FILE_BYTES = 4000
    project = make.project()
    answer = send(signed_in(project), project, content, content_type, query)
    assert (answer.status_code, answer.json()["error"]) == (status, code)
    assert set(answer.json()) == {"error", "detail", "fields"}
    assert not Import.objects.exists()


def test_a_body_that_breaks_off_is_no_file(tmp_path):
    """Servers end the stream early when the sender goes away: half a file must not be imported."""
    with pytest.raises(BodyBrokenOff):
        start_import.store(WholeBody(io.BytesIO(b"12345"), 6), tmp_path / "file")
    assert start_import.store(WholeBody(io.BytesIO(b"12345"), 5), tmp_path / "file") == 5


def test_a_cancelled_import_leaves_nothing():
    project = make.project()
    client = signed_in(project)
    number = send(client, project, body(make.rows(3))).json()["id"]
    for _ in range(2):
        assert client.delete(f"/api/imports/{number}/").status_code == 204
    assert client.get(f"/api/imports/{number}/").json()["state"] == "cancelled"
    run_import.run(int(number))
    assert not Task.objects.filter(project=project).exists()
    done = run(send(client, project, body(make.rows(3))))
    answer = client.delete(f"/api/imports/{done.pk}/")
    assert (answer.status_code, answer.json()["error"]) == (409, "job_finished")


@pytest.mark.parametrize(("role", "status"), [("labeler", 403), ("reviewer", 403)])
def test_only_managers_import(role, status):
    project = make.project()
    assert send(signed_in(project, role), project, body(make.rows(1))).status_code == status
    assert send(signed_in(make.project()), project, body(make.rows(1))).status_code == 404
    job = start_import.start_import(
        project=project,
        by=None,
        now=timezone.now(),
        stream=SimpleUploadedFile("x.jsonl", body(make.rows(1))),
        file_name="x.jsonl",
    )
    other = signed_in(project, role)
    for address in ("", "errors/", "rejected/"):
        assert other.get(f"/api/imports/{job.pk}/{address}").status_code == 404
    assert other.delete(f"/api/imports/{job.pk}/").status_code == 404
    assert signed_in(project).get(f"/api/imports/{10**30}/").status_code == 404
