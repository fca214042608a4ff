"""Signing in: no enumeration, throttled in the database, invite-only, and nowhere to be sent astray."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import Event, User
from tests import make

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
MISMATCH = "are not correct"
LOCKED = "Too many failed login attempts"


@pytest.fixture
def ada() -> User:
    user = make.user("ada")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client: Client, name: str, password: str, address: str = "203.0.113.1", **fields: str) -> Any:
    return client.post("/sign-in/", {"login": name, "password": password, **fields}, REMOTE_ADDR=address)


def text_without_csrf(response: Any, name: str) -> str:
    lines = response.content.decode().replace(name, "NAME").splitlines()
    return "\n".join(line for line in lines if "csrf" not in line.lower())


def test_the_right_password_signs_in_and_the_trail_knows(client: Client, ada: User) -> None:
    response = sign_in(client, "ada", PASSWORD)
    assert response.status_code == 302
    assert response["Location"] == "/"
    assert client.get("/account/").status_code == 200
    assert Event.objects.get(verb="signed_in").actor == ada


def test_names_are_the_same_in_any_case(client: Client, ada: User) -> None:
    assert sign_in(client, "ADA", PASSWORD).status_code == 302


def test_passwords_are_kept_as_argon2id(ada: User) -> None:
    assert ada.password.startswith("argon2$argon2id$")


def test_known_and_unknown_names_get_the_same_answer(client: Client, ada: User) -> None:
    make.user("zoe")  # was invited and has no password yet
    known, unknown, invited = (sign_in(Client(), name, "wrong") for name in ("ada", "eve", "zoe"))
    assert MISMATCH in known.content.decode()
    assert text_without_csrf(known, "ada") == text_without_csrf(unknown, "eve")
    assert text_without_csrf(known, "ada") == text_without_csrf(invited, "zoe")
    assert known.status_code == unknown.status_code == invited.status_code == 200


@pytest.mark.parametrize("name", ["ada", "nobody", "invited"])
def test_known_and_unknown_names_cost_the_same_work(ada: User, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One Argon2 computation each; without one, an unknown name would answer many times faster."""
    make.user("invited")
    computed: list[str] = []
    hasher = Argon2PasswordHasher
    encode, verify = hasher.encode, hasher.verify

    def count(work: str, genuine: Callable[..., Any], *words: Any) -> Any:
        computed.append(work)
        return genuine(*words)

    monkeypatch.setattr(hasher, "encode", lambda *words: count("encode", encode, *words))
    monkeypatch.setattr(hasher, "verify", lambda *words: count("verify", verify, *words))
    assert MISMATCH in sign_in(Client(), name, "wrong").content.decode()
    assert len(computed) == 1


@pytest.mark.parametrize("name", ["ada", "eve"])
def test_five_wrong_passwords_lock_a_name_known_or_not(ada: User, name: str) -> None:
    for _ in range(5):
        assert MISMATCH in sign_in(Client(), name, "wrong").content.decode()
    # From another address and in another case, even with the right password.
    response = sign_in(Client(), name.upper(), PASSWORD, address="198.51.100.7")
    assert LOCKED in response.content.decode()
    assert response.status_code == 200


def test_an_address_that_tries_many_names_is_locked(ada: User) -> None:
    for number in range(20):
        sign_in(Client(), f"guess-{number}", "wrong")
    assert LOCKED in sign_in(Client(), "guess-20", "wrong").content.decode()
    assert sign_in(Client(), "ada", PASSWORD, address="198.51.100.7").status_code == 302


def test_the_counts_stand_in_the_database_so_that_all_processes_share_them(ada: User) -> None:
    sign_in(Client(), "ada", "wrong")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM annotator_cache WHERE cache_key LIKE '%login_failed%'")
        keys = [key for (key,) in cursor.fetchall()]
    assert len(keys) == 2  # by address and by name
    # Nothing is remembered in the process: what another one (or an operator) clears is cleared here too.
    for _ in range(4):
        sign_in(Client(), "ada", "wrong")
    assert LOCKED in sign_in(Client(), "ada", PASSWORD).content.decode()
    cache.clear()
    assert sign_in(Client(), "ada", PASSWORD).status_code == 302


