"""The pages of exports."""

from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from exports.actions.build_export import build
from exports.models import Export
from exports.recipes.words import TARGETS as TARGET_LABELS
from exports.targets import TARGETS
from exports.views import exports as views
from labeling.actions.erase_labeler import erase_labeler
from labeling.models import Project
from tests import make
from tests.exports import browser_form
from tests.exports import build as exporting

pytestmark = pytest.mark.django_db
CHOICES = {
    "configs": ["preference", "raw"], "files": "jsonl", "aggregate": "each", "pairs.preference": "best_worst",
    "sft": "rewrites", "filters.review": ["accepted", "unreviewed"], "metadata": "on",
}  # fmt: skip


@pytest.fixture
def project(client: Client) -> Project:
    made = make.project()
    make.tasks(made, 2)
    make.submitted(make.claimed(made, make.member(made)))
    client.force_login(make.manager(made))
    return made


def request_one(client: Client, project: Project) -> Export:
    answer = client.post(f"/projects/{project.slug}/exports/new/", CHOICES)
    export = Export.objects.latest("id")
    assert answer.headers["Location"] == f"/projects/{project.slug}/exports/{export.pk}/"
    return export


def test_the_choices_become_the_recipe(client: Client, project: Project) -> None:
    recipe = request_one(client, project).recipe
    assert (recipe["configs"], recipe["files"], recipe["aggregate"]) == (["preference", "raw"], "jsonl", "each")
    assert recipe["pairs"] == {"preference": "best_worst", "reward": "all"}


def test_a_built_export_shows_files_hash_and_how_to_load_it(client: Client, project: Project) -> None:
    export = request_one(client, project)
    path = f"/projects/{project.slug}/exports/{export.pk}/"
    assert 'hx-trigger="every 1s"' in client.get(path).content.decode()
    build(export.pk)
    export.refresh_from_db()
    shown = client.get(path).content.decode()
    assert 'hx-trigger="every 1s"' not in shown
    assert export.content_hash in shown
    folder = f"{project.slug}-{export.content_hash[:12]}"
    assert f'load_dataset("{folder}", "preference")' in unescape(shown)
    # With dates of now: datasets would take files of the zip's own date from its cache.
    assert f"archive/\nunzip -q -DD {folder}.zip" in unescape(shown)
    for file in export.files:
        address = f"/api/exports/{export.pk}/files/{file['path']}"
        assert f'href="{address}"' in shown
        assert client.get(address).status_code == 200
    assert client.get(f"/api/exports/{export.pk}/archive/").status_code == 200


def test_only_the_moving_part_is_fetched_again(client: Client, project: Project) -> None:
    export = request_one(client, project)
    path = f"/projects/{project.slug}/exports/{export.pk}/"
    for query, start in (("", '<div class="stack" id="export"'), ("?row=1", '<article class="card card--row"')):
        part = client.get(path + query, headers={"HX-Request": "true"}).content.decode()
        assert part.strip().startswith(start)


def test_an_export_is_cancelled_and_a_second_time_is_a_message(client: Client, project: Project) -> None:
    export = request_one(client, project)
    path = f"/projects/{project.slug}/exports/{export.pk}/"
    for _ in range(2):
        answer = client.post(f"{path}cancel/", headers={"referer": f"http://testserver{path}"})
        assert answer.status_code == 302
    export.refresh_from_db()
    assert export.state == "cancelled"
    assert "It has already finished" in client.get(path).content.decode()


@pytest.mark.parametrize("wrong", [{"configs": []}, {"files": "xml"}, {"min_votes": "0"}, {"configs": ["magic"]}])
def test_choices_that_do_not_exist_build_nothing(client: Client, project: Project, wrong: dict[str, object]) -> None:
    answer = client.post(f"/projects/{project.slug}/exports/new/", CHOICES | wrong)
    assert answer.status_code == 200
    assert "field__error" in answer.content.decode()
    assert not Export.objects.exists()


def test_demonstrations_are_asked_less(client: Client) -> None:
    project = make.project("demonstration")
    client.force_login(make.manager(project))
    page = client.get(f"/projects/{project.slug}/exports/new/").content.decode()
    assert "Pairs of a ranking" not in page
    client.post(f"/projects/{project.slug}/exports/new/", browser_form.filled(page) | {"configs": ["sft"]})
    assert Export.objects.get().recipe["configs"] == ["sft"]


