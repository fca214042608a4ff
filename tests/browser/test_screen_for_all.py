"""The screen on a phone, beside its guidelines, in whatever room there is."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import make
from tests.browser.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FORM = {
    "completion": [
        {"name": "overall", "type": "scale", "min": 1, "max": 7, "required": True},
        {"name": "wrong", "type": "flag"},
        {"name": "tone", "type": "choice", "options": ["warm", "cold"]},
        {"name": "certainty", "type": "scale", "min": 0, "max": 100},
    ],
    "task": [{"name": "why", "type": "text", "label": "Why?"}],
}


def signed_in(browser: Browser, live_server: Any, sign_in: Any, page: Page, **options: Any) -> Page:
    other = browser.new_context(storage_state=page.context.storage_state(), **options)
    return other.new_page()


@pytest.mark.parametrize("kind", ["ranking", "demonstration"])
def test_a_phone_never_scrolls_sideways(
    page: Page, browser: Browser, live_server: Any, sign_in: Any, kind: str
) -> None:
    form = FORM if kind == "ranking" else {"task": FORM["task"]}
    project = make.project(kind, name="A name that is longer than a phone is wide", form=form, guidelines="# Be fair")
    make.tasks(project, 1)
    sign_in(make.member(project))
    phone = signed_in(browser, live_server, sign_in, page, viewport={"width": 390, "height": 844}, has_touch=True)
    phone.goto(f"{live_server.url}/label/{project.slug}/")
    expect(phone.locator(".task")).to_be_visible()
    phone.locator("#guidelines").get_by_role("button", name="Close").tap()
    reading = phone.locator(".task__reading").bounding_box()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.context.set_offline(True)
    phone.locator("textarea").first.fill("Kept.")
    expect(phone.locator("#sync-status")).to_have_attribute("data-tone", "warn")
    expect(phone.locator("#sync-status")).to_be_in_viewport()
    assert phone.locator(".task__reading").bounding_box() == reading
    phone.context.close()


def test_the_guidelines_end_where_the_dock_begins(page: Page, open_project: Any) -> None:
    project = make.project(form=FORM, guidelines="\n\n".join(f"Rule {number}." for number in range(80)))
    make.tasks(project, 1, completions=2)
    open_project(project)
    panel, dock = page.locator("#guidelines"), page.locator(".dock")
    expect(panel).to_be_visible()
    until(
        page,
        "document.querySelector('#guidelines').getBoundingClientRect().bottom"
        " >= document.querySelector('.dock').getBoundingClientRect().top",
    )
    panel.evaluate("panel => panel.scrollTo(0, panel.scrollHeight)")
    last, edge = panel.locator("p").last.bounding_box(), dock.bounding_box()
    assert last is not None
    assert edge is not None
    assert last["y"] + last["height"] <= edge["y"]
