"""What the import pages tell of an import that has come to its end, and where each number leads."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from labeling.models import Project
from tests import make
from tests.labeling.views.test_imports import BAD, GOOD, checked, confirmed, detail

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(client: Client) -> Project:
    made = make.project()
    client.force_login(make.manager(made))
    return made


def test_what_came_in_leads_to_its_batches(client: Client, project: Project) -> None:
    one = confirmed(client, checked(client, project, GOOD), batch="first one")
    assert f'class="figure" href="/projects/{project.slug}/tasks/?batch=first+one"' in detail(client, one)
    rows = GOOD.replace(b"Why?", b"How?").replace(b"{", b'{"batch": "x & y", ', 1) + GOOD.replace(b"Why?", b"Who?")
    page = detail(client, confirmed(client, checked(client, project, rows), batch="first one"))
    assert f'class="figure" href="/projects/{project.slug}/tasks/"' in page
    for query in ("first+one", "x+%26+y"):
        assert f'href="/projects/{project.slug}/tasks/?batch={query}"' in page


def test_many_lines_with_one_error_are_told_once(client: Client, project: Project) -> None:
    page = detail(client, checked(client, project, BAD * 60 + GOOD))
    assert "The most frequent" in page
    assert '<td class="number">60</td>' in page
    assert "The most frequent" not in detail(client, checked(client, project, BAD * 3))


def test_files_of_which_nothing_comes_say_why_and_what_next(client: Client, project: Project) -> None:
    page = detail(client, checked(client, project, b"\n\n"))
    assert "The file has no rows." in page
    assert "What became of its columns" not in page
    page = detail(client, checked(client, project, b"prompt;completion_1;completion_2\nWhy?;a;b\n", "rows.csv"))
    assert "separated by semicolons" in page
    assert "Choose another file" in page
    path = f"/projects/{project.slug}/import/"
    answer = client.post(path, {"file": SimpleUploadedFile("cat.png", b"\x89PNG\r\n", "image/png")})
    assert "cat.png is of no format that is read here." in answer.content.decode()


def test_older_imports_are_a_page_away(client: Client, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("labeling.import_reports.IMPORTS_SHOWN", 2)
    first = confirmed(client, checked(client, project, GOOD, "first.jsonl"))
    names = ["second.jsonl", "third.jsonl", "fourth.jsonl"]
    ids = [checked(client, project, GOOD, name).pk for name in names]
    path = f"/projects/{project.slug}/import/"
    page = client.get(path).content.decode()
    assert "fourth.jsonl" in page
    assert "second.jsonl" not in page
    assert f'href="?before={ids[1]}"' in page
    older = client.get(f"{path}?before={ids[1]}").content.decode()
    # The check that led to the first import is told by that import.
    assert older.count("first.jsonl") == 1
    assert f"{path}{first.pk}/" in older
    assert "fourth.jsonl" in client.get(f"{path}?before=9x").content.decode()
