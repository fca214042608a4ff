"""The manager's pages in a real browser: from an empty installation to a dataset, and how they behave."""

import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from exports.actions import build_export
from exports.models import Export
from labeling.actions import run_import
from labeling.actions.start_import import start_import
from labeling.models import Import, Project
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROW = {
    "prompt": "Why is the sky blue?",
    "completions": [{"text": "Air.", "model": "a"}, {"text": "Sea.", "model": "b"}],
}


@pytest.fixture
def maya(page: Page, sign_in: Callable[[User], None], complaints: list[str]) -> Iterator[User]:
    """A manager who is signed in; the browser must have nothing to complain about in the end."""
    maya = make.user("maya", can_create_projects=True)
    sign_in(maya)
    yield maya
    assert complaints == []


def import_waiting() -> Import:
    return Import.objects.get(state="queued")


def test_from_nothing_to_a_dataset(page: Page, live_server: Any, maya: User, tmp_path: Path) -> None:
    page.goto(live_server.url)
    with page.expect_navigation():  # until the page's script is there
        page.get_by_role("link", name="New project").click()
    page.get_by_label("Name", exact=True).fill("Blauer Himmel – ¿por qué?")
    expect(page.get_by_label("Short name")).to_have_value("blauer-himmel-por-que")
    page.get_by_role("button", name="Create project").click()
    expect(page.get_by_text("The project is ready")).to_be_visible()

    file = tmp_path / "sky.jsonl"
    file.write_text(json.dumps(ROW))
    page.get_by_label("File", exact=True).set_input_files(file)
    expect(page.locator("[data-drop-name]")).to_contain_text("sky.jsonl")
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_text("Waiting for a worker")).to_be_visible()
    run_import.run(import_waiting().pk)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("Waiting for a worker")).to_be_visible()
    run_import.run(import_waiting().pk)
    page.get_by_role("link", name="To the overview").click()
    expect(page.get_by_text("0 / 1 judgments · 0 %")).to_be_visible()
    project = Project.objects.get(slug="blauer-himmel-por-que")
    make.submitted(make.claimed(project, make.member(project)))
    # Without reloading.
    expect(page.get_by_text("1 / 1 judgments · 100 %")).to_be_visible()
    page.get_by_role("link", name="Take the dataset home").click()
    page.get_by_role("link", name="New export").click()
    page.get_by_role("button", name="Build the dataset").click()
    expect(page.get_by_text("Waiting for a worker")).to_be_visible()
    build_export.build(Export.objects.get().pk)
    expect(page.locator("#content-hash")).to_have_text(re.compile("^[0-9a-f]{64}$"))
    expect(page.locator("#code-preference")).to_contain_text('load_dataset("blauer-himmel-por-que-')
    expect(page.locator("#code-preference")).to_contain_text('"preference"')
    assert json.loads(downloaded(page, "manifest.json"))
    assert downloaded(page, "Download all (zip)")[:2] == b"PK"


def downloaded(page: Page, name: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    return download.value.path().read_bytes()


def test_a_file_is_dropped_and_its_errors_are_listed(page: Page, live_server: Any, maya: User) -> None:
    project = make.project(by=maya)
    page.goto(f"{live_server.url}/projects/{project.slug}/import/")
    files = page.evaluate_handle(
        """() => {
            const files = new DataTransfer();
            files.items.add(new File(['{"prompt": 5}\\n{"prompt": "<img src=x onerror=alert(1)>"}'], "bad.jsonl"));
            return files;
        }"""
    )
    page.dispatch_event("[data-drop-zone]", "dragover", {"dataTransfer": files})
    page.dispatch_event("[data-drop-zone]", "drop", {"dataTransfer": files})
    expect(page.locator("[data-drop-name]")).to_contain_text("bad.jsonl")
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("heading", name="bad.jsonl")).to_be_visible()
    run_import.run(import_waiting().pk)
    expect(page.get_by_role("heading", name="Lines with errors")).to_be_visible()
    expect(page.get_by_role("region", name="Lines with errors").get_by_role("row")).to_have_count(3)


