"""Finished exports in S3-compatible storage: complete or absent, read through our own door, nothing left over."""

import hashlib
import io
import zipfile

import pytest
from django.utils import timezone

from exports.actions import build_export, store_dataset
from exports.actions.delete_export import delete_export
from exports.actions.request_export import request_export
from exports.actions.sweep_storage import sweep_storage
from exports.models import Export
from exports.storage import folders, s3
from tests import make
from tests.exports.bucket import Bucket, serving
from tests.exports.build import contents, export
from tests.exports.test_api import body, client_of
from tests.exports.test_building import small_project, work

POINTS = ["uploading", "uploaded:9", "stored", "before_commit"]


@pytest.fixture
def bucket(settings):
    with serving() as made:
        settings.EXPORT_STORAGE = "s3"
        settings.STORAGES = {
            **settings.STORAGES,
            "exports": {"BACKEND": "exports.storage.s3.ExportStorage", "OPTIONS": made.options},
        }
        yield made


def stored_files(bucket: Bucket, of: Export) -> dict[str, bytes]:
    start = f"ours/exports/{of.pk}-{of.fence}/"
    return {key.removeprefix(start): bucket.read(key) for key in bucket.held() if key.startswith(start)}


@pytest.mark.django_db
def test_a_finished_export_lies_in_the_bucket_only_and_has_the_same_bytes(bucket, settings):
    of = small_project()
    made = export(of)
    assert made.storage == "s3"
    assert not folders.folder_of(made.pk).exists()
    assert list(folders.building_folder().glob(f"{made.pk}-*")) == []
    found = stored_files(bucket, made)
    assert {path: hashlib.sha256(part).hexdigest() for path, part in found.items()} == {
        file["path"]: file["sha256"] for file in made.files
    }
    settings.EXPORT_STORAGE = ""
    on_disk = export(of, snapshot=str(made.pk))
    assert contents(folders.folder_of(on_disk.pk)) == found


@pytest.mark.django_db
def test_files_ranges_and_the_archive_come_through_our_own_door(bucket):
    of = small_project()
    made = export(of)
    client = client_of(make.manager(of))
    file = next(file for file in made.files if file["path"].endswith(".parquet"))
    address = f"/api/exports/{made.pk}/files/{file['path']}"
    whole = stored_files(bucket, made)[file["path"]]
    got = client.get(address)
    assert (got.status_code, body(got), got["ETag"]) == (200, whole, f'"{file["sha256"]}"')
    assert got["Content-Length"] == str(file["bytes"])
    part = client.get(address, headers={"range": "bytes=4-9"})
    assert (part.status_code, body(part), part["Content-Range"]) == (206, whole[4:10], f"bytes 4-9/{file['bytes']}")
    assert client.get(address, headers={"if-none-match": got["ETag"]}).status_code == 304
    assert client.get(address, headers={"range": f"bytes={file['bytes']}-"}).status_code == 416
    with zipfile.ZipFile(io.BytesIO(body(client.get(f"/api/exports/{made.pk}/archive/")))) as archive:
        assert archive.testzip() is None
        found = {name.split("/", 1)[1]: archive.read(name) for name in archive.namelist()}
    assert found == stored_files(bucket, made)
    assert client_of(make.member(of)).get(address).status_code in (403, 404)


@pytest.mark.django_db
def test_the_page_shows_the_card(bucket, client):
    of = small_project()
    made = export(of)
    client.force_login(make.manager(of))
    address = f"/projects/{of.slug}/exports/{made.pk}/"
    assert made.content_hash in client.get(address).content.decode()
    assert (
        "How to load" in client.get(address).content.decode() or "load_dataset" in client.get(address).content.decode()
    )
    bucket.client.delete_object(Bucket=bucket.name, Key=f"ours/exports/{made.pk}-{made.fence}/README.md")
    assert client.get(address).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_killed_anywhere_it_is_complete_or_absent_and_nothing_stays_of_what_failed(bucket, monkeypatch):
    of = small_project()
    for name, value in bucket.env.items():
        monkeypatch.setenv(name, value)
    wanted = None
    for point in POINTS:
        made = request_export(project=of, by=None, now=timezone.now(), recipe={})
        work(made.pk, point)
        made.refresh_from_db()
        assert (made.state, made.files, made.storage) == ("running", [], ""), point
        Export.objects.filter(pk=made.pk).update(lease_until=timezone.now())
        build_export.build(made.pk)
        made.refresh_from_db()
        assert (made.state, made.fence, made.storage) == ("done", 2, "s3"), point
        sweep_storage()
        found = stored_files(bucket, made)
        wanted = wanted or found
        assert found == wanted, point
        assert {key.split("/")[2] for key in bucket.held()} == {
            f"{one.pk}-{one.fence}" for one in Export.objects.filter(state="done")
        }


