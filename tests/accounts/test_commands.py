"""create_user and create_token: one line on standard output, plain words when something is wrong."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import ApiToken, Event, User
from tests import make

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_create_user_prints_a_link_that_works(client: Client) -> None:
    printed = run("create_user", "ada")
    assert printed.startswith("http://127.0.0.1:8000/sign-in/link/")
    assert printed.count("\n") == 1
    assert client.post(printed.strip().removeprefix("http://127.0.0.1:8000")).status_code == 302
    ada = User.objects.get(username="ada")
    assert not ada.has_usable_password()
    assert (ada.can_create_projects, ada.is_superuser, ada.is_staff) == (False, False, False)
    assert set(Event.objects.values_list("verb", flat=True)) >= {"created_user", "made_sign_in_link"}


def test_links_begin_with_the_address_of_the_site(settings: pytest.FixtureRequest) -> None:
    settings.SITE_URL = "https://label.example.org"  # type: ignore[attr-defined]
    assert run("create_user", "ada").startswith("https://label.example.org/sign-in/link/")


def test_create_user_gives_rights() -> None:
    run("create_user", "max", "--manager")
    run("create_user", "root", "--superuser")
    assert User.objects.get(username="max").can_create_projects
    assert not User.objects.get(username="max").is_superuser
    assert User.objects.get(username="root").is_superuser


@pytest.mark.parametrize("name", ["ada", "ADA"])
def test_an_existing_name_is_refused_with_the_way_out(name: str) -> None:
    make.user("ada")
    with pytest.raises(CommandError, match=r"already a person named .* --new-link"):
        run("create_user", name)


def test_new_link_prints_another_link_and_changes_nothing_else() -> None:
    first = run("create_user", "ada")
    second = run("create_user", "ada", "--new-link")
    assert first != second
    assert User.objects.count() == 1
    with pytest.raises(CommandError, match="rights"):
        run("create_user", "ada", "--new-link", "--superuser")
    with pytest.raises(CommandError, match="no active person named bob"):
        run("create_user", "bob", "--new-link")


@pytest.mark.parametrize("name", ["", "two words", "a/b", "x" * 151, "ada\n", ".", ".."])
def test_impossible_names_are_refused(name: str) -> None:
    with pytest.raises(CommandError):
        run("create_user", name)
    assert not User.objects.exists()


def test_create_token_prints_a_token_that_works() -> None:
    make.user("ada")
    printed = run("create_token", "ada")
    assert printed.count("\n") == 1
    client = APIClient(headers={"authorization": f"Bearer {printed.strip()}"})
    assert client.get("/api/projects/").status_code == 200


def test_a_token_for_exports_wants_a_manager_of_that_project() -> None:
    manager, project = make.user("max"), make.project(slug="moon")
    with pytest.raises(CommandError, match="max is not a manager of a project moon"):
        run("create_token", "max", "--exports", "moon")
    with pytest.raises(CommandError, match="not a manager of a project mars"):
        run("create_token", "max", "--exports", "mars")
    person = make.member(project, "manager")
    run("create_token", person.username, "--exports", "moon")
    assert ApiToken.objects.get().exports_of == "moon"
    assert manager.api_tokens.count() == 0


def test_create_token_for_nobody_is_refused() -> None:
    with pytest.raises(CommandError, match="no active person named bob"):
        run("create_token", "bob")
