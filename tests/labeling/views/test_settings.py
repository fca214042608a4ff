"""A project's settings, section by section."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import Event
from labeling.actions.change_project import change_project
from labeling.models import Project
from labeling.views.sections import SECTIONS
from tests import make

pytestmark = pytest.mark.django_db


def page(project: Project, section: str) -> str:
    return f"/projects/{project.slug}/settings/{section}/"


@pytest.fixture
def project(client: Client) -> Project:
    """One whose manager is signed in."""
    project = make.project()
    client.force_login(make.manager(project))
    return project


def values(project: Project, section: str) -> dict[str, Any]:
    """What the section's form sends when nobody has touched it."""
    named = next(one for one in SECTIONS if one.slug == section)
    form = named(project=project)
    return {
        field.html_name: "" if field.value() is None else field.value() for field in form if field.value() is not False
    }


# What the others do is no change of values.
KEEPING = [section.slug for section in SECTIONS if section.slug not in ("clone", "archive")]


@pytest.mark.parametrize("section", KEEPING)
def test_each_section_shows_itself_and_saving_it_unchanged_changes_nothing(client: Client, section: str) -> None:
    project = make.project(preset="helpsteer")
    client.force_login(make.manager(project))
    before = Event.objects.count()
    assert f'id="{section}"' in client.get(page(project, section)).content.decode()
    assert client.post(page(project, section), values(project, section)).status_code == 302
    assert (project.versions.count(), Event.objects.count()) == (1, before)


def test_a_section_that_is_not_there_is_not_found(client: Client, project: Project) -> None:
    assert client.get(page(project, "nonsense")).status_code == 404


def test_a_demonstration_project_has_its_sections(client: Client) -> None:
    project = make.project("demonstration")
    client.force_login(make.manager(project))
    for section in SECTIONS:
        assert client.get(page(project, section.slug)).status_code == (200 if section.fits(project) else 404)


def test_a_section_asks_a_fixed_number_of_questions(
    client: Client, project: Project, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for section in SECTIONS:
        # Session, user, membership, open questions, and what the section itself shows.
        with django_assert_max_num_queries(9):
            client.get(page(project, section.slug))


def test_a_new_name_and_lease(client: Client, project: Project) -> None:
    client.post(page(project, "general"), {"name": "New", "lease_minutes": "45"})
    project.refresh_from_db()
    assert (project.name, project.lease_minutes) == ("New", 45)
    assert Event.objects.filter(verb="project.changed").count() == 1


def test_wrong_values_are_said_at_their_field(client: Client, project: Project) -> None:
    shown = client.post(page(project, "general"), {"name": "", "lease_minutes": "0"}).content.decode()
    assert 'id="id_name_error"' in shown
    assert 'id="id_lease_minutes_error"' in shown


def test_overlap_differs_by_split(client: Client, project: Project) -> None:
    client.post(page(project, "overlap"), {"train": "1", "validation": "1", "test": "3"})
    project.refresh_from_db()
    assert project.overlap == {"train": 1, "validation": 1, "test": 3}
    client.post(page(project, "overlap"), {"train": "2", "validation": "2", "test": "2"})
    project.refresh_from_db()
    assert project.overlap == 2


def test_new_guidelines_make_a_version(client: Client, project: Project) -> None:
    client.post(page(project, "guidelines"), {"guidelines": "Kinder.\r\nMuch."})
    assert project.versions.order_by("-number")[0].guidelines == "Kinder.\nMuch."


def test_a_change_of_questions_makes_a_version_and_says_whom_it_reaches_when(client: Client, project: Project) -> None:
    make.tasks(project)
    make.claimed(project, make.member(project))
    shown = client.get(page(project, "questions")).content.decode()
    assert "1 task in hand is finished under version 1; from now on version 2 holds." in shown
    fields = values(project, "questions") | rows_of(
        "completion", {"label": "Tone", "type": "choice", "options": "a\nb"}
    )
    client.post(page(project, "questions"), fields)
    newest = project.versions.order_by("-number")[0]
    assert newest.number == 2
    assert newest.form["completion"][0]["options"] == ["a", "b"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"label": "", "type": "flag"}, "label"),
        ({"label": "Tone", "type": "choice", "options": "one"}, "options"),
        ({"label": "Tone", "type": "scale", "min": "5", "max": "1"}, "max"),
        ({"label": "Tone", "type": "flag", "name": "Not a name"}, "name"),
    ],
)
def test_wrong_questions_are_said_at_their_field(
    client: Client, project: Project, wrong: dict[str, str], field: str
) -> None:
    answer = client.post(page(project, "questions"), values(project, "questions") | rows_of("task", wrong))
    assert f'id="id_task-0-{field}_error"' in answer.content.decode()
    assert project.versions.count() == 1


