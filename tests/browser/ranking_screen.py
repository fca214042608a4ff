"""What the tests of the ranking screen do and look at."""

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


def here(page: Page) -> str:
    return str(page.locator("ranking-task").get_attribute("data-assignment"))


def newest() -> Submission:
    return Submission.objects.latest("number")
