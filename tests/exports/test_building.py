"""Complete or absent: workers are killed, frozen and overtaken."""

import os
import signal
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from exports.actions import build_export, sweep_exports
from exports.actions.cancel_export import cancel_export
from exports.actions.delete_export import delete_export
from exports.actions.request_export import request_export
from exports.models import Export
from exports.storage import folders
from labeling.actions import hold_job
from tests import make
from tests.exports.build import contents, export, rows

POINTS = [
    "taken", "boundary_fixed", "planned", "page", "page_written", "page:2", "page_written:2", "rows_written",
    "shard_closed", "shard_closed:2", "shard_closed:3", "files_named", "card_written", "manifest_written", "synced",
    "before_publish", "set_aside", "renamed", "before_commit", "published",
]  # fmt: skip
WORKER = """
import sys, django
django.setup()
from django.conf import settings
settings.MEDIA_ROOT = sys.argv[2]
from exports.actions import build_export, write_dataset
write_dataset.PAGE = 4
build_export.build(int(sys.argv[1]))
"""


def small_project():
    """Eight rankings. The prompts' texts decide their splits: always four of train and two of each other."""
    of = make.project(splits={"train": 0.5, "validation": 0.25, "test": 0.25})
    make.imported(of, make.rows(8, prefix="eight"))
    labeler = make.member(of)
    for _ in range(8):
        make.submitted(make.claimed(of, labeler))
    return of


def work(export_id: int, failpoint: str) -> None:
    """Build in a process of its own, on this test's database, to be killed at the failpoint."""
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "annotator.settings",
        "DATABASE_URL": address,
        "EXPORT_FAILPOINT": failpoint,
    }
    command = [sys.executable, "-c", WORKER, str(export_id), str(settings.MEDIA_ROOT)]
    ended = subprocess.run(command, env=env, cwd=settings.BASE_DIR, capture_output=True, timeout=120, text=True)
    assert ended.returncode == -signal.SIGKILL, (failpoint, ended.returncode, ended.stderr[-2000:])


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_anywhere_leaves_a_complete_export_or_none_and_the_next_ends_it():
    of = small_project()
    wanted = None
    for point in POINTS:
        made = request_export(project=of, by=None, now=timezone.now(), recipe={})
        work(made.pk, point)
        made.refresh_from_db()
        if made.state != "done":
            assert made.state == "running"
            assert made.files == []
            assert not made.content_hash
            Export.objects.filter(pk=made.pk).update(lease_until=timezone.now())
            build_export.build(made.pk)
            made.refresh_from_db()
        assert made.state == "done", point
        found = contents(folders.folder_of(made.pk))
        assert {file["path"]: file["bytes"] for file in made.files} == {path: len(part) for path, part in found.items()}
        wanted = wanted or found
        assert found == wanted, point
        sweep_exports.sweep_exports()
        assert list(folders.building_folder().iterdir()) == []


@pytest.mark.django_db
def test_only_one_of_two_workers_gets_an_export():
    made = request_export(project=small_project(), by=None, now=timezone.now(), recipe={})
    assert hold_job.take(Export, made.pk) is not None
    build_export.build(made.pk)
    made.refresh_from_db()
    assert made.state == "running"
    assert made.fence == 1


@pytest.mark.django_db
def test_a_frozen_worker_that_wakes_after_being_overtaken_changes_nothing(monkeypatch):
    made = request_export(project=small_project(), by=None, now=timezone.now(), recipe={})
    real, calls = build_export.publish, []

    def freeze(held, dataset, storage):
        if not calls:
            calls.append(held.fence)
            Export.objects.filter(pk=held.pk).update(lease_until=timezone.now())
            build_export.build(held.pk)
        real(held, dataset, storage)

    monkeypatch.setattr(build_export, "publish", freeze)
    build_export.build(made.pk)
    made.refresh_from_db()
    assert (made.state, made.fence, calls) == ("done", 2, [1])
    assert {file["path"] for file in made.files} == set(contents(folders.folder_of(made.pk)))


@pytest.mark.django_db
def test_a_cancelled_export_stops_at_its_next_heartbeat_and_leaves_no_files(monkeypatch):
    made = request_export(project=small_project(), by=None, now=timezone.now(), recipe={})
    monkeypatch.setattr(build_export, "HEARTBEAT_SECONDS", 0)
    real = build_export.write_dataset

    def cancel_first(**given):
        cancel_export(export=Export.objects.get(pk=made.pk), by=None, now=timezone.now())
        return real(**given)

    monkeypatch.setattr(build_export, "write_dataset", cancel_first)
    build_export.build(made.pk)
    made.refresh_from_db()
    assert made.state == "cancelled"
    assert not folders.folder_of(made.pk).exists()
    assert not list(folders.building_folder().glob(f"{made.pk}-*"))


@pytest.mark.django_db
def test_an_error_fails_the_export_and_says_where_to_look(monkeypatch):
    made = request_export(project=small_project(), by=None, now=timezone.now(), recipe={})

    def break_down(**given):
        raise OSError("no space left")

    monkeypatch.setattr(build_export, "write_dataset", break_down)
    build_export.build(made.pk)
    made.refresh_from_db()
    assert made.state == "failed"
    assert made.error == "It stopped at an error: OSError. The worker's log has the rest."
    assert made.files == []


@pytest.mark.django_db(transaction=True)
def test_deleting_takes_row_and_files():
    made = export(small_project())
    folder = folders.folder_of(made.pk)
    assert folder.is_dir()
    delete_export(export=made, by=None, now=timezone.now())
    assert not folder.exists()
    assert not Export.objects.filter(project=made.project).exists()
    sweep_exports.sweep_exports()
    assert list(folders.building_folder().iterdir()) == []


@pytest.mark.django_db
def test_shards_follow_from_rows_and_never_cut_a_group(monkeypatch):
    from exports.writing import shards

    of = small_project()
    whole = export(of)
    monkeypatch.setattr(shards, "SHARD_ROWS", 7)
    monkeypatch.setattr(shards, "GROUP_ROWS", 3)
    cut = export(of, snapshot=str(whole.pk))
    assert cut.content_hash == whole.content_hash
    assert rows(cut, "preference") == rows(whole, "preference")
    paths = [file["path"] for file in cut.files if file["path"].startswith("preference/train")]
    assert len(paths) > 1
    assert paths[0] == f"preference/train-00000-of-{len(paths):05}.parquet"
    groups = [row["group_id"] for row in rows(cut, "preference")]
    assert len(set(groups)) == sum(a != b for a, b in zip(["", *groups], groups, strict=False))
    assert all(file["rows"] % 6 == 0 for file in cut.files if file["path"].startswith("preference"))