def test_forwarded_addresses_are_not_believed(ada: User) -> None:
    for number in range(21):
        response = Client().post(
            "/sign-in/",
            {"login": f"guess-{number}", "password": "wrong"},
            REMOTE_ADDR="203.0.113.9",
            HTTP_X_FORWARDED_FOR=f"10.0.0.{number}",
        )
    assert LOCKED in response.content.decode()


def test_somebody_switched_off_does_not_get_in(client: Client, ada: User) -> None:
    User.objects.filter(pk=ada.pk).update(is_active=False)
    response = sign_in(client, "ada", PASSWORD)
    assert response["Location"] == "/sign-in/inactive/"
    assert "switched off" in client.get("/sign-in/inactive/").content.decode()
    assert client.get("/account/").status_code == 302
    assert MISMATCH in sign_in(Client(), "ada", "wrong").content.decode()


def test_somebody_switched_off_while_signed_in_is_out(client: Client, ada: User) -> None:
    sign_in(client, "ada", PASSWORD)
    User.objects.filter(pk=ada.pk).update(is_active=False)
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_nobody_is_sent_to_another_site(client: Client, ada: User, target: str) -> None:
    response = sign_in(client, "ada", PASSWORD, next=target)
    assert response.status_code == 302
    assert response["Location"] == "/"


def test_one_is_sent_back_to_the_page_one_came_for(client: Client, ada: User) -> None:
    asked = client.get("/account/tokens/")
    assert asked["Location"] == "/sign-in/?next=/account/tokens/"
    page = client.get(asked["Location"]).content.decode()
    assert '<input type="hidden" name="next" value="/account/tokens/">' in page
    assert sign_in(client, "ada", PASSWORD, next="/account/tokens/")["Location"] == "/account/tokens/"


def test_signing_in_renews_the_session(client: Client, ada: User) -> None:
    client.get("/sign-in/")
    client.post("/i18n/setlang/", {"language": "en"})
    session = client.session
    session["planted"] = True
    session.save()
    sign_in(client, "ada", PASSWORD)
    assert client.session.session_key != session.session_key


def test_signing_out_takes_a_post(client: Client, ada: User) -> None:
    sign_in(client, "ada", PASSWORD)
    assert client.get("/sign-out/").status_code == 200
    assert client.get("/account/").status_code == 200
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize(
    "name", ["account_signup", "account_reset_password", "account_email", "account_request_login_code"]
)
def test_nobody_signs_up_and_no_mail_is_offered(client: Client, name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)
    for path in ("/sign-up/", "/signup/", "/accounts/signup/", "/account/signup/", "/accounts/login/"):
        assert client.get(path).status_code == 404


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Client, ada: User) -> None:
    sign_in(client, "ada", PASSWORD)
    session = client.cookies["session"]
    assert session["httponly"]
    assert session["samesite"] == "Lax"
    assert client.cookies["csrf"]["httponly"]


def test_a_page_without_csrf_token_is_refused_in_plain_words(ada: User) -> None:
    response = sign_in(Client(enforce_csrf_checks=True), "ada", PASSWORD)
    assert response.status_code == 403
    assert "Please try again" in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_another_process_counts_with_us_and_needs_no_broker(checkout: Path) -> None:
    """Five wrong passwords there, with an address at which no broker listens; locked here."""
    tries = """
        import django; django.setup()
        from django.conf import settings
        from django.test import Client
        settings.ALLOWED_HOSTS.append("testserver")
        for _ in range(5):
            assert Client().post("/sign-in/", {"login": "ada", "password": "wrong"}).status_code == 200
    """
    ours = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    there = {
        "DATABASE_URL": ours.geturl(),
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "DJANGO_SETTINGS_MODULE": "annotator.settings",
        "DEBUG": "1",  # static files need not be collected
    }
    command = [sys.executable, "-c", dedent(tries)]
    subprocess.run(command, env=os.environ | there, cwd=checkout, check=True, timeout=60)
    assert LOCKED in sign_in(Client(), "ada", PASSWORD, address="198.51.100.7").content.decode()
    cache.clear()
