"""The page and the endpoint of the overlap that grows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from labeling.models import Opening
from tests import make

pytestmark = pytest.mark.django_db

FIELDS = {"is_on": "on", "splits": ["test"], "share": "25", "start": "3", "more": "2", "agreement": "67", "spread": "2"}


def test_a_manager_switches_it_on_and_sees_its_reach(client: Client) -> None:
    of = make.project()
    make.tasks(of, 2, completions=2)
    client.force_login(make.manager(of))
    url = f"/projects/{of.slug}/settings/adaptive-overlap/"
    assert 'value="67"' in client.get(url).content.decode()
    assert client.post(url, FIELDS | {"splits": [], "share": "100"}).status_code == 302
    of.refresh_from_db()
    assert of.adaptive == {
        "splits": [], "batches": [], "share": 1.0, "start": 3, "more": 2, "agreement": 0.67, "spread": 2
    }  # fmt: skip
    assert "2 tasks are chosen" in client.get(url).content.decode()
    assert client.post(url, {key: value for key, value in FIELDS.items() if key != "is_on"}).status_code == 302
    of.refresh_from_db()
    assert of.adaptive is None


def test_a_number_that_does_not_fit_is_named_at_its_field(client: Client) -> None:
    of = make.project()
    client.force_login(make.manager(of))
    page = client.post(f"/projects/{of.slug}/settings/adaptive-overlap/", FIELDS | {"start": "1"})
    assert page.status_code == 200
    assert 'id="id_start_error"' in page.content.decode()


def test_demonstrations_have_nothing_to_disagree_about(client: Client) -> None:
    of = make.project("demonstration")
    client.force_login(make.manager(of))
    url = f"/projects/{of.slug}/settings/adaptive-overlap/"
    assert (client.get(url).status_code, client.post(url, FIELDS).status_code) == (404, 404)
    assert url not in client.get(f"/projects/{of.slug}/settings/").content.decode()


def test_the_api_sets_it_with_its_defaults_and_takes_it_away(api_of: Callable[..., Any]) -> None:
    of = make.project()
    make.tasks(of, 1, completions=2)
    api, path = api_of(make.manager(of)), f"projects/{of.slug}/adaptive-overlap/"
    assert api.get(path) == (200, {"adaptive": None})
    status, told = api.put(path, {"adaptive": {"start": 4}})
    assert (status, told["adaptive"]["start"], told["adaptive"]["agreement"]) == (200, 4, 0.67)
    assert Opening.objects.get().allowed == 4
    assert api.put(path, {"adaptive": {"start": 4}}) == (200, told)
    status, refused = api.put(path, {"adaptive": {"start": 0}})
    assert (status, list(refused["fields"])) == (400, ["adaptive.start"])
    assert api.put(path, {"adaptive": None}) == (200, {"adaptive": None})
    assert Opening.objects.get().allowed == 1
