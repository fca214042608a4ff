"""Files that mean harm, sent through the import page: refused with a reason, or carried as harmless text."""

import gzip
import io
import json
import zipfile
from typing import Any

import pytest
import zstandard
from django.conf import LazySettings
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from labeling.actions.run_import import run
from labeling.models import Import, Project, Task
from tests import make

pytestmark = pytest.mark.django_db
HTML = "<script>alert(1)</script><img src=x onerror=alert(2)><svg/onload=alert(3)>"
GOOD = json.dumps({"prompt": "Why?", "completions": ["Because.", "So."]}).encode()


@pytest.fixture
def project(client: Client) -> Project:
    made = make.project()
    client.force_login(make.manager(made))
    return made


def checked(client: Client, project: Project, content: bytes, name: str = "rows.jsonl") -> tuple[Import, str]:
    """The dry run of the file, and its page."""
    client.post(f"/projects/{project.slug}/import/", {"file": SimpleUploadedFile(name, content)})
    job = Import.objects.latest("id")
    run(job.pk)
    job.refresh_from_db()
    return job, client.get(f"/projects/{project.slug}/import/{job.pk}/").content.decode()


def test_html_and_formulas_come_in_as_text_and_run_nowhere(client: Client, project: Project) -> None:
    row = {"prompt": HTML, "completions": [HTML, "=HYPERLINK(1)"], HTML: 1, "batch": HTML}
    job, shown = checked(client, project, json.dumps(row).encode(), f"{HTML.replace('/', '')}.jsonl")
    sample = client.get(f"/projects/{project.slug}/import/{job.pk}/sample/").content.decode()
    for page in (shown, sample):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<svg/onload" not in page
    client.post(f"/projects/{project.slug}/import/{job.pk}/confirm/", {"batch": "=cmd|x"})
    run(Import.objects.latest("id").pk)
    assert Task.objects.get().completions.order_by("index")[1].messages[-1]["content"] == "=HYPERLINK(1)"


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "..\\..\\boot.ini", "/etc/passwd", "a\0b.jsonl", "x" * 5000 + ".jsonl", "\u202egpj.exe"],
)
def test_a_name_with_a_path_names_no_file_of_ours(client: Client, project: Project, name: str) -> None:
    job, shown = checked(client, project, GOOD, name)
    assert job.state == "done"
    assert "/" not in job.file_name
    assert "\\" not in job.file_name
    assert job.path.startswith("imports/")
    assert "Import" in shown


@pytest.mark.parametrize(
    ("encoding", "why"),
    [
        ("utf-16", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("utf-16-le", "UTF-16"),
        ("latin-1", "is not UTF-8"),
        ("cp1252", "is not UTF-8"),
    ],
)
def test_another_encoding_is_refused_by_its_name(client: Client, project: Project, encoding: str, why: str) -> None:
    row = '{"prompt": "Größe?", "completions": ["é", "ü"]}\n'
    job, shown = checked(client, project, row.encode(encoding))
    assert why in shown
    assert job.created == 0
    assert 'id="confirm-import"' not in shown


def test_a_line_over_the_limit_is_refused_with_its_number(
    client: Client, project: Project, settings: LazySettings
) -> None:
    settings.IMPORT_MAX_LINE_BYTES = 1000
    long = json.dumps({"prompt": "x" * 2000, "completions": ["a", "b"]}).encode()
    job, shown = checked(client, project, GOOD + b"\n" + long + b"\n")
    assert (job.created, job.rejected) == (1, 1)
    assert "is longer than 1000 bytes" in shown


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_a_bomb_stops_at_the_limit(client: Client, project: Project, settings: LazySettings, pack: Any) -> None:
    settings.IMPORT_MAX_FILE_BYTES = 100_000
    job, shown = checked(client, project, pack(GOOD + b"\n" + b" " * 5_000_000), "rows.jsonl.gz")
    assert job.state == "failed"
    assert "The file is larger than 100000 bytes" in shown
    assert not Task.objects.exists()


def test_a_zip_is_no_format_of_ours(client: Client, project: Project) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../rows.jsonl", b"0" * 1_000_000)
    answer = client.post(
        f"/projects/{project.slug}/import/", {"file": SimpleUploadedFile("rows.zip", packed.getvalue())}
    )
    assert "A zip archive or a workbook is not read here" in answer.content.decode()
    assert not Import.objects.exists()


def test_a_file_over_the_limit_leaves_nothing_behind(client: Client, project: Project, settings: LazySettings) -> None:
    settings.IMPORT_MAX_FILE_BYTES = 10
    folder = configured.MEDIA_ROOT / "imports"
    before = set(folder.glob("*"))
    answer = client.post(f"/projects/{project.slug}/import/", {"file": SimpleUploadedFile("rows.jsonl", GOOD)})
    assert "10 bytes at most" in answer.content.decode()
    assert not Import.objects.exists()
    assert set(folder.glob("*")) == before


def test_keys_without_end_make_a_short_report(client: Client, project: Project) -> None:
    row = {"prompt": "Why?", "completions": ["a", "b"]} | {f"key{number}": number for number in range(2000)}
    job, shown = checked(client, project, json.dumps(row).encode())
    assert len(job.report["columns"]) == 200
    assert len(shown) < 400_000


@pytest.mark.parametrize("key", ["a\\u0000b", "\\ud800"])
def test_keys_that_cannot_be_stored_are_refused_and_can_be_shown(client: Client, project: Project, key: str) -> None:
    row = f'{{"prompt": "Why?", "completions": ["a", "b"], "{key}": 1}}'.encode()
    job, shown = checked(client, project, row)
    assert (job.state, job.rejected) == ("done", 1)
    assert "No row of this file can be imported" in shown
