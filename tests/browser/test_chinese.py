"""The labeler's pages in Simplified Chinese, mirrored, and with longer words than ours."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.actions.make_sign_in_link import make_sign_in_link
from labeling.actions.add_member import add_member
from labeling.models import Skip
from tests import make
from tests.browser.ranking_screen import here, newest, next_task, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# As long as German: two fifths more, with the accents that show what is cut off at the top.
LENGTHEN = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode, owner = text.parentElement;
    if (!owner.closest(".dock, header, .menu__panel") || owner.closest("kbd, .letter, [data-part=tiers]")) continue;
    const words = text.data.trim();
    if (words.length > 2) text.data = text.data + " " + "Üß".repeat(Math.ceil(words.length / 5));
  }
}"""
CUT_OFF = """() => [...document.querySelectorAll("button, a, p, h1")]
  .filter((one) => one.checkVisibility() && one.closest(".dock, header") && !one.closest(".visually-hidden"))
  .filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width > 1 && (box.left < -1 || box.right > innerWidth + 1);
  })
  .map((one) => one.outerHTML.slice(0, 80))"""


def wide(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def test_a_ranking_from_sign_in_to_history_in_chinese(
    page: Page, live_server: Any, sign_in: Any, complaints: list[str], settings: Any
) -> None:
    settings.SITE_URL = live_server.url
    project = make.project(name="问答排序", preset="instructgpt", guidelines="请先读完再排序。")
    make.tasks(project, 3)
    lin = make.user("lin")
    add_member(project=project, user=lin, role="labeler", by=None, now=make.timezone.now())
    page.goto(f"{live_server.url}/sign-in/")
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="简体中文").click()
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    page.goto(make_sign_in_link(user=lin, by=None, now=make.timezone.now()))
    page.get_by_role("button", name="以 lin 的身份登录").click()
    page.goto(live_server.url)
    expect(page.get_by_role("heading", name="我的项目")).to_be_visible()
    page.get_by_role("link", name="开始标注").click()
    expect(page.get_by_role("article", name="回答 A")).to_be_visible()
    expect(page.locator("#missing")).to_contain_text("评分")
    first = here(page)
    press(page, "6 5 4 3 a b c d Enter")
    next_task(page, first)
    assert newest().judgment["tiers"] == [["A"], ["B"], ["C"], ["D"]]
    press(page, "?")
    expect(page.get_by_text("跳过，再按原因的数字")).to_be_visible()
    page.keyboard.press("Escape")
    second = here(page)
    press(page, "s")
    expect(page.get_by_role("heading", name="跳过：为什么？")).to_be_visible()
    page.keyboard.press("1")
    expect(page.locator("ranking-task")).not_to_have_attribute("data-assignment", second)
    page.goto(f"{live_server.url}/label/{project.slug}/history/")
    expect(page.get_by_role("heading", name="您提交的内容")).to_be_visible()
    assert Skip.objects.get().reason == "unclear"
    assert complaints == []


@pytest.mark.parametrize("width", [1280, 390])
def test_mirrored_pages_do_not_overflow(page: Page, live_server: Any, sign_in: Any, width: int) -> None:
    project = make.project(preset="instructgpt", guidelines="Be fair.")
    make.tasks(project, 1)
    sign_in(make.member(project))
    page.set_viewport_size({"width": width, "height": 800})
    for address, waited in (("/", "main h1"), (f"/label/{project.slug}/", "ranking-task")):
        page.goto(live_server.url + address)
        expect(page.locator(waited)).to_be_visible()
        page.evaluate("document.documentElement.dir = 'rtl'")
        assert wide(page) == 0
        assert page.evaluate(CUT_OFF) == []
    # What begins a line on the left begins it on the right now.
    assert page.evaluate("getComputedStyle(document.querySelector('header > h1')).direction") == "rtl"
    name, menu = (page.locator(f"header > {part}").last.bounding_box() for part in ("h1", "details.menu"))
    assert name is not None
    assert menu is not None
    assert name["x"] > menu["x"]


def test_words_longer_by_two_fifths_fit_on_a_phone(page: Page, live_server: Any, sign_in: Any) -> None:
    project = make.project(ranking={"acceptability": True, "rewrite": "optional"}, guidelines="Be fair.")
    make.tasks(project, 1)
    sign_in(make.member(project))
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/label/{project.slug}/")
    expect(page.locator("ranking-task")).to_be_visible()
    page.evaluate(LENGTHEN)
    assert wide(page) == 0
    assert page.evaluate(CUT_OFF) == []


def test_a_preset_of_pairs_speaks_chinese(page: Page, live_server: Any, sign_in: Any) -> None:
    project = make.project(preset="helpsteer")
    make.tasks(project, 1, completions=2)
    labeler = make.member(project)
    labeler.preferences = {"language": "zh-hans"}
    labeler.save()
    sign_in(labeler)
    page.goto(f"{live_server.url}/label/{project.slug}/")
    expect(page.get_by_text("有用性").first).to_be_visible()
    expect(page.locator("[data-part=pair]")).to_contain_text("明显")
    expect(page.locator("#missing")).to_contain_text("为 A 评分：有用性")
    # The look-ahead must have its answer before the tables are emptied.
    page.wait_for_load_state("networkidle")
