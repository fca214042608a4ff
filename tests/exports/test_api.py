"""The endpoints of exports: work, wrong person, bad input, repeat."""

import hashlib
import io
import zipfile

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from exports.actions import build_export
from exports.models import Export
from exports.storage import downloads, folders
from tests import make
from tests.exports.build import contents, export

pytestmark = pytest.mark.django_db


@pytest.fixture
def of():
    made = make.project()
    make.tasks(made, 3)
    labeler = make.member(made)
    for _ in range(2):
        make.submitted(make.claimed(made, labeler))
    return made


def client_of(user) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def manager_of(project) -> APIClient:
    return client_of(make.member(project, "manager"))


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_ask_follow_and_fetch(of):
    client = manager_of(of)
    asked = client.post(f"/api/projects/{of.slug}/exports/", {"configs": ["raw"]}, format="json")
    assert asked.status_code == 202
    assert asked.json()["state"] == "queued"
    address = f"/api/exports/{asked.json()['id']}/"
    assert client.get(f"{address}archive/").status_code == 409
    build_export.build(int(asked.json()["id"]))
    told = client.get(address).json()
    assert told["state"] == "ready"
    assert told["progress"] == 1
    assert sum(told["counts"]["raw"].values()) == 2
    for file in told["files"]:
        got = client.get(f"{address}files/{file['path']}")
        assert got.status_code == 200
        assert got["ETag"] == f'"{file["sha256"]}"'
        assert hashlib.sha256(body(got)).hexdigest() == file["sha256"]
    assert client.get(f"/api/projects/{of.slug}/exports/").json()["results"][0]["id"] == told["id"]
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404
    assert client.delete(address).status_code == 404


def test_a_wrong_recipe_is_400_with_the_fields_name(of):
    got = manager_of(of).post(f"/api/projects/{of.slug}/exports/", {"configs": ["ppo"], "x": 1}, format="json")
    assert got.status_code == 400
    assert set(got.json()["fields"]) == {"configs", "x"}
    got = manager_of(of).post(f"/api/projects/{of.slug}/exports/", {"filters": {"batches": ["no"]}}, format="json")
    assert got.json()["fields"] == {"filters.batches": ["There is no batch no."]}
    assert not Export.objects.filter(project=of).exists()


def test_deleting_a_queued_export_cancels_it(of):
    client = manager_of(of)
    made = client.post(f"/api/projects/{of.slug}/exports/", {}, format="json").json()
    assert client.delete(f"/api/exports/{made['id']}/").status_code == 204
    assert client.get(f"/api/exports/{made['id']}/").json()["state"] == "cancelled"


def test_the_list_goes_on_by_cursor(of, monkeypatch):
    from exports.api import exports as api

    monkeypatch.setattr(api, "PAGE", 2)
    client = manager_of(of)
    ids = [client.post(f"/api/projects/{of.slug}/exports/", {}, format="json").json()["id"] for _ in range(3)]
    first = client.get(f"/api/projects/{of.slug}/exports/").json()
    assert [one["id"] for one in first["results"]] == ids[:0:-1]
    rest = client.get(first["next"]).json()
    assert [one["id"] for one in rest["results"]] == ids[:1]
    assert rest["next"] is None
    assert client.get(f"/api/projects/{of.slug}/exports/?cursor=x").status_code == 400


@pytest.mark.parametrize("role", ["labeler", "reviewer", "stranger", "manager of another"])
def test_only_managers_learn_of_exports(of, role):
    made = export(of)
    user = make.member(of, role) if role in ("labeler", "reviewer") else make.user()
    if role == "manager of another":
        user = make.member(make.project(), "manager")
    client = client_of(user)
    path = made.files[0]["path"]
    for address in ("", f"files/{path}", "archive/"):
        assert client.get(f"/api/exports/{made.pk}/{address}").status_code == 404
    assert client.delete(f"/api/exports/{made.pk}/").status_code == 404
    wanted = 403 if role in ("labeler", "reviewer") else 404
    assert client.get(f"/api/projects/{of.slug}/exports/").status_code == wanted
    assert client.post(f"/api/projects/{of.slug}/exports/", {}, format="json").status_code == wanted
    assert Client().get(f"/api/exports/{made.pk}/").status_code in (401, 403)