def test_a_file_that_cannot_be_read_is_said_without_leaving_the_form(page: Page, live_server: Any, maya: User) -> None:
    project = make.project(by=maya)
    page.goto(f"{live_server.url}/projects/{project.slug}/import/")
    for _ in range(2):
        page.get_by_label("File", exact=True).set_input_files(
            {"name": "cat.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n\x00\x00"}
        )
        page.get_by_role("button", name="Check the file").click()
        expect(page.get_by_role("alert")).to_be_visible()
        expect(page.get_by_role("button", name="Check the file")).to_be_enabled()


def test_the_theme_changes_at_once_and_is_kept(page: Page, live_server: Any, maya: User) -> None:
    page.goto(live_server.url)
    page.get_by_text("Account: maya").click()
    with page.expect_response("**/account/preferences/"):
        page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_menus_close_by_escape_and_by_a_click_elsewhere(page: Page, live_server: Any, maya: User) -> None:
    page.goto(live_server.url)
    summary = page.get_by_text("Account: maya")
    summary.click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Dark")).to_be_hidden()
    expect(page.locator("details.menu summary")).to_be_focused()
    summary.click()
    page.get_by_role("heading", level=2).click()
    expect(page.get_by_role("button", name="Dark")).to_be_hidden()


def test_the_pages_work_without_scripts(browser: Browser, live_server: Any, maya: User, page: Page) -> None:
    project = make.project(by=maya)
    context = browser.new_context(java_script_enabled=False, storage_state=page.context.storage_state())
    bare = context.new_page()
    bare.goto(f"{live_server.url}/projects/{project.slug}/import/")
    bare.get_by_label("File", exact=True).set_input_files(
        {"name": "sky.jsonl", "mimeType": "text/plain", "buffer": json.dumps(ROW).encode()}
    )
    bare.get_by_role("button", name="Check the file").click()
    run_import.run(import_waiting().pk)
    bare.reload()
    bare.get_by_role("button", name="Import", exact=True).click()
    run_import.run(import_waiting().pk)
    bare.reload()
    expect(bare.get_by_text("To the overview")).to_be_visible()
    context.close()


@pytest.fixture
def busy_project(maya: User) -> Project:
    """A project with something on each of its pages."""
    project = make.project(by=maya, preset="instructgpt")
    make.imported(project, [ROW | {"id": "sky"}])
    make.tasks(project, 2, completions=4)
    refused = io.BytesIO(b'{"prompt": 5}\n')
    run_import.run(start_import(project=project, by=maya, now=make.NOON, stream=refused, file_name="bad.jsonl").pk)
    lin = make.member(project, name="lin")
    ratings = {"overall": 5, "hallucination": True}
    assignment = make.claimed(project, lin)
    letters = "ABCD"[: len(assignment.order)]
    make.submitted(assignment, ratings=dict.fromkeys(letters, ratings))
    return project


def paths(project: Project) -> list[str]:
    task, job = project.tasks.order_by("id")[0], project.imports.latest("id")
    tabs = ["", "tasks/", f"tasks/{task.pk}/", "import/", f"import/{job.pk}/", "members/", "exports/", "settings/"]
    return ["/", "/projects/", "/projects/new/", *(f"/projects/{project.slug}/{tab}" for tab in tabs)]


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_no_page_breaks_a_rule_of_accessibility_or_overflows(
    unguarded: Callable[..., Page], live_server: Any, busy_project: Project, width: int, theme: Any
) -> None:
    shown, axe = unguarded(width=width, theme=theme), Axe()
    for path in paths(busy_project):
        shown.goto(f"{live_server.url}{path}")
        assert axe.run(shown).response["violations"] == [], path
        assert shown.evaluate("document.documentElement.scrollWidth") <= width, path


def test_on_a_phone_the_open_tab_and_section_are_in_view(page: Page, live_server: Any, maya: User) -> None:
    project = make.project(by=maya)
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{live_server.url}/projects/{project.slug}/settings/archive/")
    for strip in ("Project", "Settings"):
        expect(page.get_by_role("navigation", name=strip, exact=True).locator("[aria-current]")).to_be_in_viewport(
            ratio=0.9
        )
