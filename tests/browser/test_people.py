"""People in a real browser: by a link or a list, a cap as its labeler reads it, an exclusion and its undoing."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from labeling.actions import settle
from labeling.actions.count_figures import count_figures
from labeling.actions.invite_by_link import invite_by_link
from labeling.actions.limit_member import cap_member, pause_member
from labeling.actions.skip import skip
from labeling.models import Project, Settlement
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def maya(page: Page, sign_in: Callable[[User], None], complaints: list[str]) -> Iterator[User]:
    """A manager who is signed in; the browser must have nothing to complain about in the end."""
    maya = make.user("maya")
    sign_in(maya)
    yield maya
    assert complaints == []


@pytest.fixture
def sky(maya: User) -> Project:
    project = make.project(by=maya, slug="sky")
    make.tasks(project, 4, completions=2)
    return project


def test_a_link_makes_a_newcomer_a_member(page: Page, browser: Browser, live_server: Any, sky: Project) -> None:
    page.goto(f"{live_server.url}/projects/sky/members/")
    page.get_by_role("link", name="Invite people").first.click()
    page.get_by_role("button", name="Make the link").click()
    link = page.locator("#invitation-link").text_content() or ""
    context = browser.new_context()
    newcomer = context.new_page()
    newcomer.goto(live_server.url + "/join/" + link.rstrip("/").rpartition("/")[2] + "/")
    newcomer.get_by_label("Your name").fill("Noah")
    newcomer.get_by_role("button", name="Join").click()
    expect(newcomer.get_by_text("From now on you sign in as Noah")).to_be_visible()
    context.close()
    page.goto(f"{live_server.url}/projects/sky/members/")
    page.get_by_role("link", name="Noah").click()
    expect(page.get_by_role("heading", name="No judgments yet")).to_be_visible()


def test_a_list_gives_everybody_a_link_and_one_sheet(page: Page, live_server: Any, sky: Project) -> None:
    page.goto(f"{live_server.url}/projects/sky/invite/")
    page.get_by_role("textbox", name="Names").fill("Ada Lovelace\n=cmd, reviewer")
    page.get_by_role("button", name="Look at the list").click()
    expect(page.get_by_text("2 new accounts")).to_be_visible()
    page.get_by_role("button", name="Invite them").click()
    expect(page.get_by_role("row")).to_have_count(3)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    sheet = download.value.path().read_bytes()
    assert sheet.startswith(b"\xef\xbb\xbf")
    assert sheet.count(b"/sign-in/link/") == 2
    assert b'"\'=cmd"' in sheet


@pytest.mark.parametrize("limit", ["cap", "pause"])
def test_a_labeler_reads_calmly_why_nothing_comes(
    page: Page, live_server: Any, sign_in: Callable[[User], None], sky: Project, limit: str
) -> None:
    lin, now = make.member(sky, name="lin"), timezone.now()
    place = make.membership(sky, lin)
    make.submitted(make.claimed(sky, lin))
    if limit == "cap":
        cap_member(place=place, daily_cap=1, share_cap=None, by=make.manager(sky), now=now)
    else:
        pause_member(place=place, by=make.manager(sky), now=now)
    sign_in(lin)
    page.goto(f"{live_server.url}/label/sky/")
    told = "You have reached today's 1 judgment;" if limit == "cap" else "maya paused you."
    expect(page.get_by_text(told)).to_be_visible()
    expect(page.get_by_text("You have judged everything that waits here")).to_be_hidden()


def test_work_is_excluded_after_a_look_and_taken_back(page: Page, live_server: Any, sky: Project) -> None:
    lin = make.member(sky, name="lin")
    for _ in range(2):
        make.submitted(make.claimed(sky, lin))
    page.goto(f"{live_server.url}/projects/sky/members/lin/")
    page.get_by_role("link", name="Exclude and re-queue").click()
    expect(page.locator("#look-judgments")).to_have_text("2")
    expect(page.get_by_text("No export holds their work.")).to_be_visible()
    page.get_by_label("Reason").fill("Two seconds each")
    page.get_by_role("button", name="Exclude all of their work").click()
    expect(page.get_by_text("The slots are being opened…")).to_be_visible()
    settle.run(Settlement.objects.get().pk)
    # Without reloading.
    expect(page.get_by_text("2 slots were opened.")).to_be_visible()
    page.get_by_label("Reason").first.fill("It was the clock")
    page.get_by_role("button", name="Reinstate the work").click()
    settle.run(Settlement.objects.latest("pk").pk)
    expect(page.get_by_text("2 judgments fill their slots again.")).to_be_visible()


@pytest.fixture
def busy(sky: Project) -> Project:
    """Somebody with figures, somebody with too little for them, an open link."""
    make.tasks(sky, 20, completions=2)
    sky.refresh_from_db()
    lin, noah = make.member(sky, name="lin"), make.member(sky, "reviewer", name="noah")
    for _ in range(21):
        make.submitted(make.claimed(sky, lin), seconds=40)
    skip(assignment=make.claimed(sky, lin), reason="unclear", now=timezone.now())
    make.submitted(make.claimed(sky, noah))
    invite_by_link(project=sky, role="labeler", by=make.manager(sky), now=timezone.now())
    make.ruled(sky, noah)
    make.digested(sky)
    count_figures(sky, now=timezone.now())
    return sky


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_no_page_breaks_a_rule_of_accessibility_or_overflows(
    unguarded: Callable[..., Page], live_server: Any, busy: Project, width: int, theme: Any
) -> None:
    shown, axe = unguarded(width=width, theme=theme), Axe()
    for path in ("members/", "members/lin/", "members/noah/", "members/lin/exclusion/", "invite/",
                 "judgments/?by=lin", "judgments/?by=noah&sign=tied&day=2020-01-01"):  # fmt: skip
        shown.goto(f"{live_server.url}/projects/sky/{path}")
        assert axe.run(shown).response["violations"] == [], path
        assert shown.evaluate("document.documentElement.scrollWidth") <= width, path
    shown.goto(f"{live_server.url}/join/gone/")
    assert axe.run(shown).response["violations"] == []
