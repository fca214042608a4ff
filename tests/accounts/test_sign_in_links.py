"""One-time sign-in links."""

import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.actions.make_sign_in_link import make_sign_in_link
from accounts.actions.use_sign_in_link import LinkGone, use_sign_in_link
from accounts.models import Event, SignInLink, User
from tests import make


def link_for(user: User, **options: timedelta) -> str:
    return make_sign_in_link(user=user, by=None, now=timezone.now(), **options).removeprefix(settings.SITE_URL)


@pytest.mark.django_db
def test_looking_at_a_link_does_not_use_it_up(client: Client) -> None:
    """Chat programs and mail scanners fetch every link they see."""
    path = link_for(make.user("ada"))
    for _ in range(3):
        page = Client().get(path)
        assert page.status_code == 200
        assert "Sign in as ada" in page.content.decode()
    assert SignInLink.objects.get().used_at is None
    assert client.get("/account/").status_code == 302


@pytest.mark.django_db
def test_a_link_signs_in_once_and_invites_to_set_a_password(client: Client) -> None:
    ada = make.user("ada")
    path = link_for(ada)
    assert client.post(path)["Location"] == "/account/password/"
    assert "Choose a password" in client.get("/account/password/").content.decode()
    assert Event.objects.get(verb="signed_in_by_link").actor == ada
    again = Client().post(path)
    assert again.status_code == 404
    assert "no longer works" in again.content.decode()


@pytest.mark.django_db
def test_only_the_digest_is_kept() -> None:
    path = link_for(make.user())
    secret = path.rstrip("/").rpartition("/")[2]
    assert len(secret) >= 43  # 256 bits
    assert secret.encode() not in bytes(SignInLink.objects.get().digest)
    assert len(bytes(SignInLink.objects.get().digest)) == 32


@pytest.mark.django_db
def test_expired_replaced_unknown_and_inactive_links_look_the_same(client: Client) -> None:
    ada, bob, eve = make.user("ada"), make.user("bob"), make.user("eve")
    expired = link_for(ada, lifetime=timedelta(seconds=-1))
    replaced, _newest = link_for(bob), link_for(bob)
    inactive = link_for(eve)
    User.objects.filter(pk=eve.pk).update(is_active=False)
    for path in (expired, replaced, inactive, "/sign-in/link/made-up/", "/sign-in/link/%00/", "/sign-in/link/é/"):
        for answer in (client.get(path), client.post(path)):
            assert answer.status_code == 404
            assert "no longer works" in answer.content.decode()
    assert client.get("/account/").status_code == 302


@pytest.mark.django_db
def test_a_link_does_not_leak_by_the_referrer_or_a_cache(client: Client) -> None:
    page = client.get(link_for(make.user()))
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]


@pytest.mark.django_db
def test_who_forgot_the_password_sets_a_new_one_by_a_link(client: Client) -> None:
    ada = make.user("ada")
    ada.set_password("the forgotten one")
    ada.save()
    assert client.post(link_for(ada))["Location"] == "/"
    fields = {"new_password1": "a fresh long one", "new_password2": "a fresh long one"}
    assert client.post("/account/password/", fields)["Location"] == "/"
    ada.refresh_from_db()
    assert ada.check_password("a fresh long one")
    # The link's allowance is used up: from now on the old password is asked for.
    assert "old_password" in client.get("/account/password/").content.decode()


@pytest.mark.django_db
def test_a_link_signs_out_whoever_was_here(client: Client) -> None:
    client.force_login(make.user("bob"))
    path = link_for(make.user("ada"))
    assert "You are signed in as bob" in client.get(path).content.decode()
    client.post(path)
    assert "Sign out" in client.get("/account/").content.decode()
    assert int(client.session["_auth_user_id"]) == User.objects.get(username="ada").pk


@pytest.mark.django_db(transaction=True)
def test_of_two_browsers_at_once_one_gets_in() -> None:
    secret = link_for(make.user("ada")).rstrip("/").rpartition("/")[2]
    start, outcomes = threading.Barrier(8), []

    def use() -> None:
        try:
            start.wait()
            use_sign_in_link(secret=secret, now=timezone.now())
            outcomes.append("in")
        except LinkGone:
            outcomes.append("gone")
        finally:
            connection.close()

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["gone"] * 7 + ["in"]
