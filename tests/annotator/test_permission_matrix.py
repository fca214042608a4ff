"""Who gets what, at every address and with every method (P12).

TABLE has one line per route and method; what is not in it must answer 405. To add an endpoint, add its line:
method, route, then the statuses of anonymous, stranger, labeler, reviewer, manager and, under /api/, of a token
for this project's exports. The stranger manages another project. The body is BODIES' or empty, so that those
who may come through often get 400: the role is judged before the input.
"""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import orjson
import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from accounts.actions.create_token import create_token
from accounts.actions.make_sign_in_link import make_sign_in_link
from accounts.models import ApiToken, User
from exports.models import Export
from labeling.actions.invite_by_link import invite_by_link
from labeling.models import Import, TaskChange
from tests import make
from tests.annotator.permission_table import BODIES, TABLE
from tests.annotator.routes import METHODS, fill, routes

# The mark makes pytest-django set up the test database, also for the fixture that outlives one test.
pytestmark = pytest.mark.django_db
ROLES = ("anonymous", "stranger", "labeler", "reviewer", "manager")
PUBLIC_API = ("api/schema/", "api/docs/")
ADDING = ("PUT", "api/projects/<slug:slug>/members/<str:username>/")
CSRF = "c" * 32
Rows = dict[tuple[str, str], list[int]]


def rows() -> Rows:
    table: Rows = {}
    for line in filter(None, map(str.strip, TABLE.splitlines())):
        method, route, *statuses = line.split()
        route = route.removeprefix("/")
        assert (method, route) not in table, f"twice in the table: {line}"
        table[method, route] = [int(status) for status in statuses]
    return table


ROWS = rows()
ROUTES = [route for route in routes() if not route.startswith("admin/")]
ADMIN = [route for route in routes() if route.startswith("admin/")]


