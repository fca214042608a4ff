"""Real Chromium. A missing browser fails the browser tests: silence would look like success."""

import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Route, expect

from accounts.models import User
from labeling.models import Project
from tests import make
from tests.browser.kept import Kept, leave

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Chromium hears the last list of features only: what Playwright switches off is said again.
FEATURES_OFF = (
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
    # Ours: each new window would load these pages for its address bar, which costs more than most of our pages.
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxPopup",
)
FLAGS = [
    "--no-sandbox",  # root has no other way
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A page finds the process of the page before, which has compiled the scripts.
    "--renderer-process-limit=1",
    "--disable-site-isolation-trials",
    f"--disable-features={','.join(FEATURES_OFF)}",
]
# Nobody listens there; browsers trust this host as they do https.
MODULES = "http://localhost:55555/"
# Playwright's own loop runs in the tests' thread; Django would take that for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.fail("No Chromium: install it, or name it in CHROMIUM. `./run test` installs it where it may.")
    return {**browser_type_launch_args, "executable_path": path, "args": FLAGS}


@pytest.fixture(scope="session")
def modules(browser: Browser) -> Iterator[Callable[[], Page]]:
    """A page on which the product's modules can be imported, from the disk: without a server, it is there at once."""
    context = browser.new_context()
    context.route("**/*", serve_static)
    page = context.new_page()

    def fresh() -> Page:
        page.goto(MODULES)
        return page

    yield fresh
    context.close()


def serve_static(route: Route) -> None:
    if route.request.url == MODULES:
        route.fulfill(content_type="text/html", body="<!doctype html>")
    else:
        route.fulfill(path=finders.find(urlsplit(route.request.url).path.removeprefix("/static/")))


@pytest.fixture(scope="session")
def kept(browser: Browser) -> Kept:
    return Kept(browser)


@pytest.fixture
def context(kept: Kept) -> Iterator[BrowserContext]:
    """In place of pytest-playwright's, which makes a new one for each test."""
    yield kept.context
    kept.empty()


@pytest.fixture
def sign_in(
    transactional_db: None, live_server: Any, kept: Kept, context: BrowserContext
) -> Iterator[Callable[[User], None]]:
    """Sign a person in in this test's browser context, by a session made on the server."""

    def sign_in(person: User) -> None:
        client = Client()
        client.force_login(person)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    others = set(backends())
    yield sign_in
    leave(kept.pages)
    wait_for_requests(others)


@pytest.fixture(scope="session")
def kept_unguarded(browser: Browser) -> Kept:
    return Kept(browser, bypass_csp=True)


@pytest.fixture
def unguarded(kept_unguarded: Kept, context: BrowserContext, sign_in: Any) -> Iterator[Callable[..., Page]]:
    """Open a page of whoever is signed in, with scripts of others let in: the pages' policy keeps axe out."""

    def unguarded(*, width: int = 1280, theme: Any = "light") -> Page:
        kept_unguarded.context.add_cookies(context.cookies())  # type: ignore[arg-type]
        page = kept_unguarded.context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme)
        return page

    yield unguarded
    kept_unguarded.empty()


def wait_for_requests(others: set[int]) -> None:
    """Until the server has finished what the pages asked for: emptying the tables would meet it half-way.

    A request holds its connection until its end, also between two questions to the database. `others` were there
    before: what earlier tests of this process left open answers nobody.
    """
    deadline = time.monotonic() + 10
    quiet = 0
    # Several times: what the page sent last may have been accepted and not begun, on a machine under load.
    while quiet < 5 and time.monotonic() < deadline:
        quiet = 0 if set(backends()) - others else quiet + 1
        time.sleep(0.025)


def backends() -> list[int]:
    """The connections to this test's database besides our own, by the numbers of their processes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        return [pid for (pid,) in cursor.fetchall()]


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """Everything the browser complains of: console errors, violations of the policy, dialogs, uncaught errors."""
    heard: list[str] = []
    page.on("console", lambda line: heard.append(line.text) if line.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: heard.append(f"uncaught: {error}"))

    def hear(dialog: Dialog) -> None:
        heard.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", hear)
    return heard


@pytest.fixture(scope="session", autouse=True)
def static_files() -> None:
    """The test server hands out what lies in STATIC_ROOT: collect everything there once."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    # All workers of a run share the folder: the first collects, the others wait.
    with Path(settings.STATIC_ROOT, ".lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not Path(lock.name).stat().st_size:
            call_command("collectstatic", interactive=False, link=True, verbosity=0)
            lock.write("collected")
    # Threads of the test server that kept their connections would keep the database from being dropped.
    connections.settings["default"]["CONN_MAX_AGE"] = 0


@pytest.fixture
def open_project(page: Page, live_server: Any, sign_in: Callable[[User], None], complaints: list[str]) -> Iterator[Any]:
    """Sign a new labeler in and open the project's screen on its first task."""

    def open_project(project: Project) -> User:
        labeler = make.member(project)
        sign_in(labeler)
        page.goto(f"{live_server.url}/label/{project.slug}/")
        expect(page.locator("ranking-task")).to_be_visible()
        return labeler

    yield open_project
    assert complaints == []
