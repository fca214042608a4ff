"""A kept context is lent as empty as a new one."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.kept import Kept

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LEAVE = """async () => {
  localStorage.setItem("left", "1");
  sessionStorage.setItem("left", "1");
  await new Promise((done) => {
    const asked = indexedDB.open("left", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("things");
    asked.onsuccess = done;
  });
  await (await caches.open("left")).put("/left", new Response("left"));
}"""
FOUND = """async () => ({
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
  reads: (await navigator.permissions.query({ name: "clipboard-read" })).state,
  online: navigator.onLine,
})"""
NOTHING = {"local": 0, "session": 0, "databases": 0, "caches": 0, "reads": "prompt", "online": True}


def found(context: BrowserContext, url: str) -> Any:
    page = context.new_page()
    page.goto(url)
    return page.evaluate(FOUND)


def test_what_a_test_leaves_is_not_there_for_the_next(kept: Kept, context: BrowserContext, live_server: Any) -> None:
    url = f"{live_server.url}/robots.txt"
    assert found(context, url) == NOTHING
    context.grant_permissions(["clipboard-read"])
    context.add_cookies([{"name": "left", "value": "1", "url": live_server.url}])
    page = context.new_page()
    page.goto(url)
    page.evaluate(LEAVE)
    left = {"local": 1, "session": 0, "databases": 1, "caches": 1, "reads": "granted", "online": True}
    assert found(context, url) == left
    context.route("**/*", lambda route: route.abort())
    context.set_offline(True)
    kept.empty()
    assert kept.pages == []
    assert context.cookies() == []
    assert found(context, url) == NOTHING


def test_what_cannot_be_taken_back_is_refused(context: BrowserContext, page: Page) -> None:
    with pytest.raises(AssertionError, match="goes on to the next test"):
        context.add_init_script("1")
    with pytest.raises(AssertionError, match="goes on to the next test"):
        context.expose_function("left", print)
    with pytest.raises(AssertionError, match="goes on to the next test"):
        context.on("page", lambda page: None)
    page.on("console", lambda line: None)