@pytest.mark.parametrize(
    "path",
    ["../../settings.py", "..%2f..%2fx", "/etc/passwd", "README.md/", "preference", "preference/../README.md", "%00"],
)
def test_no_path_leads_out_of_the_list(of, path):
    made = export(of)
    assert manager_of(of).get(f"/api/exports/{made.pk}/files/{path}").status_code == 404


def test_ranges_and_conditions(of):
    made, client = export(of), manager_of(of)
    file = next(one for one in made.files if one["path"] == "manifest.json")
    address, size, etag = f"/api/exports/{made.pk}/files/manifest.json", file["bytes"], f'"{file["sha256"]}"'
    whole = contents(folders.folder_of(made.pk))["manifest.json"]

    def get(**headers):
        return client.get(address, headers=headers)

    got = get(range="bytes=0-9")
    assert (got.status_code, body(got), got["Content-Range"]) == (206, whole[:10], f"bytes 0-9/{size}")
    assert body(get(range="bytes=10-")) == whole[10:]
    assert body(get(range="bytes=-5")) == whole[-5:]
    assert body(get(range=f"bytes=5-{size + 100}")) == whole[5:]
    out = get(range=f"bytes={size}-")
    assert (out.status_code, out["Content-Range"]) == (416, f"bytes */{size}")
    assert get(range="bytes=9-2").status_code == 200
    assert get(range=f"bytes={'9' * 5000}-").status_code == 200
    assert get(range="bytes=0-1,4-5").status_code == 200
    assert body(get(range="bytes=0-9", **{"if-range": etag})) == whole[:10]
    assert body(get(range="bytes=0-9", **{"if-range": '"old"'})) == whole
    assert get(**{"if-none-match": etag}).status_code == 304
    assert get(**{"if-none-match": 'W/"x", *'}).status_code == 304
    assert get(**{"if-none-match": '"x"'}).status_code == 200
    head = client.head(address)
    assert (head.status_code, head["Content-Length"], body(head)) == (200, str(size), b"")
    assert client.get(address, headers={"accept": "application/octet-stream"}).status_code == 200


def test_the_archive_has_every_file_and_always_the_same_bytes(of):
    made, client = export(of), manager_of(of)
    first, second = (body(client.get(f"/api/exports/{made.pk}/archive/")) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.testzip() is None
        root = archive.namelist()[0].split("/")[0]
        found = {name.removeprefix(f"{root}/"): archive.read(name) for name in archive.namelist()}
        assert {entry.date_time for entry in archive.infolist()} == {downloads.NO_DATE}
    assert found == contents(folders.folder_of(made.pk))


def test_a_token_for_exports_reads_its_projects_exports_and_nothing_else(of):
    from accounts.digests import digest_of
    from accounts.models import ApiToken

    manager = make.member(of, "manager")
    ApiToken.objects.create(user=manager, digest=digest_of("reads-exports"), exports_of=of.slug)
    ApiToken.objects.create(user=manager, digest=digest_of("reads-others"), exports_of="other")
    made = export(of)

    def get(token, address):
        return Client().get(address, headers={"authorization": f"Bearer {token}"}).status_code

    assert get("reads-exports", f"/api/exports/{made.pk}/") == 200
    assert get("reads-exports", f"/api/exports/{made.pk}/files/README.md") == 200
    assert get("reads-exports", f"/api/projects/{of.slug}/exports/") == 200
    assert get("reads-exports", f"/api/projects/{of.slug}/") == 403
    assert get("reads-others", f"/api/exports/{made.pk}/") == 404
    assert get("reads-others", f"/api/projects/{of.slug}/exports/") == 404
    posted = Client().post(f"/api/projects/{of.slug}/exports/", {}, headers={"authorization": "Bearer reads-exports"})
    assert posted.status_code == 403


def test_a_superuser_manages_every_project(of):
    made = export(of)
    admin = make.user(is_superuser=True)
    assert client_of(admin).get(f"/api/exports/{made.pk}/").status_code == 200
    assert made.created_at <= timezone.now()