@pytest.mark.django_db(transaction=True)
def test_deleting_takes_its_files_and_the_sweep_touches_nothing_else(bucket, monkeypatch):
    of = small_project()
    made, stays = export(of), export(of)
    others = [
        "theirs/exports/1-1/a",
        "ours/else/1-1/a",
        "ours/exports/notes/a",
        "ours/exports/1-2-3/a",
        f"ours/exports/{10**9}-1/a",
    ]
    for key in others:
        bucket.put(key)
    woken = []
    monkeypatch.setattr("labeling.actions.hold_job.wake", lambda name, job_id: woken.append(name))
    delete_export(export=made, by=None, now=timezone.now())
    assert woken == ["exports.jobs.sweep_storage"]
    sweep_storage()
    left = bucket.held()
    assert set(others) < set(left)
    assert {key.split("/")[2] for key in left if key not in others} == {f"{stays.pk}-{stays.fence}"}


@pytest.mark.django_db
def test_an_attempt_that_is_under_way_is_not_swept(bucket, monkeypatch):
    real = store_dataset.reach

    def sweep_meanwhile(name: str) -> None:
        sweep_storage()
        real(name)

    monkeypatch.setattr(store_dataset, "reach", sweep_meanwhile)
    made = export(small_project())
    assert len(stored_files(bucket, made)) == len(made.files)


@pytest.mark.django_db
def test_a_worker_that_lost_its_hold_stops_in_the_middle_of_a_file(bucket, monkeypatch):
    made = request_export(project=small_project(), by=None, now=timezone.now(), recipe={})
    monkeypatch.setattr(build_export, "HEARTBEAT_SECONDS", 0)
    real = s3.ExportStorage.put

    def overtaken(self, name, file, **given):
        Export.objects.filter(pk=made.pk).update(fence=2)
        real(self, name, file, **given)

    monkeypatch.setattr(s3.ExportStorage, "put", overtaken)
    build_export.build(made.pk)
    made.refresh_from_db()
    assert (made.state, made.fence, made.files) == ("running", 2, [])
    assert stored_files(bucket, made) == {}


@pytest.mark.django_db
def test_what_arrives_otherwise_than_it_was_sent_is_never_published(bucket, monkeypatch):
    made = request_export(project=small_project(), by=None, now=timezone.now(), recipe={})
    real = store_dataset.reach

    def tamper(name: str) -> None:
        if name == "uploaded":
            bucket.put(next(iter(bucket.held())), b"less")
        real(name)

    monkeypatch.setattr(store_dataset, "reach", tamper)
    build_export.build(made.pk)
    made.refresh_from_db()
    assert (made.state, made.files) == ("failed", [])
    assert made.error == "What the storage of datasets keeps is not what was sent."
    sweep_storage()
    assert bucket.held() == []


@pytest.mark.django_db
def test_a_storage_that_is_gone_is_said_in_words(bucket, settings):
    of = small_project()
    made = export(of)
    client, address = client_of(make.manager(of)), f"/api/exports/{made.pk}/files/manifest.json"
    bucket.client.delete_object(Bucket=bucket.name, Key=f"ours/exports/{made.pk}-{made.fence}/manifest.json")
    answer = client.get(address)
    assert (answer.status_code, answer.json()["error"]) == (503, "storage_failed")
    assert answer.json()["detail"] == "The storage of datasets refused it (NoSuchKey)."
    settings.STORAGES = {name: one for name, one in settings.STORAGES.items() if name != "exports"}
    assert "not set up any more" in client.get(address).json()["detail"]
