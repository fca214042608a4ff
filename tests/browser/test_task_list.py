"""The list of tasks in a real browser: choosing by mouse and keys, changing many, watching, taking back."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from labeling.actions import change_tasks
from labeling.models import Project, Task, TaskChange
from tests import make
from tests.browser.test_axe import assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def project(page: Page, sign_in: Callable[[User], None], complaints: list[str]) -> Iterator[Project]:
    maya = make.user("maya")
    sign_in(maya)
    yield make.project(by=maya, slug="sky", overlap=2)
    assert complaints == []


def ticks(page: Page) -> list[bool]:
    return [tick.is_checked() for tick in page.get_by_role("checkbox", name="Choose task").all()]


def test_a_stretch_is_chosen_by_mouse_or_keys_and_changed_and_put_back(
    page: Page, live_server: Any, project: Project
) -> None:
    make.tasks(project, 6)
    page.goto(f"{live_server.url}/projects/sky/tasks/")
    boxes = page.get_by_role("checkbox", name="Choose task")
    boxes.nth(1).click()
    boxes.nth(3).click(modifiers=["Shift"])
    assert ticks(page) == [False, True, True, True, False, False]
    # The keyboard alone: Space chooses, Shift and Space choose up to here.
    boxes.nth(4).focus()
    page.keyboard.press("Space")
    boxes.nth(5).focus()
    page.keyboard.press("Shift+Space")
    assert ticks(page) == [False, True, True, True, True, True]
    expect(page.get_by_text("Chosen: 5")).to_be_visible()
    expect(page.get_by_label("Value")).to_be_visible()
    page.get_by_label("What to do").select_option("archive")
    expect(page.get_by_label("Value")).to_be_hidden()
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_text("0 tasks changed")).to_be_visible()
    change_tasks.run(TaskChange.objects.get().pk)
    # Without reloading.
    expect(page.get_by_text("5 tasks changed")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    change_tasks.run(TaskChange.objects.latest("pk").pk)
    expect(page.get_by_role("button", name="Stop")).to_be_hidden()
    assert Task.objects.filter(state="archived").count() == 0


def test_filters_unfold_and_are_taken_off_one_by_one(page: Page, live_server: Any, project: Project) -> None:
    make.tasks(project, 3, language="en")
    make.tasks(project, 2, language="zh")
    page.goto(f"{live_server.url}/projects/sky/tasks/")
    page.get_by_text("More filters").click()
    page.get_by_role("search").get_by_label("Language").select_option("zh")
    page.get_by_role("button", name="Filter", exact=True).click()
    expect(page.get_by_text("2 tasks", exact=True)).to_be_visible()
    page.get_by_role("link", name="Language").click()
    expect(page.get_by_role("checkbox", name="Choose task")).to_have_count(5)


def test_list_and_task_page_are_accessible_empty_and_full(
    unguarded: Callable[..., Page], live_server: Any, project: Project
) -> None:
    tested = unguarded()
    tested.goto(f"{live_server.url}/projects/sky/tasks/")
    assert_accessible(tested)
    [task] = make.tasks(project, 1, completions=3, language="en", use_case="chat")
    for _ in range(2):
        make.submitted(make.claimed(project, make.member(project)))
    tested.goto(f"{live_server.url}/projects/sky/tasks/?language=en")
    expect(tested.get_by_text("1 task", exact=True)).to_be_visible()
    assert_accessible(tested)
    tested.goto(f"{live_server.url}/projects/sky/tasks/{task.pk}/")
    expect(tested.get_by_text("As a table")).to_be_visible()
    assert_accessible(tested)
