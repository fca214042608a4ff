"""The screen with its files as they are sent: without comments, its scripts and sheets joined."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles.finders import get_finders
from playwright.sync_api import Page, Route, expect

from annotator.static_storage import ModuleStaticFilesStorage, Sent
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TYPES = {"css": "text/css", "js": "text/javascript"}
OWN_NAMES = ("annotator/", "labeling/")


@pytest.fixture(scope="module")
def sent() -> Sent:
    paths = {name: (storage, name) for finder in get_finders() for name, storage in finder.list([])}
    return Sent(paths, ModuleStaticFilesStorage.joined)


@pytest.fixture
def asked(page: Page, sent: Sent) -> set[str]:
    """Answer for our scripts and sheets as they are sent; return the names that were asked for by the page itself."""
    names: set[str] = set()

    def answer(route: Route) -> None:
        name = urlsplit(route.request.url).path.removeprefix("/static/")
        if not name.startswith(OWN_NAMES) or Path(name).suffix[1:] not in TYPES:
            return route.continue_()
        names.add(name)
        return route.fulfill(body=sent.open(name).read(), content_type=TYPES[Path(name).suffix[1:]])

    page.route("**/static/**", answer)
    return names


@pytest.mark.parametrize("kind", ["ranking", "demonstration"])
def test_the_screen_works_with_joined_files(
    page: Page, live_server: Any, sign_in: Any, complaints: list[str], asked: set[str], kind: str
) -> None:
    project = make.project(kind)
    make.tasks(project, 2)
    sign_in(make.member(project))
    page.goto(f"{live_server.url}/label/{project.slug}/")
    task = page.locator("[data-assignment]")
    expect(task).to_be_visible()
    first = task.get_attribute("data-assignment")
    if kind == "demonstration":
        page.locator("#answer").fill("An answer.")
        page.keyboard.press("Control+Enter")
    else:
        for key in "abcd":
            page.keyboard.press(key)
        page.keyboard.press("Enter")
    expect(page.locator(f'[data-assignment]:not([data-assignment="{first}"])')).to_be_visible()
    expect(page.locator("labeling-screen")).to_have_attribute("data-unsent", "0")
    assert {name for name in asked if name.endswith(".css")} == {"annotator/site.css", "labeling/label.css"}
    assert complaints == []
