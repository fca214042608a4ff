"""What the storage of datasets connects to, and what it tells of an answer: nothing that is not ours to tell."""

import os
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.exceptions import ImproperlyConfigured

from exports.storage import outbound, s3
from exports.storage.errors import StorageFailed
from tests.exports.bucket import KEYS


@contextmanager
def answering(status: int, content: bytes, **headers: str):
    """A server that is no S3."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def storage_at(host: str, allowed: tuple[str, ...], scheme: str = "http") -> s3.ExportStorage:
    return s3.ExportStorage(**KEYS, bucket_name="datasets", endpoint_url=f"{scheme}://{host}", allowed_hosts=allowed)


SECRET = b"<Error><Code>root:x:0:0</Code><Message>the secret of the inside</Message></Error>"


def test_the_body_of_an_answer_is_never_told():
    with answering(403, SECRET) as (host, _), pytest.raises(StorageFailed) as failure:
        storage_at(host, (host,)).get("a", 0, 9)
    assert failure.value.detail == "The storage of datasets refused it (HTTP 403)."
    assert failure.value.__cause__ is None


def test_a_redirect_leads_nowhere():
    with (
        answering(200, SECRET) as (inside, asked_inside),
        answering(307, b"", Location=f"http://{inside}/") as (host, asked),
        pytest.raises(StorageFailed),
    ):
        storage_at(host, (host, inside)).get("a", 0, 9)
    assert asked
    assert asked_inside == []


def test_a_host_that_nobody_named_is_refused_when_the_storage_is_made():
    with pytest.raises(ImproperlyConfigured, match="EXPORT_S3_ALLOWED_HOSTS"):
        storage_at("127.0.0.1:9", ())


def test_a_name_that_leads_inside_is_refused_when_it_is_connected_to(monkeypatch):
    with answering(200, SECRET) as (inside, asked):
        port = int(inside.rpartition(":")[2])
        real = socket.getaddrinfo
        monkeypatch.setattr(socket, "getaddrinfo", lambda host, *given, **named: real("127.0.0.1", *given, **named))
        with pytest.raises(StorageFailed) as failure:
            storage_at(f"storage.example.org:{port}", (), scheme="https").get("a", 0, 9)
    assert failure.value.detail == "The address of the storage of datasets is refused. See docs/operations.md."
    assert asked == []


def test_the_connection_goes_to_the_address_that_was_judged(monkeypatch):
    """A name that leads to another address at each look-up is looked up once for each connection."""
    with answering(404, b"") as (inside, asked):
        port = int(inside.rpartition(":")[2])
        looked_up = []

        def judged(host, _port, _allowed, *, is_secure):
            looked_up.append((host, is_secure))
            return "127.0.0.1"

        monkeypatch.setattr(outbound, "address_of", judged)
        with pytest.raises(StorageFailed):
            storage_at(f"minio:{port}", (f"minio:{port}",)).get("a", 0, 9)
    assert looked_up == [("minio", False)]
    assert asked


@pytest.mark.parametrize(
    "env",
    [{"EXPORT_STORAGE": "s3"}, {"EXPORT_STORAGE": "ftp", "EXPORT_S3_BUCKET": "b"}],
    ids=["no bucket", "no such kind"],
)
def test_a_storage_that_is_half_set_up_stops_the_start(env):
    command = [sys.executable, "-c", "import django; django.setup()"]
    done = subprocess.run(command, env={**os.environ, **env}, capture_output=True, text=True)
    assert done.returncode
    assert "EXPORT_S3_BUCKET" in done.stderr
