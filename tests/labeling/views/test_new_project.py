"""Making a project with more than a preset: questions, options, splits; and the preview beside it."""

from typing import Any

import pytest
from django.test import Client

from labeling.models import Project
from tests import make

pytestmark = pytest.mark.django_db
FIELDS = {"name": "Poems", "slug": "poems", "preset": "ranking", "overlap": "1", "questions_shown": "yes", "ties": "on"}
SCALE = {"completion-0-label": "Rhyme", "completion-0-type": "scale", "completion-0-min": "0", "completion-0-max": "4"}


@pytest.fixture
def maya(client: Client) -> Any:
    maya = make.user(can_create_projects=True)
    client.force_login(maya)
    return maya


def test_a_form_of_ones_own(client: Client, maya: Any) -> None:
    more = {
        "acceptability": "line", "rewrite": "optional", "strength": "4", "strength_beyond_pairs": "on", "plain": "on",
        "task-0-label": "为什么？", "task-0-type": "text", "task-0-required": "on", "task-0-help": "Briefly.",
        "overlap_test": "3", "split_train": "80", "split_validation": "10", "split_test": "10", "split_seed": "moon",
        "lease_minutes": "45", "as_draft": "on",
    }  # fmt: skip
    assert client.post("/projects/new/", FIELDS | SCALE | more).status_code == 302
    project = Project.objects.get(slug="poems")
    assert (project.state, project.lease_minutes, project.split_seed) == ("draft", 45, "moon")
    assert project.overlap == {"train": 1, "validation": 1, "test": 3}
    assert project.splits == {"train": 0.8, "validation": 0.1, "test": 0.1}
    version = project.versions.get()
    assert version.ranking == {
        "ties": True, "partial": False, "acceptability": True, "strength": 4, "strength_beyond_pairs": True,
        "rewrite": "optional", "plain": True,
    }  # fmt: skip
    assert [question["name"] for question in version.form["completion"]] == ["rhyme"]
    assert version.form["task"] == [
        {"name": "question_1", "label": "为什么？", "help": "Briefly.", "type": "text", "required": True}
    ]


def test_questions_that_were_taken_out_of_a_preset_are_not_there(client: Client, maya: Any) -> None:
    client.post("/projects/new/", FIELDS | {"preset": "helpsteer", "strength": "7"})
    version = Project.objects.get(slug="poems").versions.get()
    assert version.form == {"completion": [], "task": []}
    assert version.ranking["strength"] == 7


def test_another_preset_brings_its_questions_and_keeps_what_was_typed(client: Client, maya: Any) -> None:
    shown = client.post("/projects/new/", FIELDS | {"preset": "helpsteer", "edit": "preset"}).content.decode()
    assert 'value="Helpfulness"' in shown
    assert 'value="Poems"' in shown
    shown = client.post("/projects/new/", FIELDS | {"preset": "demonstration", "edit": "preset"}).content.decode()
    assert 'name="ties"' not in shown
    assert not Project.objects.exists()


def test_a_question_is_added_without_losing_what_was_typed(client: Client, maya: Any) -> None:
    shown = client.post("/projects/new/", FIELDS | SCALE | {"edit": "completion.add.flag"}).content.decode()
    assert 'value="Rhyme"' in shown
    assert 'name="completion-1-label"' in shown
    assert 'value="Poems"' in shown


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"completion-0-max": "-1"}, "completion-0-max"),
        ({"completion-1-label": "Rhyme", "completion-1-type": "flag"}, "completion-1-name"),
        ({"split_train": "50"}, "split_train"),
        ({"strength": "5"}, "strength"),
        ({"lease_minutes": "0"}, "lease_minutes"),
        ({"slug": "Not-Lower"}, "slug"),
    ],
)
def test_errors_stand_at_their_fields(client: Client, maya: Any, wrong: dict[str, str], field: str) -> None:
    answer = client.post("/projects/new/", FIELDS | SCALE | wrong)
    assert answer.status_code == 200
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not Project.objects.exists()


def test_the_preview_shows_the_real_screen_of_what_is_typed(client: Client, maya: Any) -> None:
    shown = client.get("/projects/new/preview/?preset=llama").content.decode()
    assert "<ranking-task" in shown
    assert shown.count('class="completion"') == 2
    shown = client.post("/projects/new/preview/", FIELDS | SCALE | {"guidelines": "**Bold**"}).content.decode()
    assert "Rhyme" in shown
    assert "<strong>Bold</strong>" in shown
    assert shown.count('class="completion"') == 4
    shown = client.post("/projects/new/preview/", FIELDS | {"cards": "9"}).content.decode()
    assert shown.count('class="completion"') == 9
    assert "<demonstration-task" in client.get("/projects/new/preview/?preset=demonstration").content.decode()
    assert not Project.objects.exists()


def test_the_preview_waits_while_the_fields_do_not_fit(client: Client, maya: Any) -> None:
    wrong = FIELDS | SCALE | {"completion-0-max": "0"}
    assert client.post("/projects/new/preview/", wrong).status_code == 204


def test_the_preview_of_a_project_shows_its_form_and_what_is_typed(client: Client) -> None:
    project = make.project(preset="helpsteer")
    client.force_login(make.manager(project))
    address = f"/projects/{project.slug}/preview/"
    assert "Helpfulness" in client.get(address).content.decode()
    typed = {"questions_shown": "yes", "strength": "0", "rewrite": "off"} | SCALE
    shown = client.post(address, typed).content.decode()
    assert "Helpfulness" not in shown
    assert "Rhyme" in shown
    assert project.versions.count() == 1


def test_only_our_own_pages_may_frame_the_preview(client: Client, maya: Any) -> None:
    preview = client.get("/projects/new/preview/")
    assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]
    assert preview["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'none'" in client.get("/projects/new/")["Content-Security-Policy"]


def test_guidelines_are_rendered_before_there_is_a_project(client: Client, maya: Any) -> None:
    answer = client.post("/projects/new/rendered/", {"guidelines": "*kind* <script>alert(1)</script>"})
    assert b"<em>kind</em>" in answer.content
    assert b"<script>" not in answer.content
