"""The builder's page: choose, look, build; go on from an earlier export; paste a recipe."""

import json
import re
from html import unescape
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from exports.actions.preview_dataset import NAMESPACE
from exports.models import Export
from exports.recipes import choices as choosing
from exports.recipes.choices import choices_of
from labeling.models import GuidelineVersion, Project
from tests import make
from tests.exports.browser_form import filled
from tests.exports.build import export

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(client: Client) -> Project:
    made = make.project(preset="instructgpt")
    make.tasks(made, 3, language="en", use_case="open_qa", batch="first & <b>best</b>")
    labeler = make.member(made)
    for _ in range(2):
        held = make.claimed(made, labeler)
        make.submitted(held, ratings={letter: {"overall": 6} for letter in "ABCD"})
    client.force_login(make.manager(made))
    return made


def address(of: Project, rest: str = "new/") -> str:
    return f"/projects/{of.slug}/exports/{rest}"


def page(client: Client, of: Project, rest: str = "new/") -> str:
    answer = client.get(address(of, rest))
    assert answer.status_code == 200
    return str(answer.content.decode())


def recipe_on(shown: str) -> dict[str, Any]:
    """The recipe that stands beside the choices."""
    found = re.search(r'<textarea name="paste".*?>\n(.*?)</textarea>', shown, re.DOTALL)
    assert found
    told: dict[str, Any] = json.loads(unescape(found.group(1)))
    return told


def test_untouched_it_builds_the_projects_defaults(client: Client, project: Project) -> None:
    shown = page(client, project)
    answer = client.post(address(project), filled(shown))
    made = Export.objects.get()
    assert answer.headers["Location"] == address(project, f"{made.pk}/")
    assert made.recipe == recipe_on(shown)


def test_it_offers_what_the_project_has(client: Client, project: Project) -> None:
    shown = page(client, project)
    for name in ("first &amp; &lt;b&gt;best&lt;/b&gt;", "open_qa", "hallucination", make.manager(project).username):
        assert f">{name}</bdi>" in shown
    # Nobody asked for a strength, nobody is in a group.
    assert "Margin in reward" not in shown
    assert "Groups of labelers" not in shown


def test_the_preview_shows_rows_counts_and_what_is_left_out(client: Client, project: Project) -> None:
    shown = page(client, project)
    answer = client.post(address(project, "preview/"), filled(shown) | {"configs": ["reward", "raw"]})
    part = answer.content.decode()
    assert part.strip().startswith('<section class="builder__look')
    assert "Counted in full: 2 judged prompts." in part
    assert 'id="rows-reward"' in part
    assert "Answer 1 to question" in part
    assert recipe_on(part)["configs"] == ["reward", "raw"]
    assert not Export.objects.exists()


def test_without_scripts_the_button_previews_on_the_page(client: Client, project: Project) -> None:
    shown = page(client, project)
    again = client.post(address(project), filled(shown) | {"preview": ["1"], "target": ["openrlhf"]}).content.decode()
    assert 'id="rows-preference"' in again
    assert filled(again)["target"] == ["openrlhf"]
    assert not Export.objects.exists()


@pytest.mark.parametrize("rest", ["preview/", "new/"])
def test_refusals_stand_at_their_fields(client: Client, project: Project, rest: str) -> None:
    sent = filled(page(client, project)) | {"filters.until": ["2999-01-01"], "filters.batches.others": ["nowhere"]}
    shown = client.post(address(project, rest), sent).content.decode()
    assert 'data-field="filters.until" data-why="It lies in the future."' in shown
    if rest == "new/":
        assert 'id="id_filters.until_error">It lies in the future.' in shown
    sent["filters.until"] = [""]
    shown = client.post(address(project, rest), sent).content.decode()
    assert "There is no batch nowhere." in shown
    assert not Export.objects.exists()


def test_again_with_the_same_choices_is_a_new_moment(client: Client, project: Project) -> None:
    origin = export(project, configs=["reward"], target="verl", min_votes=1, filters={"language": ["en"]})
    told = recipe_on(page(client, project, f"new/?from={origin.pk}"))
    assert told == origin.recipe
    told = recipe_on(page(client, project, f"new/?from={origin.pk}&moment=same"))
    assert told == origin.recipe | {"snapshot": str(origin.pk)}
    client.post(address(project), filled(page(client, project, f"new/?from={origin.pk}&moment=same")))
    assert Export.objects.latest("id").boundary == origin.boundary


@pytest.mark.parametrize("wanted", ["0", "x", "9" * 30, "-1", "²"])
def test_no_such_export_to_go_on_from(client: Client, project: Project, wanted: str) -> None:
    assert client.get(address(project, f"new/?from={wanted}")).status_code == 404


def test_another_projects_export_is_none_to_go_on_from(client: Client, project: Project) -> None:
    other = export(make.project(), configs=["raw"])
    assert client.get(address(project, f"new/?from={other.pk}")).status_code == 404
    sent = filled(page(client, project)) | {"snapshot": [str(other.pk)]}
    assert "This project has no such export." in client.post(address(project, "preview/"), sent).content.decode()