def test_the_dashboard_gets_the_newest_export(client: Client, project: Project) -> None:
    path = f"/projects/{project.slug}/exports/latest/"
    assert "None yet." in client.get(path).content.decode()
    export = request_one(client, project)
    assert f"Export {export.pk}" in client.get(path).content.decode()


def test_exports_are_for_the_managers_of_their_project(client: Client, project: Project) -> None:
    export = request_one(client, project)
    other = make.project()
    pages = ["", "latest/", f"{export.pk}/"]
    for person, status in ((make.user(), 404), (make.member(project, "reviewer"), 403), (make.manager(other), 404)):
        client.force_login(person)
        for page in pages:
            assert client.get(f"/projects/{project.slug}/exports/{page}").status_code == status
        assert client.post(f"/projects/{project.slug}/exports/{export.pk}/cancel/").status_code == status
    # Nor through one's own project.
    assert client.get(f"/projects/{other.slug}/exports/{export.pk}/").status_code == 404


def test_the_list_asks_as_much_for_many_exports_as_for_one(
    client: Client, project: Project, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(4):
        request_one(client, project)
    # Session, user, membership, what waits for review, open questions, exports and what superseded them.
    with django_assert_max_num_queries(7):
        client.get(f"/projects/{project.slug}/exports/")


def test_older_exports_are_a_page_further(client: Client, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "EXPORTS_SHOWN", 2)
    oldest, middle, newest = (request_one(client, project).pk for _ in range(3))
    path = f"/projects/{project.slug}/exports/"
    first, second = (client.get(path + query).content.decode() for query in ("", f"?before={middle}"))
    assert f'href="?before={middle}"' in first
    assert [f'id="export-{pk}"' in first for pk in (newest, middle, oldest)] == [True, True, False]
    assert [f'id="export-{pk}"' in second for pk in (newest, middle, oldest)] == [False, False, True]
    assert 'href="?before=' not in second


def test_what_a_trainer_cannot_read_is_said_with_its_reason(client: Client, project: Project) -> None:
    made = exporting.export(project, configs=["kto", "raw"], target="verl", files="jsonl")
    shown = unescape(client.get(f"/projects/{project.slug}/exports/{made.pk}/").content.decode())
    assert shown.count("verl has no KTO trainer.") == 2  # in the table and in the card
    listed = client.get(f"/projects/{project.slug}/exports/").content.decode()
    assert "verl · Parquet" in listed


@pytest.mark.parametrize("target", list(TARGETS))
def test_each_trainer_has_its_lines(client: Client, target: str) -> None:
    project = make.project()
    make.tasks(project, 2)
    labeler = make.member(project)
    for _ in range(2):
        make.submitted(make.claimed(project, labeler))
    client.force_login(make.manager(project))
    wanted = {**CHOICES, "configs": ["preference", "reward", "raw"], "files": "parquet", "target": target}
    client.post(f"/projects/{project.slug}/exports/new/", wanted)
    export = Export.objects.get()
    build(export.pk)
    export.refresh_from_db()
    assert export.state == "done", export.error
    shown = unescape(client.get(f"/projects/{project.slug}/exports/{export.pk}/").content.decode())
    assert f"Load it with {TARGET_LABELS[target]}" in shown
    assert f"{project.slug}-{export.content_hash[:12]}" in shown.partition("Load it with")[2].partition("</code>")[0]


def test_a_superseded_export_says_so_and_can_be_deleted(client: Client) -> None:
    project = make.project()
    make.tasks(project, 1)
    labeler, boss = make.member(project), make.manager(project)
    make.submitted(make.claimed(project, labeler))
    export = exporting.export(project, configs=["raw"])
    client.force_login(boss)
    pages = [f"/projects/{project.slug}/exports/", f"/projects/{project.slug}/exports/{export.pk}/"]
    assert all("Superseded" not in client.get(page).content.decode() for page in pages)
    erase_labeler(project=project, labeler=labeler, by=boss, now=timezone.now(), reason="asked to")
    assert all("Superseded" in client.get(page).content.decode() for page in pages)
    assert client.get(f"/api/exports/{export.pk}/").json()["superseded"] is True
    assert [one["superseded"] for one in client.get(f"/api{pages[0]}").json()["results"]] == [True]
    client.post(f"{pages[1]}delete/")
    assert not Export.objects.exists()
