"""Putting a dataset together: the preview follows the choices, refusals stand at their fields, and it is built."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts.models import User
from exports.models import Export
from labeling.models import Project
from tests import make
from tests.browser.test_axe import THEMES
from tests.browser.waiting import until
from tests.exports.build import export

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FORM = {"completion": [
    {"name": "overall", "type": "scale", "min": 1, "max": 7}, {"name": "wrong", "type": "flag"},
]}  # fmt: skip


@pytest.fixture
def project(sign_in: Callable[[User], None]) -> Project:
    return judged(sign_in, tasks=3, completions=3)


def judged(sign_in: Callable[[User], None], *, tasks: int, completions: int) -> Project:
    """A project with a judgment of each task, its manager signed in."""
    boss = make.user("maya", can_create_projects=True)
    made = make.project(by=boss, form=FORM, ranking={"strength": 4, "strength_beyond_pairs": True})
    make.tasks(made, tasks, completions=completions, language="en", split="train")
    labeler = make.member(made)
    for _ in range(tasks):
        make.submitted(make.claimed(made, labeler), strengths=[2] * (completions - 1))
    sign_in(boss)
    return made


@pytest.fixture
def bare(browser: Browser, page: Page) -> Iterator[Callable[..., BrowserContext]]:
    """Contexts of the signed-in person with other options."""
    made: list[BrowserContext] = []

    def bare(**options: Any) -> BrowserContext:
        made.append(browser.new_context(storage_state=page.context.storage_state(), **options))  # type: ignore[arg-type]
        return made[-1]

    yield bare
    for context in made:
        context.close()


def group(page: Page, title: str) -> None:
    page.locator(".recipe-group > summary").filter(has_text=title).click()


def test_choose_look_mend_and_build(page: Page, live_server: Any, project: Project, complaints: list[str]) -> None:
    page.goto(f"{live_server.url}/projects/{project.slug}/exports/")
    page.get_by_role("link", name="New export").click()
    expect(page.get_by_text("Counted in full: 3 judged prompts.")).to_be_visible()
    rows = page.locator("#look tbody tr")
    expect(rows.filter(has_text="reward")).to_contain_text("9")
    expect(page.locator("#rows-preference .preview-row")).to_have_count(9)
    expect(page.locator("#rows-reward .preview-row").first).to_be_hidden()
    page.locator("#rows-reward > summary").click()
    # Another choice: the preview follows, and what was open stays open.
    group(page, "Pairs of a ranking")
    page.get_by_label("Pairs in preference").select_option("best_worst")
    expect(page.locator("#rows-preference .preview-row")).to_have_count(3)
    expect(page.locator("#rows-reward .preview-row").first).to_be_visible()
    expect(rows.filter(has_text="reward")).to_contain_text("9")
    page.get_by_label("Laid out for").select_option("llamafactory")
    expect(page.locator("#rows-preference dt").filter(has_text="conversations").first).to_be_visible()
    # What is wrong is told there and at the field, until it is right.
    group(page, "Which judgments")
    since = page.get_by_label("Said since")
    since.fill("yesterday")
    expect(page.locator('[id="field-filters.since"] .field__error')).to_contain_text("It is a time like")
    expect(page.locator("#look").get_by_role("alert")).to_contain_text("Said since")
    since.fill("2020-01-01")
    expect(page.locator('[id="field-filters.since"] .field__error')).to_have_count(0)
    until(page, 'document.getElementById("recipe-json").value.includes("2020-01-01")')
    page.get_by_role("button", name="Build the dataset").click()
    expect(page.get_by_role("heading", name=f"Export {Export.objects.get().pk}")).to_be_visible()
    recipe = Export.objects.get().recipe
    assert (recipe["target"], recipe["pairs"]["preference"]) == ("llamafactory", "best_worst")
    assert recipe["filters"]["since"] == "2020-01-01T00:00:00Z"
    # And once more from there.
    page.get_by_role("link", name="Again with these choices").click()
    expect(page.get_by_label("Pairs in preference")).to_have_value("best_worst")
    assert complaints == []


def test_without_scripts_a_button_previews(live_server: Any, project: Project, bare: Callable[..., Any]) -> None:
    page = bare(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/projects/{project.slug}/exports/new/")
    expect(page.get_by_text("appear here, before anything is built")).to_be_visible()
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("Counted in full: 3 judged prompts.")).to_be_visible()
    expect(page.locator("#rows-preference .preview-row")).to_have_count(9)


def test_a_pasted_recipe_is_taken_over(page: Page, live_server: Any, project: Project) -> None:
    page.goto(f"{live_server.url}/projects/{project.slug}/exports/new/")
    expect(page.get_by_text("Counted in full")).to_be_visible()
    page.locator("#as-text > summary").click()
    page.get_by_label("recipe.json").fill('{"configs": ["raw"], "files": "jsonl"}')
    page.get_by_role("button", name="Take over this recipe").click()
    expect(page.get_by_label("Files")).to_have_value("jsonl")
    expect(page.locator("#look tbody tr")).to_have_count(1)


def assert_accessible(page: Page, width: int) -> None:
    """On a wide page in both themes, which differ in nothing but colours; on a narrow one that it fits as well."""
    for theme, options in THEMES if width > 1000 else THEMES[:1]:
        page.emulate_media(color_scheme=theme)
        until(page, "document.getAnimations().every((one) => one.playState !== 'running')")
        found = Axe().run(page, options=options).response["violations"]
        assert [(one["id"], node["html"][:160]) for one in found for node in one["nodes"]] == [], theme
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 390])
def test_empty_full_and_refused_it_is_accessible(
    live_server: Any, sign_in: Callable[[User], None], unguarded: Callable[..., Page], width: int
) -> None:
    # Every row is laid out alike: one of each config is enough for axe, which looks at each element for long.
    project = judged(sign_in, tasks=1, completions=2)
    page = unguarded(width=width)
    address = f"{live_server.url}/projects/{project.slug}/exports/new/"
    page.goto(address)
    expect(page.get_by_text("Counted in full")).to_be_visible()
    # All at once: some open within others, and a click would close those that are open already.
    closed = page.locator(".recipe-group, #look details, #as-text")
    closed.evaluate_all("all => all.forEach(one => { one.open = true; })")
    assert_accessible(page, width)
    page.get_by_label("Said since").fill("yesterday")
    expect(page.locator("#look").get_by_role("alert")).to_be_visible()
    assert_accessible(page, width)
    empty = make.project(by=make.manager(project))
    page.goto(f"{live_server.url}/projects/{empty.slug}/exports/new/")
    expect(page.get_by_text("Counted in full: 0 judged prompts.")).to_be_visible()
    assert_accessible(page, width)
    built = export(project, configs=["preference", "raw"])
    page.goto(f"{live_server.url}/projects/{project.slug}/exports/{built.pk}/")
    expect(page.get_by_role("heading", name="Load it with")).to_be_visible()
    assert_accessible(page, width)
