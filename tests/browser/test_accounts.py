"""Signing in, one's own pages, the administration and the API's docs, under the strict policy."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.actions.make_sign_in_link import make_sign_in_link
from accounts.models import User
from tests import make

pytestmark = pytest.mark.browser


def test_from_a_link_to_a_password_and_in_again(
    sign_in: Callable[[User], None], live_server: Any, page: Page, complaints: list[str]
) -> None:
    link = make_sign_in_link(user=make.user("ada"), by=None, now=timezone.now())
    page.goto(live_server.url + link.removeprefix(settings.SITE_URL))
    page.get_by_role("button", name="Sign in as ada").click()
    page.get_by_label("New password", exact=True).fill("correct horse battery")
    page.get_by_label("New password confirmation").fill("correct horse battery")
    page.get_by_role("button", name="Save password").click()
    expect(page.get_by_text("Your new password is set.")).to_be_visible()

    page.locator("summary", has_text="ada").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("summary", has_text="ada")).to_be_visible()
    assert complaints == []


def test_the_theme_holds_on_the_next_page(
    sign_in: Callable[[User], None], live_server: Any, page: Page, complaints: list[str]
) -> None:
    sign_in(make.user("ada"))
    page.goto(live_server.url + "/account/")
    with page.expect_response("**/account/preferences/") as answer:
        page.locator("main").get_by_role("button", name="Dark").click()
    assert answer.value.status == 204
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert complaints == []


def test_the_docs_of_the_api_draw_and_try_out(
    sign_in: Callable[[User], None], live_server: Any, page: Page, complaints: list[str]
) -> None:
    sign_in(make.user("ada"))
    page.goto(live_server.url + "/api/docs/")
    operation = page.locator("#operations-projects-list_projects")
    operation.get_by_role("button").first.click()
    operation.get_by_role("button", name="Try it out").click()
    with page.expect_response("**/api/projects/*") as answer:
        operation.get_by_role("button", name="Execute").click()
    assert answer.value.status == 200
    assert complaints == []


def test_the_administration_draws(
    sign_in: Callable[[User], None], live_server: Any, page: Page, complaints: list[str]
) -> None:
    root = make.user("root", is_superuser=True, is_staff=True)
    make.tasks(make.project(), 1)
    sign_in(root)
    for path in ("", "accounts/user/", f"accounts/user/{root.pk}/change/", "accounts/event/", "labeling/import/"):
        page.goto(f"{live_server.url}/admin/{path}")
        expect(page.locator("#content")).to_be_visible()
    page.goto(live_server.url + "/admin/accounts/user/")
    page.locator("input.action-select").first.check()
    page.locator("select[name=action]").select_option("show_sign_in_link")
    page.get_by_role("button", name="Go").click()
    expect(page.locator(".messagelist")).to_contain_text("/sign-in/link/")
    assert complaints == []
