"""A project's settings, section by section."""

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import Event
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
        field.html_name: field.value() for field in form if field.value() is not None and field.value() is not False
    }


@pytest.mark.parametrize("section", [section.slug for section in SECTIONS])
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


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"form": "{not json"}, "form"),
        ({"form": '{"completion": [{"name": "X"}]}'}, "form"),
        ({"ranking": '{"strength": 5}'}, "ranking"),
    ],
)
def test_wrong_questions_are_said_at_their_field(
    client: Client, project: Project, wrong: dict[str, str], field: str
) -> None:
    fields = {"ranking": json.dumps({}), "form": json.dumps({})} | wrong
    answer = client.post(page(project, "questions"), fields)
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert project.versions.count() == 1
