"""What the tests of the ranking screen do and look at."""

import time

from playwright.sync_api import Page, expect

from labeling.models import Submission


def press(page: Page, keys: str) -> None:
    for key in keys.split():
        page.keyboard.press(key)


def tiers(page: Page) -> dict[str, str]:
    cards = page.locator("article[data-label]")
    return {str(card.get_attribute("data-label")): str(card.get_attribute("data-tier")) for card in cards.all()}


def next_task(page: Page, before: str) -> None:
    expect(page.locator("ranking-task")).not_to_have_attribute("data-assignment", before)
    delivered(page)


def delivered(page: Page) -> None:
    """The next task is painted before the server has the last one."""
    expect(page.locator("labeling-screen")).to_have_attribute("data-unsent", "0")


def here(page: Page) -> str:
    return str(page.locator("ranking-task").get_attribute("data-assignment"))


def newest(count: int = 1) -> Submission:
    """The last submission, once there are so many: the screen goes on before the server has answered."""
    deadline = time.monotonic() + 5
    while Submission.objects.count() < count and time.monotonic() < deadline:
        time.sleep(0.02)
    return Submission.objects.latest("number")
