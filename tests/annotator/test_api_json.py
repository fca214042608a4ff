"""JSON bodies: what is refused before any endpoint sees it."""

import pytest

from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "parse_error"),
        (b'{"name": NaN}', 400, "parse_error"),
        (b'{"name": "\\ud800"}', 400, "parse_error"),
        (b"\xff", 400, "parse_error"),
        (b'{"name": "' + b"a" * 1000 + b'"}', 413, "too_large"),
    ],
)
def test_a_body_that_cannot_be_taken_is_refused(client, settings, body, status, code) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    client.force_login(make.user(can_create_projects=True))
    answer = client.post("/api/projects/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]) == (status, code)
