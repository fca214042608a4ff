"""Single keys switched off, keys changed, and what their hints say."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from tests import make
from tests.browser.ranking_screen import here, newest, next_task, press, tiers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_command_gets_another_key_and_back(page: Page, open_project: Any) -> None:
    project = make.project(ranking={"acceptability": True})
    make.tasks(project, 1)
    labeler = open_project(project)
    press(page, "a b c d")
    wanted = page.locator("#missing")
    expect(wanted).to_have_text("Draw the acceptability line: -")
    press(page, "Backspace Backspace Backspace Backspace ?")
    legend = page.get_by_role("dialog", name="Keys")
    legend.get_by_role("button", name="Change keys").click()
    legend.get_by_role("button", name="Another key for: the acceptability line goes here").click()
    said = legend.locator("[data-part=says]")
    press(page, "r")
    expect(said).to_contain_text("R is taken by")
    press(page, "b")
    expect(said).to_contain_text("B is fixed")
    with page.expect_response("**/account/preferences/"):
        press(page, "k")
    expect(said).to_contain_text("K is now")
    assert User.objects.get(pk=labeler.pk).preferences["keys"] == {"line": "K"}
    press(page, "Escape")
    press(page, "a b c d")
    expect(wanted).to_have_text("Draw the acceptability line: K")
    press(page, "?")
    page.get_by_role("switch", name="Single-key shortcuts").click()
    expect(wanted).to_have_text("Draw the acceptability line")
    page.get_by_role("switch", name="Single-key shortcuts").click()
    expect(wanted).to_have_text("Draw the acceptability line: K")
    press(page, "Escape Backspace Backspace Backspace Backspace a - b k")
    expect(page.locator(".gap[data-line] .gap__line")).to_have_attribute("data-at", "2")
    page.reload()
    expect(page.locator("ranking-task")).to_be_visible()
    press(page, "?")
    legend.get_by_role("button", name="Change keys").click()
    with page.expect_response("**/account/preferences/"):
        legend.get_by_role("button", name="Back to the defaults").click()
    assert "keys" not in User.objects.get(pk=labeler.pk).preferences


def test_with_single_keys_off_the_named_ones_and_buttons_remain(page: Page, open_project: Any) -> None:
    project = make.project()
    make.tasks(project, 2, completions=2)
    open_project(project)
    first = here(page)
    press(page, "?")
    with page.expect_response("**/account/preferences/"):
        page.get_by_role("switch", name="Single-key shortcuts").click()
    press(page, "Escape")
    press(page, "a Enter s")
    assert set(tiers(page).values()) == {""}
    expect(page.locator("#skip kbd")).to_be_hidden()
    page.get_by_role("button", name="B is better").focus()
    press(page, "Enter")
    assert tiers(page) == {"A": "2", "B": "1"}
    press(page, "Control+z")
    assert set(tiers(page).values()) == {""}
    page.get_by_role("button", name="A is better").focus()
    press(page, "Enter Control+Enter")
    next_task(page, first)
    assert newest().judgment["tiers"] == [["A"], ["B"]]
