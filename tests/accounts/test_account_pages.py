"""A person's own pages: name, password, preferences."""

import json
from typing import Any

import pytest
from django.test import Client

from accounts.models import Event, User
from tests import make

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def ada(client: Client) -> User:
    user = make.user("ada")
    user.set_password(PASSWORD)
    user.save()
    client.force_login(user)
    return user


def set_password(client: Client, old: str, new: str, again: str = "") -> Any:
    fields = {"old_password": old, "new_password1": new, "new_password2": again or new}
    return client.post("/account/password/", fields)


def prefer(client: Client, changes: Any) -> Any:
    return client.post("/account/preferences/", json.dumps(changes), content_type="application/json")


def test_one_changes_ones_display_name(client: Client, ada: User) -> None:
    assert client.post("/account/", {"display_name": "Ada <L>"}).status_code == 302
    page = client.get("/account/").content.decode()
    assert "Ada &lt;L&gt;" in page
    assert "Ada <L>" not in page
    assert Event.objects.filter(verb="changed_profile", actor=ada).count() == 1


def test_a_new_password_ends_the_other_sessions(client: Client, ada: User) -> None:
    other = Client()
    other.force_login(ada)
    assert set_password(client, PASSWORD, "quite another one").status_code == 302
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302
    ada.refresh_from_db()
    assert ada.check_password("quite another one")


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("wrong", "quite another one", ""),
        (PASSWORD, "quite another one", "not the same"),
        (PASSWORD, "short", ""),
        (PASSWORD, "password123", ""),
    ],
)
def test_bad_passwords_change_nothing(client: Client, ada: User, old: str, new: str, again: str) -> None:
    response = set_password(client, old, new, again)
    assert response.status_code == 200
    assert "field__error" in response.content.decode()
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


def test_long_passphrases_are_fine(client: Client, ada: User) -> None:
    assert set_password(client, PASSWORD, "длинная фраза " * 10).status_code == 302


def test_guessing_the_old_password_is_throttled(client: Client, ada: User) -> None:
    statuses = [set_password(client, "wrong", "quite another one").status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]
    response = set_password(client, PASSWORD, "quite another one")
    assert response["Retry-After"] == "60"
    assert "Too many tries" in response.content.decode()


def test_preferences_are_merged_and_null_forgets(client: Client, ada: User) -> None:
    assert prefer(client, {"theme": "dark", "layout": "columns"}).status_code == 204
    assert prefer(client, {"font_size": 120, "keys": {"skip": "x"}, "layout": None}).status_code == 204
    ada.refresh_from_db()
    assert ada.preferences == {"theme": "dark", "font_size": 120, "keys": {"skip": "x"}}
    assert 'data-theme="dark"' in client.get("/account/").content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"theme": "pink"},
        {"is_superuser": True},
        {"keys": {"skip": ["x"]}},
        {"keys": {"<b>": "x"}},
        {"font_size": 10**9},
        {"font_size": True},
        {"layout": "<script>"},
        {"keys": {"skip": "\0"}},
        {"keys": {"skip": "\ud800"}},
        {"keys": {f"command-{number}": "x" * 20 for number in range(200)}},
        ["theme"],
        None,
        "theme",
    ],
)
def test_other_preferences_are_refused(client: Client, ada: User, changes: Any) -> None:
    response = prefer(client, changes)
    assert response.status_code == 400
    assert set(response.json()) == {"error", "detail", "fields"}
    ada.refresh_from_db()
    assert ada.preferences == {}


def test_the_menu_form_works_without_scripts(client: Client, ada: User) -> None:
    response = client.post("/account/preferences/", {"theme": "light", "next": "/account/"})
    assert response["Location"] == "/account/"
    away = client.post("/account/preferences/", {"theme": "light", "next": "https://evil.example/"})
    assert away.status_code == 204
    ada.refresh_from_db()
    assert ada.preferences == {"theme": "light"}


@pytest.mark.parametrize("back", [5, {}, [], None, True, "//evil.example", "/\\evil.example"])
def test_the_way_back_is_one_of_our_addresses(client: Client, ada: User, back: Any) -> None:
    assert prefer(client, {"theme": "light", "next": back}).status_code == 204


def test_deep_json_is_refused(client: Client, ada: User) -> None:
    response = client.post("/account/preferences/", "[" * 100_000, content_type="application/json")
    assert response.status_code == 400


def test_without_an_account_nothing_is_kept(client: Client) -> None:
    response = client.post("/account/preferences/", {"theme": "dark"})
    assert response.status_code == 204
    assert not response.cookies


def test_the_language_is_switched(client: Client) -> None:
    response = client.post("/i18n/setlang/", {"language": "zh-hans", "next": "/sign-in/"})
    assert response["Location"] == "/sign-in/"
    assert '<html lang="zh-hans"' in client.get("/sign-in/").content.decode()
