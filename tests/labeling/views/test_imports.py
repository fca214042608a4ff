"""The import pages: choosing a file, watching it, reading what was wrong."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from labeling.actions.run_import import run
from labeling.models import Import, Project, Task
from tests import make

pytestmark = pytest.mark.django_db
GOOD = b'{"prompt": "Why?", "completions": ["Because.", "<b>So</b>."]}\n'
BAD = b'{"prompt": 5, "completions": ["a", "b"]}\n'


@pytest.fixture
def project(client: Client) -> Project:
    made = make.project()
    client.force_login(make.manager(made))
    return made


def send(client: Client, project: Project, content: bytes, **fields: str) -> Import:
    file = SimpleUploadedFile("rows.jsonl", content)
    path = f"/projects/{project.slug}/import/"
    answer = client.post(path, {"file": file, "on_error": "reject", **fields})
    job = Import.objects.latest("id")
    assert answer.headers["Location"] == f"{path}{job.pk}/"
    return job


def detail(client: Client, job: Import, headers: dict[str, str] | None = None) -> str:
    return client.get(f"/projects/{job.project.slug}/import/{job.pk}/", headers=headers).content.decode()


def test_a_file_is_imported_and_its_end_is_shown(client: Client, project: Project) -> None:
    job = send(client, project, GOOD)
    waiting = detail(client, job)
    assert "Waiting for a worker" in waiting
    assert 'hx-trigger="every 1s"' in waiting
    run(job.pk)
    done = detail(client, job)
    assert "To the overview" in done
    assert 'hx-trigger="every 1s"' not in done
    assert Task.objects.filter(project=project).count() == 1


def test_only_the_moving_part_is_fetched_again(client: Client, project: Project) -> None:
    job = send(client, project, GOOD)
    part = detail(client, job, headers={"HX-Request": "true"})
    assert part.strip().startswith('<div class="stack" id="import"')
    assert "<html" not in part


def test_lines_with_errors_are_listed_and_can_be_downloaded(client: Client, project: Project) -> None:
    job = send(client, project, GOOD + BAD, on_error="skip")
    run(job.pk)
    shown = detail(client, job)
    assert "Lines with errors" in shown
    assert "Download these rows" in shown
    path = f"/projects/{project.slug}/import/{job.pk}"
    table = client.get(f"{path}/errors.csv")
    lines = b"".join(table.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert lines[0] == "line,field,detail"
    assert lines[1].startswith("2,prompt,")
    rows = client.get(f"{path}/rejected/")
    assert b"".join(rows.streaming_content) == BAD  # type: ignore[attr-defined]


def test_without_kept_rows_there_is_nothing_to_download(client: Client, project: Project) -> None:
    job = send(client, project, GOOD)
    run(job.pk)
    assert client.get(f"/projects/{project.slug}/import/{job.pk}/rejected/").status_code == 404


def test_a_dry_run_brings_nothing_in(client: Client, project: Project) -> None:
    job = send(client, project, GOOD, is_dry_run="on")
    run(job.pk)
    shown = detail(client, job)
    assert "Only checked" in shown
    assert '<span class="figure__value">1</span><span class="figure__name">would be new</span>' in shown
    assert not Task.objects.exists()


def test_good_lines_can_come_in_without_the_others(client: Client, project: Project) -> None:
    job = send(client, project, GOOD + BAD, on_error="skip")
    run(job.pk)
    job.refresh_from_db()
    assert (job.created, job.rejected) == (1, 1)


@pytest.mark.parametrize(
    ("content", "why"), [(b"", "The file is empty"), (b"\x89PNG\r\n\x1a\n\x00\x00", "notice--bad")]
)
def test_a_file_that_cannot_be_read_is_said_on_the_form(
    client: Client, project: Project, content: bytes, why: str
) -> None:
    file = SimpleUploadedFile("picture.png", content)
    answer = client.post(f"/projects/{project.slug}/import/", {"file": file, "on_error": "reject"})
    assert answer.status_code == 200
    assert why in answer.content.decode()
    assert not Import.objects.exists()


def test_no_file_at_all_is_said_at_the_field(client: Client, project: Project) -> None:
    answer = client.post(f"/projects/{project.slug}/import/", {"on_error": "reject"})
    assert 'id="id_file_error"' in answer.content.decode()


def test_an_import_is_cancelled_once_and_for_all(client: Client, project: Project) -> None:
    job = send(client, project, GOOD)
    path = f"/projects/{project.slug}/import/{job.pk}/cancel/"
    assert client.post(path).status_code == 302
    assert client.post(path).status_code == 302
    job.refresh_from_db()
    assert job.state == "cancelled"
    assert "nothing was imported" in detail(client, job)


@pytest.mark.parametrize("part", ["", "errors.csv", "rejected/"])
def test_imports_are_for_the_managers_of_their_project(client: Client, project: Project, part: str) -> None:
    job = send(client, project, GOOD)
    other = make.project()
    client.force_login(make.manager(other))
    assert client.get(f"/projects/{project.slug}/import/{job.pk}/{part}").status_code == 404
    # Nor through one's own project.
    assert client.get(f"/projects/{other.slug}/import/{job.pk}/{part}").status_code == 404
