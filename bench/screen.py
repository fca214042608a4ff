"""The labeling screen in Chromium: from Enter to the next task painted, bytes, and how long until keys place cards.

Rankings in the instructgpt form, K = 4, completions of about 250 words. "Cold" is an empty browser cache in a browser
and a server that are running. Held answers are held in the browser (see `Wire.delay`): that bounds what the round
trips of the screen cost, not what a busy server would.
"""

import json
import random
import statistics
import string
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import Figure
from bench.chromium import NoBrowser, Wire, chromium
from bench.labeling import run_code
from bench.servers import Running, product

SUBMITS = 60
COLD_RUNS = 9
DELAY = 200
# As fast as anybody reads four texts would be a minute; this is a labeler who hardly looks.
PACE_MS = 1500
WORDS = 250
PATIENCE = 60
SLUG = "bench-screen"
WATCH = Path(__file__).with_name("screen_watch.js")
SETUP = """
import json
from django.conf import settings
from django.test import Client
from tests import make
project = make.project(slug={slug!r}, preset="instructgpt", by=make.user("bench-manager"), guidelines="# Be fair")
cookies = []
for number in range({people}):
    client = Client()
    client.force_login(make.member(project, name=f"bench-{{number}}"))
    cookies.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
print("COOKIES", json.dumps([settings.SESSION_COOKIE_NAME, cookies]))
"""


class Labelers:
    """A fresh browser context for each next person, signed in, with the watching script in it."""

    def __init__(self, browser: Any, running: Running, name: str, cookies: list[str]) -> None:
        self.browser, self.url, self.name = browser, running.url, name
        self.cookies = iter(cookies)

    @contextmanager
    def next(self) -> Iterator[tuple[Any, Wire]]:
        context = self.browser.new_context(viewport={"width": 1280, "height": 800})
        context.add_cookies([{"name": self.name, "value": next(self.cookies), "url": self.url}])
        context.add_init_script(path=WATCH)
        page = context.new_page()
        try:
            yield page, Wire(page)
        finally:
            context.close()

    @property
    def address(self) -> str:
        return f"{self.url}/label/{SLUG}/"


def measure(scale: float) -> list[Figure]:
    submits, runs = max(round(SUBMITS * scale), 5), max(round(COLD_RUNS * scale), 3)
    with product() as running:
        running.start()
        name, cookies = set_up(running, people=3 * runs + 6, tasks=4 * runs + 3 * submits + 20)
        try:
            with chromium() as browser:
                labelers = Labelers(browser, running, name, cookies)
                for _ in range(3):
                    usable_after(labelers)
                return [*cold_loads(labelers, runs), *bytes_and_paints(labelers, submits)]
        except NoBrowser as error:
            print(f"screen: {error}", file=sys.stderr)
            return []


def cold_loads(labelers: Labelers, runs: int) -> list[Figure]:
    """Medians over fresh contexts of people who have never been there: the first claim is in it."""

    def figure(what: str, aim: str, bound: str, **conditions: float) -> Figure:
        seconds = statistics.median(usable_after(labelers, **conditions) for _ in range(runs))
        return Figure(f"cold load until a key places a card, {what}", seconds, "s", aim, bound)

    bound = "the page, then its first task (claim, fragment), each after the other; layout and paint of four texts"
    return [
        figure("median", "< 0.5", bound),
        figure("CPU 4 times slower", "< 0.5", "scripts, style and layout in the browser", slower=4),
        figure(f"answers held {DELAY} ms", "", "round trips that wait for one another", delay=DELAY),
    ]


def usable_after(labelers: Labelers, *, slower: float = 1, delay: float = 0) -> float:
    """Seconds from the start of the navigation until a real press of A has placed its card."""
    with labelers.next() as (page, wire):
        if slower > 1:
            wire.slow_down(slower)
        if delay:
            wire.delay(delay)
        page.goto(labelers.address, wait_until="commit")
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            page.keyboard.press("a")
            usable: float | None = page.evaluate("watched.usable")
            if usable is not None:
                return usable / 1000
        raise AssertionError(f"No key placed a card within {PATIENCE} s: {page.locator('body').inner_text()[:500]}")


def bytes_and_paints(labelers: Labelers, submits: int) -> list[Figure]:
    with labelers.next() as (page, wire):
        page.goto(labelers.address)
        page.wait_for_selector("ranking-task")
        wire.wait_until_quiet()
        first, requests = wire.bytes, wire.requests
        wire.delay(DELAY)
        paced = label(page, submits, pause=PACE_MS)
        wire.wait_until_quiet()
        each = (wire.bytes - first) / submits
        hurried = label(page, max(submits // 3, 3), pause=0)
    paint = f"answers held {DELAY} ms; swapping in, style and layout of the next task, and the frame's 16 ms"
    return [
        Figure("Enter to the next task painted, p50", statistics.median(paced), "ms", "< 50", paint),
        Figure("Enter to the next task painted, p95", statistics.quantiles(paced, n=20)[-1], "ms", "< 100", paint),
        Figure("the same without a pause between tasks, p50", statistics.median(hurried), "ms", "", "the answers held"),
        Figure("first task, cold cache", first / 1000, "KB", "< 150", f"{requests} requests, headers counted"),
        Figure("each next task", each / 1000, "KB", "< 30", "fragment with texts twice (rendered, raw), drafts saved"),
    ]


def label(page: Any, count: int, *, pause: float) -> list[float]:
    """Rank so many tasks by nine keys each; return what each Enter cost, in milliseconds."""
    before = page.evaluate("watched.painted.length")
    for done in range(count):
        page.wait_for_timeout(pause)
        # Ratings that fall with the order: others would be asked about.
        for key in "a6b5c4d3":
            page.keyboard.press(key)
        page.keyboard.press("Enter")
        page.wait_for_function("count => watched.painted.length > count", arg=before + done, polling=20)
    painted: list[float] = page.evaluate("watched.painted")
    return painted[before:]


def set_up(running: Running, *, people: int, tasks: int) -> tuple[str, list[str]]:
    """Make project, people and tasks; return the cookie's name and everybody's session."""
    said = run_code(running, SETUP.format(slug=SLUG, people=people))
    name, cookies = json.loads(next(line for line in said.splitlines() if line.startswith("COOKIES"))[8:])
    file = running.state.parent / f"{SLUG}.jsonl"
    with file.open("w") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows(tasks))
    imported = running.manage("import_prompts", SLUG, str(file))
    if imported.returncode:
        raise AssertionError(imported.stderr)
    return name, cookies


def rows(count: int) -> Iterator[dict[str, Any]]:
    """Prompts, each with four answers in paragraphs with a list, as models write them; the words are random."""
    chance = random.Random(1)
    words = ["".join(chance.choices(string.ascii_lowercase, k=chance.randint(2, 9))) for _ in range(3000)]

    def line(length: int) -> str:
        return " ".join(chance.choices(words, k=length)).capitalize() + "."

    def answer() -> str:
        points = [f"{number}. **{chance.choice(words)}**: {line(18)}" for number in range(1, 5)]
        return "\n\n".join([line(WORDS // 3), "\n".join(points), line(WORDS // 3)])

    for number in range(count):
        completions = [{"text": answer(), "model": f"policy-{place}"} for place in range(4)]
        yield {"id": f"bench-{number}", "prompt": line(60), "completions": completions}
