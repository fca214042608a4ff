"""P13: texts that try to act do nothing, on any page that shows them, in a real browser with the policy on."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Request, expect

from accounts.models import User
from labeling.actions.change_project import change_project
from labeling.models import Assignment, Task
from tests import make
from tests.hostile import STORABLE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# An answer of the server's, however the page came by it, must not be markup for these.
PLANTED = (
    "script:not([src]):not([type='application/json']), iframe, object, embed, img[src^=http], [onerror], "
    # Our own charts all have a class, what is planted has none.
    "svg:not([class]), "
    # Our scripts give numbers to these two; no text ends up as their attribute.
    "[style]:not(html, ranking-task)"
)


@pytest.fixture
def strangers(page: Page, live_server: Any) -> list[str]:
    """Requests that leave the site."""
    gone: list[str] = []

    def look(request: Request) -> None:
        if not request.url.startswith((live_server.url, "data:", "blob:")):
            gone.append(request.url)

    page.on("request", look)
    return gone


def portions(texts: list[str], size: int) -> list[list[str]]:
    return [texts[start : start + size] for start in range(0, len(texts), size)]


def assert_quiet(page: Page, complaints: list[str], strangers: list[str]) -> None:
    assert (complaints, strangers) == ([], [])
    assert page.locator(PLANTED).evaluate_all("found => found.map(one => one.outerHTML.slice(0, 200))") == []


def test_the_labeling_screen(
    page: Page, live_server: Any, sign_in: Callable[[User], None], complaints: list[str], strangers: list[str]
) -> None:
    hostile = "\n\n".join(STORABLE)
    form = {"completion": [{"name": "q", "type": "flag", "label": "<img src=x onerror=alert(1)>"}]}
    project = make.project(name="<script>alert(1)</script>", guidelines=hostile, form=form)
    rows = [
        {"id": f"{number}</script>", "prompt": "\n\n".join(texts), "completions": [*texts, hostile[: 2000 + number]]}
        for number, texts in enumerate(portions(STORABLE, 8))
    ]
    make.imported(project, rows)
    labeler = make.member(project)
    User.objects.filter(pk=labeler.pk).update(display_name="<svg/onload=alert(1)>")
    sign_in(labeler)
    page.goto(f"{live_server.url}/label/{project.slug}/")
    for number in range(len(rows)):
        task = page.locator("ranking-task")
        expect(task).to_be_visible()
        assert_quiet(page, complaints, strangers)
        page.keyboard.press("t")
        before = str(task.get_attribute("data-assignment"))
        if number == len(rows) - 1:
            break
        for label in Assignment.objects.get(pk=before).order:
            page.keyboard.press("ABCDEFGHI"[Assignment.objects.get(pk=before).order.index(label)])
        page.keyboard.press("Enter")
        expect(task).not_to_have_attribute("data-assignment", before)
    page.goto(f"{live_server.url}/label/{project.slug}/history/")
    expect(page.locator(".own-work")).to_be_visible()
    assert_quiet(page, complaints, strangers)


def test_the_preview_and_a_written_answer(
    page: Page, live_server: Any, sign_in: Callable[[User], None], complaints: list[str], strangers: list[str]
) -> None:
    project = make.project("demonstration")
    make.tasks(project, 1)
    sign_in(make.member(project))
    page.goto(f"{live_server.url}/label/{project.slug}/")
    page.locator("#answer").fill("\n\n".join(STORABLE))
    expect(page.locator(".preview__text")).to_contain_text("alert(1)")
    assert_quiet(page, complaints, strangers)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Nothing left for you right now")).to_be_visible()
    page.goto(f"{live_server.url}/label/{project.slug}/history/")
    expect(page.locator(".own-work")).to_be_visible()
    assert_quiet(page, complaints, strangers)


def test_the_managers_pages(
    page: Page, live_server: Any, sign_in: Callable[[User], None], complaints: list[str], strangers: list[str]
) -> None:
    manager = make.user("manager", display_name="m<img src=x onerror=alert(1)>")
    project = make.project(name="</title><script>alert(1)</script>", by=manager)
    change_project(project=project, by=manager, now=timezone.now(), guidelines="\n\n".join(STORABLE))
    text = "<img src=x onerror=alert(1)>"
    rows = [
        {"id": f"{number}{text}", "prompt": "\n\n".join(texts), "batch": f"b{text}",
         "completions": [{"text": one, "model": f"m{text}"} for one in texts[:9]]}
        for number, texts in enumerate(portions(STORABLE, 9))
        if len(texts) > 1
    ]  # fmt: skip
    make.imported(project, rows)
    labeler = make.member(project)
    User.objects.filter(pk=labeler.pk).update(display_name="l'><script>alert(1)</script>")
    make.submitted(make.claimed(project, labeler))
    sign_in(manager)
    tasks = [f"tasks/{pk}/" for pk in Task.objects.values_list("pk", flat=True)]
    for place in ("", "tasks/", "import/", "members/", "settings/", "exports/", *tasks):
        page.goto(f"{live_server.url}/projects/{project.slug}/{place}")
        expect(page.locator("main")).to_be_visible()
        assert_quiet(page, complaints, strangers)
    for place in ("/", "/projects/"):
        page.goto(f"{live_server.url}{place}")
        assert_quiet(page, complaints, strangers)
