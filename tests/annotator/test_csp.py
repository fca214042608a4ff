"""The Content-Security-Policy and the other headers, on every answer of every address (P14)."""

import re
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client

from tests import make
from tests.annotator.routes import routes

pytestmark = pytest.mark.django_db
NAMES = {
    "slug": "moon", "username": "reviewer", "secret": "made-up", "client_id": "2b0f4d3c-9f0e-4a38-8f5b-0a7f6f0c1d2e",
    "submission_id": "1",
    "path": "README.md", "app_label": "accounts",
}  # fmt: skip
FRAMED = ("/projects/new/preview/", "/projects/moon/preview/", "/projects/moon/import/1/sample/")
INLINE = re.compile(rb"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>|<style|\son\w+=\"|\sstyle=\"")


def policy(response: HttpResponseBase) -> dict[str, list[str]]:
    parts = [part.split() for part in response["Content-Security-Policy"].split(";")]
    return {name: sources for name, *sources in parts}


def check(response: Any, path: str) -> None:
    directives = policy(response)
    assert directives["default-src"] == ["'none'"], path
    for name in ("script-src", "style-src", "connect-src", "form-action"):
        assert directives[name] == ["'self'"], path
    assert directives["base-uri"] == ["'none'"], path
    # The labeling screen stands in a frame of our own pages, and nothing else in any.
    is_framed = path in FRAMED and response.status_code < 300
    assert directives["frame-ancestors"] == ["'self'" if is_framed else "'none'"], path
    assert not re.search(r"unsafe|\*|https?:|nonce", response["Content-Security-Policy"]), path
    assert response["X-Content-Type-Options"] == "nosniff", path
    assert response["X-Frame-Options"] == ("SAMEORIGIN" if is_framed else "DENY"), path
    assert response["Referrer-Policy"] == "same-origin", path
    assert response["Cross-Origin-Opener-Policy"] in ("same-origin", "unsafe-none"), path
    if response["Content-Type"].startswith("text/html"):
        assert not INLINE.search(response.content), f"{path}: {INLINE.search(response.content)}"


def paths() -> list[str]:
    """Every address, with names and ids that are there or not: errors need the headers too."""
    filled = (
        re.sub(r"<(?:\w+:)?(\w+)>", lambda match: NAMES.get(match[1], "1"), route)
        for route in routes()
        if "(?P" not in route
    )
    return [f"/{path}" for path in filled]


@pytest.mark.parametrize("role", ["anonymous", "manager", "superuser"])
def test_every_address_has_the_strict_policy(role: str) -> None:
    project = make.project(slug="moon")
    make.tasks(project, 1)
    users = {"manager": make.member(project, "manager"), "superuser": make.user(is_superuser=True, is_staff=True)}
    seen = set()
    for path in paths():
        client = Client(raise_request_exception=False)
        if user := users.get(role):
            client.force_login(user)
        for response in (client.get(path), client.delete(path), client.post(path)):
            assert response.status_code < 500, path
            check(response, path)
            seen.add(response.status_code)
    assert {200, 302, 404, 405} <= seen


@pytest.mark.parametrize("path", ["/nope/", "/api/nope/", "/static/nope.css", "/label/nope/"])
def test_errors_have_it_too(client: Client, path: str) -> None:
    client.force_login(make.user())
    response = client.get(path)
    assert response.status_code == 404
    check(response, path)


def test_a_crash_has_it_too_and_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("annotator.health.why_not_ready", crash)
    monkeypatch.setattr("accounts.authentication.digest_of", crash)
    client = Client(raise_request_exception=False)
    page, answer = client.get("/readyz"), client.get("/api/projects/", headers={"Authorization": "Bearer x"})
    for response in (page, answer):
        assert response.status_code == 500
        assert b"secret detail" not in response.content
        check(response, response.request["PATH_INFO"])
    assert b"Something went wrong" in page.content
    assert answer.json() == {
        "error": "server_error",
        "detail": "Something went wrong on the server. The error has been logged.",
        "fields": {},
    }


def test_a_forged_host_is_refused_with_it(client: Client) -> None:
    response = client.get("/sign-in/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert b"evil.example" not in response.content


def test_unknown_addresses_of_the_api_answer_in_its_shape(client: Client) -> None:
    response = client.get("/api/nope/")
    assert response.status_code == 404
    assert response.json() == {"error": "not_found", "detail": "Not found.", "fields": {}}


def test_what_is_made_for_one_person_is_kept_by_no_cache(client: Client) -> None:
    client.force_login(make.user())
    for path in ("/", "/account/", "/account/tokens/", "/api/projects/", "/sign-in/", "/api/nope/"):
        assert "no-store" in client.get(path)["Cache-Control"], path


def test_search_engines_are_told_to_stay_out(client: Client) -> None:
    assert b"Disallow: /" in client.get("/robots.txt").content