def test_a_pasted_recipe_becomes_choices(client: Client, project: Project) -> None:
    given = {"configs": ["kto"], "kto": {"good": 6}, "filters": {"use_case": ["open_qa", " odd "]}}
    shown = client.post(address(project), {"paste": json.dumps(given)}).content.decode()
    told = recipe_on(shown)
    assert (told["configs"], told["kto"]["good"], told["filters"]["use_case"]) == (["kto"], 6, [" odd ", "open_qa"])
    assert filled(shown)["kto.good"] == ["6"]


def test_a_pasted_snapshot_alone_is_its_whole_recipe(client: Client, project: Project) -> None:
    origin = export(project, configs=["raw"])
    shown = client.post(address(project), {"paste": json.dumps({"snapshot": origin.pk})}).content.decode()
    assert recipe_on(shown) == origin.recipe | {"snapshot": str(origin.pk)}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "This is not JSON"), ("[]", "A recipe is a JSON object."), ("", "This is not JSON"),
        ('{"<b>": 1}', "&lt;b&gt;: There is no such key"), ('{"min_votes": 0}', "min_votes: It is a whole number"),
        ("[" * 100_000, "This is not JSON"), ('{"filters": {"batches": ["\\ud800"]}}', "half of a surrogate pair"),
    ],
)  # fmt: skip
def test_what_cannot_be_pasted_stays_in_its_box(client: Client, project: Project, text: str, why: str) -> None:
    answer = client.post(address(project), {"paste": text})
    assert answer.status_code == 200
    assert why in answer.content.decode()


def test_the_lines_for_a_shell_say_only_what_differs(client: Client, project: Project) -> None:
    sent = filled(page(client, project)) | {"filters.use_case.others": ["it's"], "min_votes": ["2"]}
    part = unescape(client.post(address(project, "preview/"), sent).content.decode())
    line = next(line for line in part.splitlines() if "curl" in line)
    assert '"min_votes": 2' in line
    assert "margin" not in line
    # Quoted for a shell.
    assert "it'\"'\"'s" in line


def test_a_second_preview_waits_for_the_first(client: Client, project: Project) -> None:
    boss = make.manager(project)
    sent = filled(page(client, project))
    # Another connection of the same person's.
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [NAMESPACE, boss.pk])
            assert cursor.fetchone() == (True,)
        part = client.post(address(project, "preview/"), sent).content.decode()
        assert "this one follows" in part
        assert 'hx-trigger="load delay:1s"' in part
        answer = client.post(f"/api/projects/{project.slug}/exports/preview/", "{}", content_type="application/json")
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")
        assert answer.json()["error"] == "one_at_a_time"
    finally:
        other.close()
    assert "Counted in full" in client.post(address(project, "preview/"), sent).content.decode()


def test_nonsense_in_every_field_is_refused_and_never_an_error(client: Client, project: Project) -> None:
    nonsense = [
        "<script>alert(1)</script>",
        "\x00",
        "9" * 400,
        "'; DROP TABLE labeling_task; --",
        '"\\ud800"',
        "-1e999",
    ]
    fields = filled(page(client, project))
    for name in fields:
        for junk in nonsense:
            answer = client.post(address(project, "preview/"), fields | {name: [junk]})
            assert answer.status_code == 200, (name, junk)
            assert "<script>alert" not in answer.content.decode()


def test_the_page_costs_as_many_queries_for_much_as_for_little(
    client: Client, project: Project, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        make.tasks(project, 1, batch=f"batch-{number}", language=f"l{number}")
        make.member(project)
    # Session, user, membership, and seven that read the choices, before the page's own head.
    with django_assert_max_num_queries(13):
        page(client, project)


def test_long_lists_are_cut_and_say_so(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "MOST_LISTED", 2)
    make.tasks(project, 1, batch="second")
    make.tasks(project, 1, batch="third")
    has = choices_of(project)
    assert has.batches == choosing.Known(("third", "second"), is_cut=True)
    assert has.language == choosing.Known(("en",), is_cut=False)
    monkeypatch.setattr(choosing, "STRETCHES", 1)
    monkeypatch.setattr(choosing, "STRETCH", 1)
    # Only the first task was looked at.
    assert choices_of(project).language == choosing.Known(("en",), is_cut=True)


def test_strengths_of_any_version_are_asked_for(client: Client, project: Project) -> None:
    GuidelineVersion.objects.filter(project=project).update(ranking={"strength": 4})
    assert "Margin in reward" in page(client, project)


def test_an_empty_project_says_what_to_do(client: Client) -> None:
    empty = make.project()
    client.force_login(make.manager(empty))
    assert "No dataset yet" in page(client, empty, "")
    part = client.post(address(empty, "preview/"), filled(page(client, empty))).content.decode()
    assert "No rows." in part
