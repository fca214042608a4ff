"""Every change leaves its line in the trail, by whom and in the same transaction; what leaves none says why (P22).

A new address that writes needs a line in tests/annotator/trail_table.py.
"""

import io
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import Event, User
from exports.models import Export
from labeling.actions import change_tasks, run_import, start_import
from labeling.actions.add_member import add_member
from labeling.actions.invite_by_link import invite_by_link
from labeling.actions.limit_member import pause_member
from labeling.actions.make_qualification import make_qualification
from labeling.actions.review_submission import review_submission
from labeling.actions.set_key import set_key
from labeling.actions.start_task_change import start_task_change
from labeling.models import Assignment, Import, Submission, Task, TaskChange
from tests import make
from tests.annotator.routes import fill
from tests.annotator.test_permission_matrix import ROWS, World
from tests.annotator.trail_table import DEEDS, QUIET, Deed

pytestmark = pytest.mark.django_db
# What may be written without an event: who is signed in, and what is only kept for a while.
PASSING = ("accounts_event", "django_session", "annotator_cache")
# Claims and judgments write their line in the very statement that writes the slot.
IN_ONE_STATEMENT = {"assignment.claimed", "assignment.submitted", "assignment.amended"}
Ready = dict[str, Any]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


def test_every_address_that_writes_is_in_the_table_and_no_other() -> None:
    writing = {place for place in ROWS if place[0] != "GET"}
    told = [(deed.method, deed.route) for deed in DEEDS]
    assert sorted(writing - set(told) - set(QUIET)) == [], "add these to tests/annotator/trail_table.py"
    assert sorted((set(told) | set(QUIET)) - writing) == [], "these addresses of the table are gone"
    assert not set(told) & set(QUIET)
    assert len(told) == len(set(told))


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: f"{deed.method} {deed.route}")
def test_a_change_leaves_its_line_by_who_made_it(world: World, deed: Deed) -> None:
    with transaction.atomic():
        ready = READY[deed.ready](world) if deed.ready else {}
        client = client_of(world, deed)
        before = set(Event.objects.values_list("pk", flat=True))
        answer = send(client, deed, world.values | ready)
        events = Event.objects.exclude(pk__in=before).order_by("pk")
        assert sorted(event.verb for event in events) == sorted(deed.verbs), answer.content[:2000].decode()
        if deed.who != "anonymous":
            assert {event.actor for event in events} == {world.people[deed.who]}
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "deed",
    [deed for deed in DEEDS if not IN_ONE_STATEMENT & set(deed.verbs)],
    ids=lambda deed: f"{deed.method} {deed.route}",
)
def test_a_change_whose_line_cannot_be_written_is_not_made(
    world: World, deed: Deed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line is written in the transaction of the change: without the one there is not the other."""

    def refuse(**_line: object) -> None:
        raise ValueError

    with transaction.atomic():
        ready = READY[deed.ready](world) if deed.ready else {}
        client = client_of(world, deed)
        counts = rows_of_all()
        monkeypatch.setattr(Event.objects, "create", refuse)
        answer = send(client, deed, world.values | ready)
        assert answer.status_code == 500, answer.content[:2000].decode()
        now = rows_of_all()
        assert {name for name in counts if now[name] != counts[name]} == set()
        transaction.set_rollback(True)


def rows_of_all() -> dict[str, tuple[int, str]]:
    """Of each table that holds what people made: how many rows, and a digest of all of them."""
    found = {}
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name not in PASSING]
        for name in tables:
            cursor.execute(f"SELECT count(*), md5(string_agg(t::text, ',' ORDER BY t::text)) FROM {name} t")
            found[name] = cursor.fetchone()
    return found


def client_of(world: World, deed: Deed) -> Client:
    client = Client(raise_request_exception=False)
    if deed.who != "anonymous":
        client.force_login(User.objects.get(pk=world.people[deed.who].pk))
    return client


def send(client: Client, deed: Deed, ready: Ready) -> Any:
    path, body = fill(deed.route, ready), ready.get("body", deed.body)
    ask: Callable[..., Any] = getattr(client, deed.method.lower())
    if deed.route.startswith("api/") or "ahead" in body:
        return ask(path, orjson.dumps(body), content_type="application/json")
    return ask(path, body)


# What a deed needs to come through


def password(world: World) -> Ready:
    maya = User.objects.get(pk=world.people["manager"].pk)
    maya.set_password("correct horse battery")
    maya.save()
    login = {"login": maya.username, "password": "correct horse battery"}
    new = {"old_password": "correct horse battery", "new_password1": "staple lamp 7", "new_password2": "staple lamp 7"}
    return {"body": login | new}


def creator(world: World) -> Ready:
    User.objects.filter(pk=world.people["manager"].pk).update(can_create_projects=True)
    return {}


def invited(world: World) -> Ready:
    by = world.people["manager"]
    _invitation, link = invite_by_link(project=world.project, role="labeler", by=by, now=timezone.now())
    return {"secret": link.rstrip("/").rpartition("/")[2]}


def paused(world: World) -> Ready:
    place = make.membership(world.project, world.people["reviewer"])
    pause_member(place=place, by=world.people["manager"], now=timezone.now())
    return {}


def erasure(world: World) -> Ready:
    name = world.people["labeler"].username
    return {"username": name, "body": {"confirmed": name, "reason": "Asked to."}}


def started(world: World, **options: Any) -> Import:
    content = b"\n".join(orjson.dumps(row) for row in make.rows(1))
    return start_import.start_import(
        project=world.project, by=None, now=timezone.now(), stream=io.BytesIO(content), file_name="rows.jsonl",
        **options,
    )  # fmt: skip


def queued_import(world: World) -> Ready:
    return {"import_id": started(world).pk}


def checked_import(world: World) -> Ready:
    job = started(world, is_dry_run=True, on_error="skip")
    run_import.run(job.pk)
    return {"import_id": job.pk}


def file(world: World) -> Ready:
    return {"body": {"file": SimpleUploadedFile("rows.jsonl", orjson.dumps(make.rows(1)[0]))}}


def judgment(world: World) -> Ready:
    held = Assignment.objects.get(pk=world.values["assignment_id"])
    return {"client_id": uuid4(), "body": {"judgment": make.judgment(held), "active_seconds": 5}}


def said(world: World) -> Submission:
    return Submission.objects.select_related("assignment__project").get(pk=world.values["submission_id"])


def verdict(world: World) -> Ready:
    body = {"submission": str(said(world).client_id), "verdict": "accepted"}
    return {"assignment_id": said(world).assignment_id, "body": body}


def given_verdict(world: World) -> Ready:
    review_submission(submission=said(world), reviewer=world.people["manager"], verdict="accepted", now=timezone.now())
    return {"assignment_id": said(world).assignment_id}


def done_change(world: World) -> Ready:
    change: TaskChange = start_task_change(
        project=world.project, action="priority", value=5, filters={}, by=world.people["manager"], now=timezone.now()
    )
    change_tasks.run(change.pk)
    return {"change_id": change.pk}


def key(world: World) -> Ready:
    task = Task.objects.get(pk=world.values["task_id"])
    set_key(task=task, pairs=[[0, 1]], by=world.people["manager"], now=timezone.now())
    return {}


def chosen_tasks(world: World) -> Ready:
    key(world)
    shares = {"least_pairs": "75", "least_flags": "75", "asks_members": "no"}
    return {"body": {"name": "First", "tasks": [world.values["task_id"]], **shares}}


def demonstration(world: World) -> Ready:
    """One of a qualification, in a project of its own."""
    of = make.project("demonstration", slug="poems")
    ids = [task.pk for task in make.tasks(of, 2)]
    make.member(of, "labeler", name="poet")
    make_qualification(project=of, name="First", task_ids=ids, asks_members=True,
                       by=make.manager(of), now=timezone.now())  # fmt: skip
    add_member(project=of, user=world.people["manager"], role="manager", by=None, now=timezone.now())
    written = make.submitted(make.claimed(of, User.objects.get(username="poet")))
    return {"slug": "poems", "submission_id": written.pk}


def done_export(world: World) -> Ready:
    Export.objects.filter(pk=world.values["export_id"]).update(state="done", finished_at=timezone.now())
    return {}


READY: dict[str, Callable[[World], Ready]] = {
    one.__name__: one
    for one in (
        password, creator, invited, paused, erasure, queued_import, checked_import, file, judgment, verdict,
        given_verdict, done_change, key, chosen_tasks, demonstration, done_export,
    )
}  # fmt: skip
