"""Stating licenses by the API and on the page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from labeling.models import PolicyLicense
from tests import make

pytestmark = pytest.mark.django_db

ApiOf = Callable[..., Any]


def test_licenses_are_stated_and_told_by_the_api(api_of: ApiOf) -> None:
    of = make.project()
    make.tasks(of, completions=2)
    path = f"projects/{of.slug}/licenses/"
    api = api_of(make.manager(of))
    status, told = api.patch(path, {"licenses": {"policy-0": "MIT"}})
    assert status == 200
    first, second = told["results"]
    assert (first["model"], first["license"], first["by"]) == ("policy-0", "MIT", make.manager(of).username)
    assert second == {"model": "policy-1", "license": "", "by": "", "at": None}
    assert api.get(path) == (200, told)
    status, refused = api.patch(path, {"licenses": {"nobody": "MIT"}})
    assert (status, list(refused["fields"])) == (400, ["nobody"])


def test_licenses_are_stated_on_the_page(client: Client) -> None:
    of = make.project()
    make.tasks(of, completions=2)
    client.force_login(make.manager(of))
    url = f"/projects/{of.slug}/licenses/"
    assert client.post(url, {"model": "policy-0", "license": " MIT "}).status_code == 302
    assert PolicyLicense.objects.get().license == "MIT"
    page = client.get(url).content.decode()
    assert 'value="MIT"' in page
    assert make.manager(of).username in page
    assert "without the sign |" in client.post(url, {"model": "policy-0", "license": "a|b"}).content.decode()
