"""Stating licenses by the API and on the page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from labeling.models import Policy, PolicyLicense
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
    url = f"/projects/{of.slug}/settings/licenses/"
    first, second = (f"license_{pk}" for pk in Policy.objects.order_by("name").values_list("pk", flat=True))
    assert client.post(url, {first: " MIT ", second: ""}).status_code == 302
    # A field that was not sent takes nothing back.
    assert client.post(url, {second: ""}).status_code == 302
    assert PolicyLicense.objects.get().license == "MIT"
    page = client.get(url).content.decode()
    assert 'value="MIT"' in page
    assert make.manager(of).username in page
    refused = client.post(url, {first: "MIT", second: "a|b"}).content.decode()
    assert "without the sign |" in refused
    assert f'id="id_{second}_error"' in refused
    assert PolicyLicense.objects.get().license == "MIT"
