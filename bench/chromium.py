"""Headless Chromium for benchmarks, driven by Playwright, and what comes to it over the wire."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from annotator.supervisor.chores import BROWSERS

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET_MS = 1000


class NoBrowser(Exception):
    """There is nothing to measure with; the message says what to install."""


@contextmanager
def chromium() -> Iterator[Any]:
    """Give a browser, or say what is missing."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise NoBrowser("Playwright is missing: it is in requirements-dev.txt, which ./run bench installs.") from error
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        raise NoBrowser("No Chromium here: install it, or name it in CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


class Wire:
    """Bytes that come to a page, as encoded, headers and all; what is under way."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.cdp = page.context.new_cdp_session(page)
        self.bytes = 0
        self.requests = 0
        self._open: set[str] = set()
        self.cdp.on("Network.requestWillBeSent", lambda event: self._open.add(event["requestId"]))
        self.cdp.on("Network.loadingFinished", self._finished)
        self.cdp.on("Network.loadingFailed", lambda event: self._open.discard(event["requestId"]))
        self.cdp.send("Network.enable")

    def delay(self, milliseconds: float) -> None:
        """Hold every answer for so long, inside the browser: none of the server's threads waits."""
        conditions = {"offline": False, "latency": milliseconds, "downloadThroughput": -1, "uploadThroughput": -1}
        self.cdp.send("Network.emulateNetworkConditions", conditions)

    def slow_down(self, times: float) -> None:
        self.cdp.send("Emulation.setCPUThrottlingRate", {"rate": times})

    def wait_until_quiet(self) -> None:
        """Until nothing has been asked for or has come for a while."""
        while True:
            before = self.requests
            self.page.wait_for_timeout(QUIET_MS)
            if self.requests == before and not self._open:
                return

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self._open:
            self._open.discard(event["requestId"])
            self.requests += 1
            self.bytes += int(event["encodedDataLength"])