def test_questions_are_added_moved_and_removed_by_the_server_alone(client: Client, project: Project) -> None:
    fields = values(project, "questions")
    for edit, labels in (
        ("completion.add.scale", [""]),
        ("completion.add.flag", ["One", ""]),
        ("completion.1.up", ["Two", "One"]),
        ("completion.0.remove", ["One"]),
        ("completion.9.remove", ["One"]),
        ("nonsense", ["One"]),
    ):
        shown = client.post(page(project, "questions"), fields | {"edit": edit}).content.decode()
        sent = [{"label": label or ["One", "Two"][place], "type": "flag"} for place, label in enumerate(labels)]
        for place, label in enumerate(labels):
            assert f'name="completion-{place}-label"' in shown, edit
            assert not label or f'value="{label}"' in shown, edit
        assert f'name="completion-{len(labels)}-label"' not in shown, edit
        fields = values(project, "questions") | rows_of("completion", *sent)
    assert project.versions.count() == 1


def rows_of(section: str, *questions: dict[str, str]) -> dict[str, str]:
    """What a page with these questions on it sends."""
    rows = {f"{section}-{place}-{name}": value for place, one in enumerate(questions) for name, value in one.items()}
    return {"questions_shown": "yes", **rows}


def test_another_overlap_is_told_before_it_is_done(client: Client, project: Project) -> None:
    make.tasks(project, 2)
    make.submitted(make.claimed(project, make.member(project)))
    raised = {"train": "3", "validation": "3", "test": "3"}
    told = client.post(page(project, "overlap"), raised).content.decode()
    assert "1 task that is done opens again." in told
    assert "4 more judgments are asked for." in told
    project.refresh_from_db()
    assert project.overlap == 1
    agree(client, project, "overlap", raised)
    project.refresh_from_db()
    assert project.overlap == 3
    labelers = [make.member(project), make.member(project)]
    for labeler in labelers:
        make.submitted(make.claimed(project, labeler))
    lowered = {"train": "1", "validation": "1", "test": "1"}
    told = client.post(page(project, "overlap"), lowered).content.decode()
    assert "stand beyond the new overlap: they are kept and count." in told
    assert "free slots close." in told


def test_a_yes_to_one_change_is_no_yes_to_another(client: Client, project: Project) -> None:
    make.tasks(project, 2)
    seal = agreed(client.post(page(project, "overlap"), {"train": "2", "validation": "2", "test": "2"}))
    client.post(page(project, "overlap"), {"train": "9", "validation": "9", "test": "9", "agreed": seal})
    project.refresh_from_db()
    assert project.overlap == 1


def agreed(answer: Any) -> str:
    found = re.search(r'name="agreed" value="(\w+)"', answer.content.decode())
    assert found
    return found[1]


def agree(client: Client, project: Project, section: str, fields: dict[str, str]) -> None:
    seal = agreed(client.post(page(project, section), fields))
    assert client.post(page(project, section), fields | {"agreed": seal}).status_code == 302


def test_sealing_is_asked_for_twice_and_pausing_is_not(client: Client, project: Project) -> None:
    client.post(page(project, "state"), {"state": "paused"})
    project.refresh_from_db()
    assert project.state == "paused"
    agree(client, project, "state", {"state": "sealed"})
    project.refresh_from_db()
    assert project.state == "sealed"


def test_splits_are_said_in_percent(client: Client, project: Project) -> None:
    shown = client.get(page(project, "splits")).content.decode()
    assert 'value="90"' in shown
    client.post(page(project, "splits"), {"split_train": "80", "split_validation": "10", "split_test": "10"})
    project.refresh_from_db()
    assert project.splits == {"train": 0.8, "validation": 0.1, "test": 0.1}
    wrong = client.post(page(project, "splits"), {"split_train": "80", "split_validation": "5", "split_test": "5"})
    assert 'id="id_split_train_error"' in wrong.content.decode()


THEIR_FORM = {"form": {"completion": [{"name": "tone", "label": "Tone", "type": "flag"}]}}
MARK = re.compile(r'name="shown" value="(\w+)"')


def mark_shown(client: Client, address: str) -> str:
    return str(MARK.findall(client.get(address).content.decode())[0])


@pytest.mark.parametrize(
    ("section", "mine", "theirs"),
    [
        ("guidelines", {"guidelines": "Mine"}, {"guidelines": "Theirs"}),
        ("questions", {"rewrite": "optional"}, THEIR_FORM),
    ],
)
def test_what_another_manager_saved_meanwhile_is_not_undone_unseen(
    client: Client, project: Project, section: str, mine: dict[str, str], theirs: dict[str, Any]
) -> None:
    fields = values(project, section) | mine | {"shown": mark_shown(client, page(project, section))}
    change_project(project=project, by=make.manager(project), now=timezone.now(), **theirs)
    refused = client.post(page(project, section), fields).content.decode()
    assert "Somebody has saved other settings here" in refused
    assert project.versions.count() == 2
    # Having read that, they save it all the same.
    again = fields | {"shown": MARK.findall(refused)[0]}
    assert client.post(page(project, section), again).status_code == 302
    assert project.versions.count() == 3


def test_what_concerns_another_section_does_not_stand_in_the_way(client: Client, project: Project) -> None:
    shown = mark_shown(client, page(project, "questions"))
    fields = values(project, "questions") | {"rewrite": "optional", "shown": shown}
    change_project(project=project, by=make.manager(project), now=timezone.now(), guidelines="Theirs", name="Sky")
    assert client.post(page(project, "questions"), fields).status_code == 302
