"""The trail in words: every verb has a sentence, every page shows its own, nobody changes a line of it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from accounts import trail
from accounts.models import Event
from labeling.actions.change_project import change_project
from labeling.actions.change_task import change_task
from labeling.actions.exclude_labeler import exclude_labeler
from labeling.actions.mark_task import mark_task
from labeling.actions.review_submission import review_submission
from labeling.models import Project
from labeling.trails import trail as trails
from labeling.trails.sentences import OF_CHANGES, SENTENCES
from tests import make

pytestmark = pytest.mark.django_db


def recorded(checkout: Path) -> Iterator[tuple[str, str]]:
    """The first argument of every `trail.record` in the code: a verb, or the beginning of one."""
    for app in ("accounts", "labeling", "exports"):
        for path in (checkout / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Constant) and re.fullmatch(r"assignment\.[a-z]+", str(node.value)):
                    yield path.name, str(node.value)  # some are written in SQL
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "trail.record" and node.args:
                    for verb in ast.walk(node.args[0]):
                        if isinstance(verb, ast.Constant) and isinstance(verb.value, str):
                            yield path.name, verb.value


def test_every_verb_has_a_sentence(checkout: Path) -> None:
    known = (*SENTENCES, *OF_CHANGES)
    verbs = set(recorded(checkout))
    assert len(verbs) > 25
    assert [verb for verb in verbs if not any(one.startswith(verb[1]) for one in known)] == []


def said(project: Project, subject: str = "", **options: Any) -> list[str]:
    """The sentences without their marks."""
    found = trails.trail_of(project.pk, subject, **options)
    told = [sentence for line in found.lines for sentence in line.sentences]
    return [sentence.replace('<bdi class="strong">', "").replace("</bdi>", "") for sentence in told]


def test_changes_of_a_project_are_told_one_by_one() -> None:
    project = make.project(by=make.user("maya"), overlap=1)
    maya = make.manager(project)
    change_project(project=project, by=maya, now=timezone.now(), overlap=3, name="Sky")
    change_project(project=project, by=maya, now=timezone.now(), state="paused", guidelines="Be fair.")
    assert said(project, f"project:{project.pk}")[:4] == [
        "maya paused the project",
        "maya changed the guidelines: version 2",
        f"maya changed the name from {project.name} to Sky",
        "maya raised the overlap from 1 to 3",
    ]
    with override("zh-hans"):
        assert said(project, f"project:{project.pk}")[3] == "maya 把重复标注数从 1 提高到 3"


def test_of_an_option_with_many_parts_only_what_changed_is_told() -> None:
    project = make.project(by=make.user("maya"))
    for splits in (["test"], []):
        change_project(
            project=project, by=make.manager(project), now=timezone.now(), adaptive={"start": 4, "splits": splits}
        )
    told = said(project, f"project:{project.pk}")
    assert told[0] == "maya changed adaptive overlap from splits test to splits all"
    assert told[1].startswith("maya set adaptive overlap to ")
    assert "labels to start with 4" in told[1]


def test_a_tasks_trail_tells_of_its_assignments_too() -> None:
    project = make.project(by=make.user("maya"), overlap=2)
    maya, [task] = make.manager(project), make.tasks(project)
    labeler = make.member(project, name="noor")
    submission = make.submitted(make.claimed(project, labeler))
    change_task(task=task, by=maya, now=timezone.now(), priority=5, overlap=1)
    review_submission(submission=submission, reviewer=maya, verdict="rejected", now=timezone.now(), comment="Too short")
    mark_task(task=task, mark="gold", by=maya, now=timezone.now())
    told = [
        "maya made the task gold",
        "maya rejected the judgment of noor",
        "maya lowered the overlap from 2 to 1",
        "maya raised the priority from 0 to 5",
        "noor judged the task",
        "noor took the task",
    ]
    assert said(project, f"task:{task.pk}") == told
    assert trails.trail_of(project.pk, f"task:{task.pk}").lines[1].note == "Too short"
    # Of gold a reviewer knows nothing.
    assert said(project, f"task:{task.pk}", for_reviewer=True) == []
    mark_task(task=task, mark="not_gold", by=maya, now=timezone.now())
    assert said(project, f"task:{task.pk}", for_reviewer=True) == [told[1], *told[4:]]
    assert told[0] not in said(project)
    assert "noor judged the task" not in said(project)


def test_a_members_trail_is_that_of_this_project() -> None:
    project, other = make.project(by=make.user("maya")), make.project()
    noor = make.member(project, name="noor")
    exclude_labeler(
        project=project, labeler=noor, is_excluded=True, by=make.manager(project), now=timezone.now(), reason="Spam"
    )
    assert said(project, f"user:{noor.pk}") == [
        "maya excluded the work of noor", "The system made noor a member: Labeler",
    ]  # fmt: skip
    assert said(other, f"user:{noor.pk}") == []


@pytest.mark.parametrize("subject", ["task", "task:x", "task:" + "9" * 30, "secret:1", "task:1;2", ":"])
def test_a_subject_that_was_made_up_has_no_trail(subject: str) -> None:
    assert said(make.project(), subject) == []


def test_pages_by_cursor_hold_still_while_lines_are_added() -> None:
    project = make.project()
    subject = f"project:{project.pk}"
    for minutes in range(31, 56):
        change_project(project=project, by=make.manager(project), now=timezone.now(), lease_minutes=minutes)
    pages, before = [], ""
    while True:
        page = trails.trail_of(project.pk, subject, before=before)
        pages.append([line.event.pk for line in page.lines])
        trail.record("project.created", by=None, now=timezone.now(), project_id=project.pk, subject=subject)
        if not (before := page.before):
            break
    assert [len(page) for page in pages] == [10, 10, 6]
    assert sorted({line for page in pages for line in page}, reverse=True) == [line for page in pages for line in page]


def test_texts_of_people_stay_texts() -> None:
    project = make.project(name="<b>%(who)s</b>")
    change_project(project=project, by=make.manager(project), now=timezone.now(), name="<script>")
    sentence = trails.trail_of(project.pk).lines[0].sentences[0]
    assert "<script>" not in sentence
    assert "&lt;b&gt;%(who)s&lt;/b&gt;" in sentence


def test_the_database_refuses_to_change_or_delete_a_line() -> None:
    project = make.project()
    for statement in ("UPDATE accounts_event SET verb = 'x'", "DELETE FROM accounts_event"):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Event.objects.filter(project_id=project.pk).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_to_empty_the_trail_too() -> None:
    make.project()
    told = Event.objects.count()
    for emptying in ("TRUNCATE accounts_event", "TRUNCATE accounts_event, accounts_user CASCADE"):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(emptying)
    assert Event.objects.count() == told > 0


def test_the_page_for_managers_and_for_reviewers(client: Client) -> None:
    project = make.project(by=make.user("maya"))
    [task] = make.tasks(project)
    mark_task(task=task, mark="parked", by=make.manager(project), now=timezone.now(), note="odd")
    page = f"/projects/{project.slug}/trail/"
    client.force_login(make.manager(project))
    whole = client.get(page).content.decode()
    assert "created the project" in whole
    # A line leads to its thing, but not on that thing's own page.
    assert f'<a href="/projects/{project.slug}/import/{task.imported_by_id}/" title="To its page">' in whole
    assert "To its page" not in client.get(page, {"of": f"task:{task.pk}"}).content.decode()
    older = client.get(page, {"of": f"task:{task.pk}"}, headers={"hx-request": "true"}).content.decode()
    assert "parked the task" in older
    assert "<html" not in older
    client.force_login(make.member(project, "reviewer"))
    assert client.get(page).status_code == 403
    theirs = client.get(page, {"of": f"task:{task.pk}"})
    assert theirs.status_code == 200
    assert "parked the task" not in theirs.content.decode()


def test_each_page_shows_the_trail_of_its_thing(client: Client) -> None:
    project = make.project(by=make.user("maya"))
    [task] = make.tasks(project)
    change_task(task=task, by=make.manager(project), now=timezone.now(), priority=2)
    client.force_login(make.manager(project))
    root = f"/projects/{project.slug}"
    for path, words in [
        (f"/tasks/{task.pk}/", "raised the priority"),
        ("/settings/", "created the project"),
        (f"/import/{task.imported_by_id}/", "is done: "),
    ]:
        assert words in client.get(root + path).content.decode()
    export = client.post(f"/api{root}/exports/", {}, content_type="application/json").json()
    assert "asked for export" in client.get(f"{root}/exports/{export['id']}/").content.decode()
