"""Qualifications on the labeler's screen, and the manager's pages of gold, qualification and adaptive overlap."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from labeling.actions.set_key import set_key
from labeling.models import AnswerKey, Assignment, Task
from tests import make
from tests.browser.ranking_screen import here, press
from tests.browser.test_axe import assert_accessible
from tests.labeling.gold import make_gold, work_through
from tests.labeling.qualification import go_through, make_set

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def keys_for(page: Page, *best_first: int) -> str:
    order = Assignment.objects.get(pk=here(page)).order
    return " ".join("abc"[order.index(index)] for index in best_first) + " Enter"


def test_a_labeler_qualifies_reads_why_and_goes_on_to_work(page: Page, open_project: Any) -> None:
    project = make.project(overlap=2)
    make.tasks(project, 2, completions=3)
    make_set(project, 2)
    open_project(project)
    expect(page.locator(".qualification-note")).to_contain_text("Task 1 of 2")
    press(page, keys_for(page, 0, 1, 2))
    dialog = page.get_by_role("dialog", name="About your answer")
    expect(dialog).to_contain_text("Because")
    expect(dialog.locator(".explained--right")).to_have_count(2)
    press(page, "Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator(".qualification-note")).to_contain_text("Task 2 of 2")
    press(page, keys_for(page, 0, 2, 1))
    expect(dialog).to_contain_text("You have passed the qualification")
    press(page, "Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator("ranking-task:not([data-qualification])")).to_be_visible()
    expect(page.locator(".qualification-note")).to_have_count(0)


def test_who_does_not_pass_reads_so_calmly(page: Page, live_server: Any, sign_in: Any) -> None:
    project = make.project()
    make.tasks(project, 1, completions=3)
    make_set(project, 1)
    sign_in(make.member(project))
    page.goto(f"{live_server.url}/label/{project.slug}/")
    expect(page.locator("ranking-task")).to_be_visible()
    press(page, keys_for(page, 2, 1, 0))
    dialog = page.get_by_role("dialog", name="About your answer")
    expect(dialog).to_contain_text("You have not passed")
    assert Axe().run(page).violations_count == 0
    press(page, "Enter")
    expect(page.locator('[data-when="empty"]')).to_contain_text("Its managers can give you another attempt")


@pytest.fixture
def full(sign_in: Callable[[User], None]) -> Any:
    """A project with gold, a set, scores, and its manager signed in."""
    project = make.project(name="Moon", overlap=3, form={"completion": [{"name": "toxic", "type": "flag"}]})
    sign_in(make.manager(project))
    make.tasks(project, 2, completions=3)
    make_gold(project, 3, rate=0.5, flags={"0": {"toxic": False}})
    for name in ("ada", "ben"):
        work_through(project, make.member(project, name=name), order=(0, 1, 2))
    for task in make.tasks(project, 2, completions=3):
        set_key(task=task, by=None, now=timezone.now(), pairs=[[0, 1]])
    make_set(project, 2)
    go_through(project, make.member(project, name="cleo"), True, False)
    return project


def test_axe_finds_nothing_on_full_pages(page: Page, live_server: Any, full: Any) -> None:
    key = f"tasks/{Task.objects.filter(purpose='gold').latest('id').pk}/key/"
    for path in (
        "quality/", "quality/gold/", "quality/qualification/", "grading/", "settings/adaptive-overlap/",
        "settings/licenses/", key,
    ):  # fmt: skip
        page.goto(f"{live_server.url}/projects/{full.slug}/{path}")
        assert_accessible(page)


def test_a_manager_sets_a_key_and_makes_it_gold(page: Page, live_server: Any, sign_in: Any) -> None:
    project = make.project()
    sign_in(make.manager(project))
    (task,) = make.tasks(project, 1, completions=3)
    page.goto(f"{live_server.url}/projects/{project.slug}/tasks/{task.pk}/")
    page.get_by_role("link", name="Answer key and gold").click()
    page.get_by_label("Place of A").select_option("1")
    page.get_by_label("Place of C").select_option("2")
    page.get_by_role("button", name="Save and make gold").click()
    expect(page.get_by_text("The key is set.")).to_be_visible()
    assert len(AnswerKey.objects.get().pairs) == 1
    page.get_by_role("link", name="Quality").click()
    page.get_by_role("link", name="Gold tasks").click()
    page.get_by_label("Share of a labeler's tasks").fill("10")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("1 sure pair")).to_be_visible()
    project.refresh_from_db()
    assert project.gold_rate == 0.1
