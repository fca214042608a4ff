"""The import pages: choosing a file, watching it, reading what was wrong."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from labeling.actions.change_project import change_project
from labeling.actions.finish_check import KEPT, forget_checks
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


def send(client: Client, project: Project, content: bytes, name: str = "rows.jsonl") -> Import:
    """The file, as the page sends it: to be checked."""
    path = f"/projects/{project.slug}/import/"
    answer = client.post(path, {"file": SimpleUploadedFile(name, content)})
    job = Import.objects.latest("id")
    assert answer.headers["Location"] == f"{path}{job.pk}/"
    return job


def checked(client: Client, project: Project, content: bytes, name: str = "rows.jsonl") -> Import:
    job = send(client, project, content, name)
    run(job.pk)
    job.refresh_from_db()
    return job


def confirmed(client: Client, job: Import, **fields: str) -> Import:
    """What the button below a dry run makes, brought to its end."""
    path = f"/projects/{job.project.slug}/import"
    answer = client.post(f"{path}/{job.pk}/confirm/", fields)
    following = Import.objects.latest("id")
    assert answer.headers["Location"] == f"{path}/{following.pk}/"
    run(following.pk)
    following.refresh_from_db()
    return following


def detail(client: Client, job: Import, headers: dict[str, str] | None = None) -> str:
    return client.get(f"/projects/{job.project.slug}/import/{job.pk}/", headers=headers).content.decode()


def test_a_file_is_imported_and_its_end_is_shown(client: Client, project: Project) -> None:
    job = send(client, project, GOOD)
    waiting = detail(client, job)
    assert "Waiting for a worker" in waiting
    assert 'hx-trigger="every 1s"' in waiting
    run(job.pk)
    assert not Task.objects.exists()
    done = detail(client, confirmed(client, job))
    assert "To the overview" in done
    assert 'hx-trigger="every 1s"' not in done
    assert Task.objects.filter(project=project).count() == 1


def test_only_the_moving_part_is_fetched_again(client: Client, project: Project) -> None:
    job = send(client, project, GOOD)
    part = detail(client, job, headers={"HX-Request": "true"})
    assert part.strip().startswith('<div class="stack" id="import"')
    assert "<html" not in part


def test_lines_with_errors_are_listed_and_can_be_downloaded(client: Client, project: Project) -> None:
    job = checked(client, project, GOOD + BAD)
    shown = detail(client, job)
    assert "Lines with errors" in shown
    assert "Download these rows" in shown
    path = f"/projects/{project.slug}/import/{job.pk}"
    table = client.get(f"{path}/errors.csv")
    lines = b"".join(table.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert lines[0] == '"line","field","detail"'
    assert lines[1].startswith('"2","prompt",')
    rows = client.get(f"{path}/rejected/")
    assert b"".join(rows.streaming_content) == BAD  # type: ignore[attr-defined]


def test_without_kept_rows_there_is_nothing_to_download(client: Client, project: Project) -> None:
    job = send(client, project, GOOD)
    run(job.pk)
    assert client.get(f"/projects/{project.slug}/import/{job.pk}/rejected/").status_code == 404


def test_a_dry_run_brings_nothing_in(client: Client, project: Project) -> None:
    job = checked(client, project, GOOD)
    shown = detail(client, job)
    assert "Only checked" in shown
    assert '<span class="figure__value">1</span><span class="figure__name">would be new</span>' in shown
    assert not Task.objects.exists()


def test_good_lines_can_come_in_without_the_others(client: Client, project: Project) -> None:
    job = checked(client, project, GOOD + BAD)
    assert "1 row with errors stays out." in detail(client, job)
    following = confirmed(client, job)
    assert (following.state, following.created, following.rejected) == ("done", 1, 1)


def test_a_confirmed_batch_has_its_name(client: Client, project: Project) -> None:
    own = b'{"prompt": "Where?", "completions": ["Here.", "There."], "batch": "own"}\n'
    confirmed(client, checked(client, project, GOOD + own), batch=" 第四十八周 ")
    assert sorted(Task.objects.values_list("batch__name", flat=True)) == ["own", "第四十八周"]


def test_a_second_yes_leads_to_the_same_import(client: Client, project: Project) -> None:
    job = checked(client, project, GOOD)
    first = confirmed(client, job)
    assert confirmed(client, job) == first
    assert Task.objects.count() == 1
    assert "see what came of it" in detail(client, job)


def test_the_report_tells_columns_splits_and_batches(client: Client, project: Project) -> None:
    odd = b'{"prompt": "Where?", "completions": ["Here.", "There."], "mood": 1, "batch": "b1", "split": "test"}\n'
    shown = detail(client, checked(client, project, GOOD + odd))
    for said in ("mood", "not known here: kept as metadata", "the prompt", "in the split test", "<bdi>b1</bdi>"):
        assert said in shown
    assert "2 new tasks, which ask for 2 judgments." in shown


def test_the_sample_is_blind_and_of_the_real_screen(client: Client, project: Project) -> None:
    rows = b'{"prompt": "Why?", "completions": [{"text": "Because.", "model": "secret-1"}, "So.", "Because."]}\n'
    job = checked(client, project, BAD + rows + GOOD)
    address = f"/projects/{project.slug}/import/{job.pk}/sample/"
    shown = client.get(address)
    page = shown.content.decode()
    assert "<ranking-task" in page
    assert "Line 2" in page
    assert page.count('class="completion"') == 2
    assert "secret-1" not in page
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    assert "Line 3" in client.get(f"{address}?row=2").content.decode()
    for row in ("3", "0", "-1", "x", "9" * 50):
        assert client.get(f"{address}?row={row}").status_code == 200


def test_a_project_that_has_changed_is_not_surprised(client: Client, project: Project) -> None:
    job = checked(client, project, GOOD)
    make.tasks(project)
    assert "Check the same file again" in detail(client, job)
    path = f"/projects/{project.slug}/import/{job.pk}"
    assert client.post(f"{path}/confirm/", headers={"referer": f"http://testserver{path}/"}).status_code == 302
    assert "The project has changed since the file was checked" in detail(client, job)
    assert not Task.objects.filter(prompt__messages__0__content="Why?").exists()
    client.post(f"{path}/recheck/")
    again = Import.objects.latest("id")
    assert (again.is_dry_run, again.path) == (True, job.path)
    run(again.pk)
    assert confirmed(client, again).created == 1


def test_a_second_checked_file_waits_for_the_first_and_is_checked_again(client: Client, project: Project) -> None:
    first, second = checked(client, project, GOOD), checked(client, project, GOOD)
    path = f"/projects/{project.slug}/import"
    client.post(f"{path}/{first.pk}/confirm/")
    following = Import.objects.latest("id")
    shown = detail(client, second)
    assert "Another import of this project is under way" in shown
    assert "confirm-import" not in shown
    told = client.post(f"{path}/{second.pk}/confirm/", headers={"referer": f"http://testserver{path}/"}, follow=True)
    assert "Another import of this project is under way" in told.content.decode()
    assert Import.objects.latest("id") == following
    run(following.pk)
    assert "Check the same file again" in detail(client, second)
    client.post(f"{path}/{second.pk}/recheck/")
    again = Import.objects.latest("id")
    run(again.pk)
    assert "Everything in this file is there already." in detail(client, again)


def test_a_sealed_project_takes_nothing_in(client: Client, project: Project) -> None:
    job = checked(client, project, GOOD)
    change_project(project=project, by=make.manager(project), now=make.NOON, state="sealed")
    page = client.get(f"/projects/{project.slug}/import/").content.decode()
    assert 'id="sealed"' in page
    assert "id_file" not in page
    assert "The project is sealed" in detail(client, job)
    client.post(f"/projects/{project.slug}/import/{job.pk}/confirm/")
    assert Import.objects.count() == 1


def test_a_file_that_nobody_confirms_is_forgotten(client: Client, project: Project) -> None:
    job = checked(client, project, GOOD)
    file = Path(settings.MEDIA_ROOT, job.path)
    forget_checks(now=timezone.now())
    assert file.exists()
    forget_checks(now=timezone.now() + KEPT)
    assert not file.exists()
    assert "The checked file is no longer kept" in detail(client, job)
    client.post(f"/projects/{project.slug}/import/{job.pk}/confirm/")
    assert not Import.objects.filter(is_dry_run=False).exists()


def test_a_confirmed_file_is_gone_after_its_import(client: Client, project: Project) -> None:
    job = checked(client, project, GOOD)
    confirmed(client, job)
    assert not Path(settings.MEDIA_ROOT, job.path).exists()


def test_nothing_but_a_finished_dry_run_can_be_confirmed(client: Client, project: Project) -> None:
    job = send(client, project, GOOD)
    client.post(f"/projects/{project.slug}/import/{job.pk}/confirm/")
    client.post(f"/projects/{project.slug}/import/{job.pk}/recheck/")
    assert Import.objects.count() == 1


@pytest.mark.parametrize("batch", ["x" * 201, "a\0b"])
def test_a_batch_name_that_cannot_be_kept_is_refused(client: Client, project: Project, batch: str) -> None:
    job = checked(client, project, GOOD)
    client.post(f"/projects/{project.slug}/import/{job.pk}/confirm/", {"batch": batch})
    assert Import.objects.count() == 1


def test_a_file_without_a_single_good_row_says_so(client: Client, project: Project) -> None:
    shown = detail(client, checked(client, project, BAD))
    assert "No row of this file can be imported" in shown
    assert 'id="confirm-import"' not in shown


@pytest.mark.parametrize(
    ("content", "why"), [(b"", "The file is empty"), (b"\x89PNG\r\n\x1a\n\x00\x00", "notice--bad")]
)
def test_a_file_that_cannot_be_read_is_said_on_the_form(
    client: Client, project: Project, content: bytes, why: str
) -> None:
    file = SimpleUploadedFile("picture.png", content)
    answer = client.post(f"/projects/{project.slug}/import/", {"file": file})
    assert answer.status_code == 200
    assert why in answer.content.decode()
    assert not Import.objects.exists()


def test_no_file_at_all_is_said_at_the_field(client: Client, project: Project) -> None:
    answer = client.post(f"/projects/{project.slug}/import/", {})
    assert 'id="id_file_error"' in answer.content.decode()


def test_an_import_is_cancelled_once_and_for_all(client: Client, project: Project) -> None:
    job = send(client, project, GOOD)
    path = f"/projects/{project.slug}/import/{job.pk}/cancel/"
    assert client.post(path).status_code == 302
    assert client.post(path).status_code == 302
    job.refresh_from_db()
    assert job.state == "cancelled"
    assert "nothing was imported" in detail(client, job)


@pytest.mark.parametrize("part", ["", "errors.csv", "rejected/", "sample/"])
def test_imports_are_for_the_managers_of_their_project(client: Client, project: Project, part: str) -> None:
    job = send(client, project, GOOD)
    other = make.project()
    client.force_login(make.manager(other))
    assert client.get(f"/projects/{project.slug}/import/{job.pk}/{part}").status_code == 404
    # Nor through one's own project.
    assert client.get(f"/projects/{other.slug}/import/{job.pk}/{part}").status_code == 404
