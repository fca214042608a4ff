"""Disks that are full, closed or limited: a clear error, nothing half-visible, and a rebuild that works."""

import errno
import os
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from exports.actions import build_export
from exports.actions.request_export import request_export
from exports.storage import folders
from exports.storage.disk import why_not_written
from exports.writing import shards
from tests import make
from tests.exports.build import contents, export

LIMITED = """
import resource, sys, django
django.setup()
from django.conf import settings
settings.MEDIA_ROOT = sys.argv[2]
from exports.actions import build_export
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
build_export.build(int(sys.argv[1]))
"""


def judged_project():
    of = make.project(splits={"train": 1.0, "validation": 0.0, "test": 0.0})
    make.tasks(of, 4)
    labeler = make.member(of)
    for _ in range(4):
        make.submitted(make.claimed(of, labeler))
    return of


def nothing_is_left_and_a_rebuild_works(failed):
    """Row, folder, page and API of an export that could not be written; then the same one again."""
    failed.refresh_from_db()
    assert failed.state == "failed"
    assert (failed.files, failed.counts, failed.content_hash) == ([], {}, "")
    assert not folders.folder_of(failed.pk).exists()
    assert not list(folders.building_folder().glob(f"{failed.pk}-*"))
    boss = make.manager(failed.project)
    page, api = Client(), APIClient()
    page.force_login(boss)
    api.force_authenticate(boss)
    shown = page.get(f"/projects/{failed.project.slug}/exports/{failed.pk}/").content.decode()
    assert failed.error in unescape(shown)
    assert api.get(f"/api/exports/{failed.pk}/archive/").status_code == 409
    again = export(failed.project, **({"snapshot": str(failed.pk)} if failed.boundary is not None else {}))
    assert {file["path"] for file in again.files} == set(contents(folders.folder_of(again.pk)))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("files", "most_bytes"), [("parquet", 2_000), ("jsonl", 2_000), ("jsonl", 0)])
def test_a_file_that_the_system_refuses_to_let_grow(files, most_bytes):
    made = request_export(project=judged_project(), by=None, now=timezone.now(), recipe={"files": files})
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "annotator.settings", "DATABASE_URL": address}
    command = [sys.executable, "-c", LIMITED, str(made.pk), str(settings.MEDIA_ROOT), str(most_bytes)]
    ended = subprocess.run(command, env=env, cwd=settings.BASE_DIR, capture_output=True, timeout=120, text=True)
    assert ended.returncode == 0, ended.stderr[-2000:]
    made.refresh_from_db()
    assert made.error == why_not_written(OSError(errno.EFBIG, "")), ended.stderr[-2000:]
    nothing_is_left_and_a_rebuild_works(made)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
def test_a_disk_that_fills_up_while_rows_are_written(monkeypatch, number):
    made = request_export(project=judged_project(), by=None, now=timezone.now(), recipe={"files": "jsonl"})

    def refuse(*_):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(shards.JsonLines, "_write_text", refuse)
        build_export.build(made.pk)
    made.refresh_from_db()
    assert made.error == why_not_written(OSError(number, ""))
    assert ("is full" in made.error) == (number != errno.EIO)
    nothing_is_left_and_a_rebuild_works(made)


@pytest.mark.django_db(transaction=True)
def test_a_folder_that_cannot_be_written():
    made = request_export(project=judged_project(), by=None, now=timezone.now(), recipe={})
    # Modes do not hold back root, who may run the tests; a file in the folder's place holds back everybody.
    there = folders.building_folder()
    there.parent.mkdir(parents=True, exist_ok=True)
    if there.is_dir():
        shutil.rmtree(there)  # another test may have left a killed build in it
    there.write_text("")
    build_export.build(made.pk)
    there.unlink()
    made.refresh_from_db()
    assert "cannot be written" in made.error
    nothing_is_left_and_a_rebuild_works(made)


@pytest.mark.django_db(transaction=True)
def test_a_disk_that_closes_when_the_dataset_gets_its_name(monkeypatch):
    made = request_export(project=judged_project(), by=None, now=timezone.now(), recipe={})

    def refuse(*_):
        raise OSError(errno.EROFS, "")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refuse)
        build_export.build(made.pk)
    nothing_is_left_and_a_rebuild_works(made)
