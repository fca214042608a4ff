"""From a new project to its first judgment: questions by keyboard, the preview, a dropped file, its check, labeling."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from labeling.actions import run_import
from labeling.models import Import, Project
from tests import make
from tests.browser.test_axe import assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROWS = [
    {
        "prompt": f"Why is the sky {colour}?",
        "completions": [{"text": "Air.", "model": "a"}, {"text": "Sea.", "model": "b"}],
    }
    for colour in ("blue", "red")
]


@pytest.fixture
def maya(page: Page, sign_in: Callable[[User], None], complaints: list[str]) -> Iterator[User]:
    maya = make.user("maya", can_create_projects=True)
    sign_in(maya)
    yield maya
    assert complaints == []


def drop(page: Page, content: str, name: str) -> None:
    files = page.evaluate_handle(
        """([content, name]) => {
            const files = new DataTransfer();
            files.items.add(new File([content], name));
            return files;
        }""",
        [content, name],
    )
    page.dispatch_event("[data-drop-zone]", "drop", {"dataTransfer": files})
    expect(page.locator("[data-drop-name]")).to_contain_text(name)


def run_waiting() -> None:
    run_import.run(Import.objects.get(state="queued").pk)


def test_from_a_new_project_to_the_first_judgment(page: Page, live_server: Any, maya: User) -> None:
    page.goto(f"{live_server.url}/projects/new/")
    frame = page.frame_locator("iframe")
    expect(frame.locator("article.completion")).to_have_count(4)
    page.get_by_label("Name", exact=True).fill("Skies")
    page.get_by_text("Arena: A, B, tie or both bad").click()
    expect(frame.locator("article.completion")).to_have_count(2)
    ask_by_keyboard(page)
    page.locator("#id_guidelines").fill("# Be **fair**")
    expect(page.locator("#guidelines-preview h1")).to_have_text("Be fair")
    expect(frame.locator(".desk-header [data-do=guidelines]")).to_be_visible()
    frame.locator('[data-part="prompt"]').click()
    for key in ("4", "5", "b", "Enter"):
        page.keyboard.press(key)
    expect(frame.locator("#stored")).to_contain_text('"warmth": 4')
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Create project").click()
    expect(page.get_by_text("The project is ready")).to_be_visible()
    project = Project.objects.get(slug="skies")
    assert [one["name"] for one in project.versions.get().form["completion"]] == ["warmth"]
    import_skies(page)
    assert set(project.tasks.values_list("batch__name", flat=True)) == {"first"}
    page.get_by_role("link", name="Start labeling").click()
    expect(page.locator("ranking-task")).to_contain_text("Why is the sky")


def ask_by_keyboard(page: Page) -> None:
    """Two questions are added; the second is moved up, the other one removed."""
    frame = page.frame_locator("iframe")
    page.get_by_text("What labelers are asked").click()
    add = page.get_by_role("group", name="Add a question about each completion")
    add.get_by_role("button", name="Flag").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#id_completion-0-label")).to_be_focused()
    page.keyboard.type("Too long")
    expect(frame.locator("article.completion").first).to_contain_text("Too long")
    add.get_by_role("button", name="Scale").click()
    expect(page.locator("#id_completion-1-label")).to_be_focused()
    page.keyboard.type("Warmth")
    page.locator("[id='completion.1.up']").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#id_completion-0-label")).to_have_value("Warmth")
    # It is the first now, and cannot go up any more: the focus stays with it.
    expect(page.locator("[id='completion.0.down']")).to_be_focused()
    page.locator("[id='completion.1.remove']").click()
    expect(page.locator("#id_completion-1-label")).to_have_count(0)
    expect(frame.locator("article.completion").first).not_to_contain_text("Too long")


def import_skies(page: Page) -> None:
    drop(page, "\n".join(map(json.dumps, [*ROWS, {"prompt": 5}])), "skies.jsonl")
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_text("Waiting for a worker")).to_be_visible()
    run_waiting()
    expect(page.get_by_text("1 row with errors stays out.")).to_be_visible()
    expect(page.frame_locator("iframe").locator("article.completion")).to_have_count(2)
    page.get_by_label("Batch").fill("first")
    page.get_by_role("button", name="Import the good rows").click()
    expect(page.get_by_text("Waiting for a worker")).to_be_visible()
    run_waiting()
    expect(page.get_by_role("link", name="To the overview")).to_be_visible()


def test_what_is_wrong_with_a_question_is_shown_where_it_stands(page: Page, live_server: Any, maya: User) -> None:
    project = make.project(by=maya)
    page.goto(f"{live_server.url}/projects/{project.slug}/settings/questions/")
    page.get_by_role("group", name="Add a question about the task").get_by_role("button", name="Choice").click()
    page.locator("#id_task-0-label").fill("Tone")
    page.locator("#id_task-0-options").fill("one")
    expect(page.get_by_text("The preview waits")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#id_task-0-options_error")).to_be_visible()
    page.locator("#id_task-0-options").fill("one\ntwo")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def test_axe_finds_nothing_on_the_pages_of_setting_up(
    page: Page, unguarded: Callable[..., Page], live_server: Any, maya: User
) -> None:
    project = make.project(by=maya, preset="helpsteer", guidelines="# Be fair")
    make.imported(project, ROWS)
    client_file = "\n".join(map(json.dumps, [*ROWS, {"prompt": "New?", "completions": ["a", "b"]}, {"prompt": 5}]))
    page.goto(f"{live_server.url}/projects/{project.slug}/import/")
    drop(page, client_file, "more.jsonl")
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_text("Waiting for a worker")).to_be_visible()
    run_waiting()
    expect(page.locator("#confirm-import")).to_be_visible()
    checked = page.url.removeprefix(live_server.url)
    tested = unguarded()
    settings = f"/projects/{project.slug}/settings"
    for path in (
        "/projects/new/", "/projects/new/preview/", f"{settings}/questions/", f"{settings}/guidelines/",
        f"{settings}/splits/", f"{settings}/archive/", f"{settings}/clone/", checked, f"{checked}sample/",
    ):  # fmt: skip
        tested.goto(f"{live_server.url}{path}")
        tested.wait_for_load_state("networkidle")
        assert_accessible(tested)
    tested.goto(f"{live_server.url}{settings}/state/")
    tested.get_by_label("Sealed").check()
    tested.get_by_role("button", name="Save").click()
    expect(tested.get_by_role("alert")).to_be_visible()
    assert_accessible(tested)
