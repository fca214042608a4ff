"""Work that a reviewer sent back or did not accept, on its author's screen: news in the header, never in the way."""

import re
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from labeling.actions.review_submission import review_submission
from labeling.models import Project, Submission
from tests import make
from tests.browser.ranking_screen import here, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def judge(project: Project, verdict: str, comment: str) -> None:
    reviewer = make.member(project, "reviewer", name="strict-reviewer")
    submission = Submission.objects.select_related("assignment__project").get(assignment__project=project)
    review_submission(
        submission=submission, reviewer=reviewer, verdict=verdict, comment=comment, now=timezone.now()
    )  # fmt: skip


def judged_first(page: Page, open_project: Any) -> tuple[Project, str]:
    project = make.project()
    make.tasks(project, 3, completions=2)
    open_project(project)
    first = here(page)
    with page.expect_response(re.compile("/submissions/")):
        press(page, "a Enter")
    expect(page.locator("ranking-task")).not_to_have_attribute("data-assignment", first)
    return project, first


def test_what_was_sent_back_is_opened_read_and_amended(page: Page, open_project: Any) -> None:
    project, first = judged_first(page, open_project)
    judge(project, "returned", "B answers the question, A does not.")
    page.reload()
    expect(page.locator("ranking-task")).to_be_visible()
    badge = page.get_by_role("button", name="1 sent back")
    badge.click()
    news = page.get_by_role("dialog", name="Reviews of your work")
    expect(news).to_contain_text("B answers the question")
    expect(news).not_to_contain_text("strict-reviewer")
    # Seen, but still to be done.
    expect(badge).to_be_attached()
    news.get_by_role("link", name="Open and amend").click()
    expect(page.locator(f'ranking-task[data-assignment="{first}"]')).to_be_visible()
    expect(page.locator(".verdict")).to_contain_text("B answers the question")
    press(page, "b [")
    with page.expect_response(re.compile("/submissions/")):
        press(page, "Enter")
    expect(page.locator(f'ranking-task:not([data-assignment="{first}"])')).to_be_visible()
    newest = Submission.objects.latest("number")
    assert (newest.revision, newest.judgment["tiers"]) == (2, [["B"], ["A"]])
    page.reload()
    expect(page.locator("ranking-task")).to_be_visible()
    expect(page.get_by_role("button", name="sent back")).to_have_count(0)


def test_what_was_not_accepted_is_news_once_and_cannot_be_changed(page: Page, open_project: Any) -> None:
    project, first = judged_first(page, open_project)
    judge(project, "rejected", "Copied from elsewhere.")
    page.reload()
    expect(page.locator("ranking-task")).to_be_visible()
    page.get_by_role("button", name="1 not accepted").click()
    news = page.get_by_role("dialog", name="Reviews of your work")
    expect(news).to_contain_text("Copied from elsewhere.")
    expect(page.locator('[data-part="news"]')).to_be_hidden()
    news.get_by_role("link").click()
    task = page.locator(f'ranking-task[data-assignment="{first}"]')
    expect(task).to_contain_text("This judgment was not accepted")
    expect(page.locator("#submit")).to_have_count(0)
    expect(page.locator("#sync-status")).to_contain_text("goes to somebody else")
