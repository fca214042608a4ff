"""Waiting for what a page says of itself."""

import time

from playwright.sync_api import Page

PATIENCE = 10


def until(page: Page, expression: str) -> None:
    """Poll the expression from outside: the browser's own polling evaluates texts, which the pages' policy forbids."""
    deadline = time.monotonic() + PATIENCE
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, f"never came true: {expression}"
        page.wait_for_timeout(20)
