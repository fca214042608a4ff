"""A browser context that outlives the test: what it has fetched and compiled once, the next test finds there.

A context of its own for each test costs a process, an empty cache and a hundred scripts compiled anew: more than most
tests do. So one test after the other has the same, and each finds it as empty as a new one.
"""

from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

# Of these there is no taking back, or it would have to be remembered by whom they were made.
FOR_GOOD = ("add_init_script", "expose_binding", "expose_function", "on", "once")


class Kept:
    """One context, lent to one test at a time."""

    def __init__(self, browser: Browser, **options: Any) -> None:
        self.context: BrowserContext = browser.new_context(**options)
        # While a page is open, the process lives that has compiled the scripts.
        self.resting = self.context.new_page()
        self.devtools = self.context.new_cdp_session(self.resting)
        for name in FOR_GOOD:
            setattr(self.context, name, _refuse)

    @property
    def pages(self) -> list[Page]:
        """What the test has opened, and not closed."""
        return [page for page in self.context.pages if page != self.resting]

    def empty(self) -> None:
        """As new: no pages, cookies, stored texts, databases, permissions or routes, and on the net."""
        leave(self.pages)
        self.context.unroute_all()
        self.context.clear_permissions()
        self.context.set_offline(False)
        self.context.set_extra_http_headers({})
        self.devtools.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "all"})
        self.context.clear_cookies()


def leave(pages: list[Page]) -> None:
    for page in pages:
        # Leaving sends what was not sent; a closed page asks nothing more.
        page.goto("about:blank")
        page.close()


def _refuse(*_: Any, **__: Any) -> None:
    raise AssertionError("This context goes on to the next test: for what stays, take one by browser.new_context().")
