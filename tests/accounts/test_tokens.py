"""API tokens: shown once, kept as digests, one query a call, and limited to exports where asked."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from accounts.actions.create_token import create_token
from accounts.authentication import exports_scope, find_token
from accounts.models import ApiToken, Event, User
from tests import make

pytestmark = pytest.mark.django_db


class Echo(APIView):
    """Stands for any endpoint."""

    def get(self, request: Request) -> Response:
        return Response({"user": request.user.username, "scope": exports_scope(request)})

    post = get


class Exports(Echo):
    readable_with_export_token = True


def call(secret: str, view: type[APIView] = Echo, method: str = "get", header: str = "Bearer {}") -> Any:
    ask = getattr(APIRequestFactory(enforce_csrf_checks=True), method)
    response = view.as_view()(ask("/api/anything/", HTTP_AUTHORIZATION=header.format(secret)))
    response.render()
    return response


def token(user: User, exports_of: str = "") -> str:
    return create_token(user=user, by=user, now=timezone.now(), exports_of=exports_of)


def test_a_token_speaks_for_its_person_without_csrf() -> None:
    secret = token(make.user("ada"))
    assert call(secret).data == {"user": "ada", "scope": ""}
    assert call(secret, method="post").status_code == 200
    assert call(secret, header="bearer {}").status_code == 200


def test_only_the_digest_is_kept() -> None:
    secret = token(make.user())
    kept = ApiToken.objects.get()
    assert secret.startswith("ann_")
    assert len(bytes(kept.digest)) == 32
    assert secret not in str(Event.objects.values_list("details", flat=True))


def test_a_call_costs_one_query_and_a_note_of_use_once_an_hour() -> None:
    secret = token(make.user())
    with CaptureQueriesContext(
        connection,
    ) as first:
        call(secret)
    with CaptureQueriesContext(connection) as second:
        call(secret)
    assert len(first) == 2
    assert len(second) == 1
    noted = ApiToken.objects.get().last_used_at
    assert noted is not None
    with (
        time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False),
        CaptureQueriesContext(connection) as later,
    ):
        call(secret)
    assert len(later) == 2
    assert ApiToken.objects.filter(last_used_at__gt=noted).exists()


def test_the_person_behind_a_token_is_whole() -> None:
    ada = make.user("ada", display_name="Ada", preferences={"theme": "dark"})
    found = find_token(token(ada))
    assert found is not None
    assert (found.user, found.user.display_name, found.user.is_superuser) == (ada, "Ada", False)
    assert found.user.preferences == {"theme": "dark"}
    found.user.save()
    assert User.objects.get().preferences == {"theme": "dark"}


@pytest.mark.parametrize("header", ["Bearer ann_unknown", "Bearer ", "Bearer", "Bearer \x00", "Bearer é"])
def test_unknown_tokens_are_401(header: str) -> None:
    response = call("", header=header)
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'
    assert response.data["error"] == "not_signed_in"


def test_no_token_at_all_is_401() -> None:
    assert call("", header="").status_code == 401
    assert call("dXNlcjpwYXNz", header="Basic {}").status_code == 401


def test_revoked_tokens_and_those_of_inactive_people_are_401() -> None:
    ada = make.user("ada")
    secret = token(ada)
    User.objects.update(is_active=False)
    assert call(secret).status_code == 401
    User.objects.update(is_active=True)
    assert call(secret).status_code == 200
    ApiToken.objects.update(revoked_at=timezone.now())
    assert call(secret).status_code == 401


def test_a_token_for_exports_reads_exports_and_nothing_else() -> None:
    secret = token(make.user(), exports_of="moon")
    assert call(secret, Exports).data["scope"] == "moon"
    for response in (call(secret), call(secret, method="post"), call(secret, Exports, method="post")):
        assert response.status_code == 403
        assert response.data["error"] == "not_your_role"
        assert "only read the exports" in response.data["detail"]


def test_the_page_shows_a_token_once(client: Client) -> None:
    client.force_login(make.user("ada"))
    page = client.post("/account/tokens/", {"name": "nightly"}).content.decode()
    secret = page.partition('id="token" value="')[2].partition('"')[0]
    assert call(secret).data["user"] == "ada"
    listed = client.get("/account/tokens/").content.decode()
    assert "nightly" in listed
    assert secret not in listed


def test_a_token_needs_a_purpose(client: Client) -> None:
    client.force_login(make.user())
    assert client.post("/account/tokens/", {"name": ""}).status_code == 200
    assert not ApiToken.objects.exists()


def test_one_revokes_ones_own_tokens_only(client: Client) -> None:
    ada, eve = make.user("ada"), make.user("eve")
    secret = token(ada)
    path = f"/account/tokens/{ApiToken.objects.get().pk}/revoke/"
    client.force_login(eve)
    assert client.post(path).status_code == 404
    assert call(secret).status_code == 200
    client.force_login(ada)
    assert client.post(path)["Location"] == "/account/tokens/"
    assert client.post(path).status_code == 302
    assert call(secret).status_code == 401
    assert Event.objects.filter(verb="revoked_token").count() == 1
