"""P1 on the labeling screen: the server is killed in the middle of a submit; the labeler goes on, all arrives once."""

import json
import os
import re
import signal

import pytest
from playwright.sync_api import Page, expect

from annotator.supervisor.running import Running
from tests.browser.conftest import browser_type_launch_args  # noqa: F401  # the same browser
from tests.browser.waiting import until
from tests.promises import crowd

SIGN_IN = """
import json
from django.conf import settings
from django.test import Client
from tests import make
project = make.project(slug="promise", kind="demonstration")
make.tasks(project, 12)
client = Client()
client.force_login(make.member(project))
print("COOKIE", json.dumps([settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value]))
"""
SUBMISSIONS = re.compile("/submissions/")
SOON = 60_000


@pytest.mark.parametrize("frozen", ["web", "PostgreSQL"])
def test_server_killed_in_the_middle_of_a_submit(product: Running, page: Page, frozen: str) -> None:
    product.start()
    ran = product.manage("shell", "--no-imports", "--command", SIGN_IN)
    assert ran.returncode == 0, ran.stderr
    line = next(line for line in ran.stdout.splitlines() if line.startswith("COOKIE "))
    name, value = json.loads(line.removeprefix("COOKIE "))
    page.context.add_cookies([{"name": name, "value": value, "url": product.url}])
    page.goto(f"{product.url}/label/promise/")
    page.locator("#answer").fill("The first.")
    until(page, "() => document.querySelector('labeling-screen').shift.supply.ids.length === 1")
    # The request has come so far, and stays there until everything is killed.
    for number in product.numbers(frozen):
        os.kill(number, signal.SIGSTOP)
    with page.expect_request(SUBMISSIONS):
        page.keyboard.press("Control+Enter")
    expect(page.locator("#answer")).to_have_value("")
    page.locator("#answer").fill("The second.")
    product.kill()
    expect(page.locator("#sync-status")).to_contain_text("1 unsent")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#sync-status")).to_contain_text("2 unsent")
    product.start()
    expect(page.locator("labeling-screen")).to_have_attribute("data-unsent", "0", timeout=SOON)
    expect(page.locator("#answer")).to_have_value("", timeout=SOON)
    texts = crowd.ask_database(
        product, "list(Submission.objects.order_by('number').values_list('judgment__text', flat=True))"
    )
    assert texts == ["The first.", "The second."]
