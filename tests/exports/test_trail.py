"""Every export's trail: asked for, then ready or failed, in the same transaction as its end, and once."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Event
from exports.actions import build_export
from exports.actions.request_export import request_export
from exports.models import Export
from labeling.actions import hold_job
from labeling.models import Project
from labeling.trails import trail as trails
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    made = make.project(slug="moon", by=make.user("maya"))
    make.tasks(made, 1)
    make.submitted(make.claimed(made, make.member(made)))
    return made


def asked_for(project: Project) -> Export:
    return request_export(
        project=project, by=make.manager(project), now=timezone.now(), recipe={"configs": ["preference"]}
    )


def told(export: Export) -> list[str]:
    lines = trails.trail_of(export.project_id, f"export:{export.pk}").lines
    said = [sentence for line in lines for sentence in line.sentences]
    return [str(sentence).replace('<bdi class="strong">', "").replace("</bdi>", "") for sentence in said]


def test_what_became_ready_says_so_with_its_rows_and_hash(client: Client, project: Project) -> None:
    export = asked_for(project)
    build_export.build(export.pk)
    build_export.build(export.pk)
    export.refresh_from_db()
    rows = sum(sum(splits.values()) for splits in export.counts.values())
    assert rows > 0
    assert told(export) == [f"Export {export.pk} is ready: {rows} rows", f"maya asked for export {export.pk}"]
    line = Event.objects.get(verb="export.finished")
    assert (line.actor, line.details["content_hash"]) == (export.created_by, export.content_hash)
    assert any(one.event == line for one in trails.trail_of(project.pk).lines)
    client.force_login(make.manager(project))
    part = client.get(f"/projects/moon/exports/{export.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert part.count('id="trail" hx-swap-oob="true"') == 1
    assert "is ready: <bdi" in part
    assert client.get(f"/projects/moon/exports/{export.pk}/").content.decode().count('id="trail"') == 1


def test_what_failed_says_why(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(**_given: object) -> None:
        raise ValueError

    monkeypatch.setattr(build_export, "write_dataset", break_down)
    export = asked_for(project)
    build_export.build(export.pk)
    assert told(export)[0] == f"Export {export.pk} failed"
    assert "ValueError" in trails.trail_of(project.pk, f"export:{export.pk}").lines[0].note


def test_what_was_given_up_says_so(project: Project) -> None:
    export = asked_for(project)
    Export.objects.filter(pk=export.pk).update(attempts=hold_job.MOST_ATTEMPTS)
    build_export.build(export.pk)
    export.refresh_from_db()
    assert (export.state, told(export)[0]) == ("failed", f"Export {export.pk} failed")


def test_who_lost_the_job_writes_no_line(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def lose(**_given: object) -> None:
        hold_job.cancel(Export.objects.get())
        raise ValueError

    monkeypatch.setattr(build_export, "write_dataset", lose)
    export = asked_for(project)
    build_export.build(export.pk)
    assert told(export) == [f"maya asked for export {export.pk}"]


def test_a_line_that_cannot_be_written_leaves_the_export_unfinished(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object, **_more: object) -> None:
        raise ValueError("no line")

    export = asked_for(project)
    with monkeypatch.context() as patched:
        patched.setattr(build_export, "tell", refuse)
        with pytest.raises(ValueError, match="no line"):
            build_export.build(export.pk)
    export.refresh_from_db()
    assert export.state == "running"