class World:
    """A project with something of every kind in it, one person of every role, and another project."""

    def __init__(self) -> None:
        self.project, self.other = make.project(slug="moon"), make.project(slug="mars")
        self.people: dict[str, User] = {role: make.member(self.project, role) for role in ROLES[2:]}
        self.people["stranger"] = make.member(self.other, "manager")
        make.tasks(self.project, 3)
        assignment = make.claimed(self.project, self.people["labeler"])
        submission = make.submitted(make.claimed(self.project, self.people["labeler"], besides=(assignment.pk,)))
        export = Export.objects.create(project=self.project, recipe={}, created_at=timezone.now())
        self.tokens = {role: self.token(user) for role, user in self.people.items()}
        self.export_token = self.token(self.people["manager"], "moon")
        question = make.question(assignment)
        link = make_sign_in_link(user=make.user(), by=None, now=timezone.now())
        invitation, _link = invite_by_link(
            project=self.project, role="labeler", by=self.people["manager"], now=timezone.now()
        )
        self.values: dict[str, Any] = {
            "invitation_id": invitation.pk,
            "slug": "moon",
            "section": "general",
            "username": self.people["reviewer"].username,
            "import_id": Import.objects.get().pk,
            "assignment_id": assignment.pk,
            "task_id": submission.assignment.task_id,
            "client_id": submission.client_id,
            "submission_id": submission.pk,
            "question_id": question.pk,
            "change_id": TaskChange.objects.create(
                project=self.project, action="archive", created_at=timezone.now()
            ).pk,
            "export_id": export.pk,
            "earlier_id": export.pk,
            "token_id": ApiToken.objects.get(user=self.people["labeler"]).pk,
            "secret": link.rstrip("/").rpartition("/")[2],
            "path": "README.md",
        }

    def token(self, user: User, exports_of: str = "") -> str:
        return create_token(user=user, by=None, now=timezone.now(), exports_of=exports_of)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """One world for all rows, since every request is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


def send(
    world: World, client: Client, method: str, route: str, headers: dict[str, str] | None = None, **values: str
) -> HttpResponse:
    """Send and undo what it did."""
    body = BODIES.get((method, route), {})
    path = fill(route, world.values | values)
    ask: Callable[..., HttpResponse] = getattr(client, method.lower())
    with transaction.atomic():
        if method == "GET":
            response = ask(path, headers=headers)
        elif route.startswith("api/"):
            response = ask(path, orjson.dumps(body), content_type="application/json", headers=headers)
        else:
            response = ask(path, body, headers=headers)
        transaction.set_rollback(True)
    return response


def signed_in(world: World, role: str, enforce_csrf_checks: bool = False) -> Client:
    client = Client(enforce_csrf_checks=enforce_csrf_checks, raise_request_exception=False)
    if role != "anonymous":
        client.force_login(world.people[role])
    client.cookies[settings.CSRF_COOKIE_NAME] = CSRF
    return client


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def test_the_table_knows_every_route_and_no_other() -> None:
    in_table = {route for _, route in ROWS}
    assert sorted(set(ROUTES) - in_table) == [], "add these routes to tests/annotator/permission_table.py"
    assert sorted(in_table - set(ROUTES)) == [], "these routes of the table are gone"


@pytest.mark.parametrize("route", [route for route in ROUTES if not route.startswith("api/") or route in PUBLIC_API])
def test_pages_answer_each_role_as_the_table_says(world: World, route: str) -> None:
    for method in METHODS:
        expected = ROWS.get((method, route))
        if expected is None:
            assert send(world, signed_in(world, "manager"), method, route).status_code == 405, method
            continue
        got = [send(world, signed_in(world, role), method, route).status_code for role in ROLES]
        assert got == expected[: len(ROLES)], method


@pytest.mark.parametrize("route", [route for route in ROUTES if route.startswith("api/") and route not in PUBLIC_API])
def test_the_api_answers_each_role_as_the_table_says_by_session_and_by_token(world: World, route: str) -> None:
    for method in METHODS:
        expected = ROWS.get((method, route))
        if expected is None:
            got = send(world, Client(), method, route, bearer(world.tokens["manager"])).status_code
            assert got == 405, method
            continue
        *expected, by_export_token = expected
        by_token = [send(world, Client(), method, route).status_code]
        by_session = list(by_token)
        for role in ROLES[1:]:
            unchecked = Client(enforce_csrf_checks=True, raise_request_exception=False)
            by_token.append(send(world, unchecked, method, route, bearer(world.tokens[role])).status_code)
            client = signed_in(world, role, enforce_csrf_checks=True)
            by_session.append(send(world, client, method, route, {"X-CSRFToken": CSRF}).status_code)
            if method != "GET":
                assert send(world, client, method, route).status_code == 403, f"{method} without CSRF token"
        assert by_token == expected, method
        assert by_session == expected, method
        got = send(world, Client(), method, route, bearer(world.export_token)).status_code
        assert got == by_export_token, f"{method} with a token for exports"
        assert send(world, Client(), method, route, bearer("ann_made-up")).status_code == 401


# Every project has the same sections of settings.
OF_TWO = [route for route in ROUTES if "<slug:slug>" in route and route.replace("<slug:section>", "").count("<") > 1]


@pytest.mark.parametrize("route", OF_TWO)
def test_ones_own_project_does_not_open_the_things_of_another(world: World, route: str) -> None:
    """The stranger manages `mars` and asks there for what belongs to `moon`."""
    for method in METHODS:
        if (method, route) in ROWS:
            response = send(world, signed_in(world, "stranger"), method, route, slug="mars")
            # Putting somebody into one's own project is allowed; here without saying in what role.
            assert response.status_code == (400 if (method, route) == ADDING else 404), method


def test_the_administration_is_for_superusers(world: World) -> None:
    known = {"object_id": 1, "content_type_id": 1, "url": "nowhere"}
    paths = {fill(route, known) for route in ADMIN if "(?P" not in route} | {"/admin/accounts/"}
    assert len(paths) > 20
    for role in ROLES:
        client = signed_in(world, role)
        for path in paths:
            for response in (client.get(path, follow=True), client.post(path, follow=True)):
                if role == "anonymous":
                    assert response.redirect_chain[-1][0].startswith("/sign-in/?next="), path
                elif not path.startswith("/admin/logout/"):
                    assert (response.status_code, response.templates[0].name) == (403, "403.html"), (role, path)


def test_superusers_get_into_the_administration(world: World) -> None:
    client = Client()
    client.force_login(make.user(is_superuser=True, is_staff=True))
    assert client.get("/admin/").status_code == 200
    assert client.post("/admin/accounts/event/add/").status_code == 403


def test_a_token_for_the_exports_of_one_project_finds_no_others(world: World) -> None:
    """Not even those of a project that its person manages too."""
    foreign = bearer(world.token(world.people["manager"], "mars"))
    for route in (route for route in ROUTES if route.startswith("api/") and "exports" in route):
        for method in METHODS:
            if (method, route) in ROWS:
                expected = 404 if method == "GET" else 403
                assert send(world, Client(), method, route, foreign).status_code == expected, (method, route)


def test_what_is_not_there_looks_like_what_is_not_yours(world: World) -> None:
    """A made-up id looks exactly like one of another project."""
    client, stranger = Client(), bearer(world.tokens["stranger"])
    theirs = client.get(f"/api/tasks/{world.values['task_id']}/", headers=stranger)
    nobodys = client.get("/api/tasks/999999999/", headers=stranger)
    assert (theirs.status_code, theirs.content) == (nobodys.status_code, nobodys.content)
    assert client.put(f"/api/assignments/999999999/submissions/{uuid4()}/", headers=stranger).status_code == 404
