"""Invitations and caps over the API."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from labeling.models import Invitation, Membership
from tests import make

pytestmark = pytest.mark.django_db

ApiOf = Callable[..., Any]


def test_a_link_is_made_listed_used_and_taken_back(api_of: ApiOf, client: Client) -> None:
    of = make.project(slug="sky")
    api = api_of(make.manager(of))
    status, made = api.post("projects/sky/invitations/", {"role": "reviewer", "group": "night", "most_uses": 2})
    assert (status, made["role"], made["group"], made["most_uses"], made["used_count"]) == (
        201, "reviewer", "night", 2, 0,
    )  # fmt: skip
    assert client.post(made["link"].split("://testserver")[-1], {"name": "Ada"}).status_code == 302
    assert Membership.objects.get(project=of, user__username="Ada").role == "reviewer"
    status, listed = api.get("projects/sky/invitations/")
    assert (status, listed["next"], [one["used_count"] for one in listed["results"]]) == (200, None, [1])
    assert "link" not in listed["results"][0]
    for _ in range(2):
        assert api.delete(f"projects/sky/invitations/{made['id']}/") == (204, None)
    assert api.get("projects/sky/invitations/")[1]["results"] == []
    assert api.delete(f"projects/{make.project().slug}/invitations/{made['id']}/")[0] == 404


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({}, "role"),
        ({"role": "manager"}, "role"),
        ({"role": "labeler", "most_uses": 0}, "most_uses"),
        ({"role": "labeler", "days": "7"}, "days"),
        ({"role": "labeler", "group": "x" * 41}, "group"),
        ({"role": "labeler", "uses": 3}, "uses"),
    ],
)
def test_a_link_that_cannot_be_is_refused_by_its_field(api_of: ApiOf, body: dict[str, Any], name: str) -> None:
    of = make.project()
    status, answer = api_of(make.manager(of)).post(f"projects/{of.slug}/invitations/", body)
    assert (status, list(answer["fields"])) == (400, [name])
    assert not Invitation.objects.exists()


def test_removing_somebody_takes_the_open_links_back_where_that_is_asked(api_of: ApiOf) -> None:
    of = make.project(slug="sky")
    api = api_of(make.manager(of))
    api.post("projects/sky/invitations/", {"role": "labeler"})
    one, other = (make.member(of).username for _ in range(2))
    assert api.delete(f"projects/sky/members/{one}/?links=all")[0] == 400
    assert api.delete(f"projects/sky/members/{one}/") == (204, None)
    assert Invitation.objects.get().revoked_at is None
    assert api.delete(f"projects/sky/members/{other}/?links=revoke") == (204, None)
    assert Invitation.objects.get().revoked_at is not None


def test_caps_are_set_told_and_lifted(api_of: ApiOf) -> None:
    of = make.project(slug="sky")
    api, lin = api_of(make.manager(of)), make.member(of, name="lin")
    path = "projects/sky/members/lin/caps/"
    assert api.get(path) == (200, {"daily_cap": None, "share_cap": None})
    caps = {"daily_cap": 40, "share_cap": 25}
    assert api.put(path, caps) == api.put(path, caps) == api.get(path) == (200, caps)
    assert make.membership(of, lin).daily_cap == 40
    assert api.put(path, {"daily_cap": None, "share_cap": None})[0] == 200
    for wrong in ({"daily_cap": 0, "share_cap": None}, {"daily_cap": 4}, {"daily_cap": "4", "share_cap": None}):
        assert api.put(path, wrong)[0] == 400
    for nobody in ("%00", "nobody", make.user().username):
        assert api.get(f"projects/sky/members/{nobody}/caps/")[0] == 404
