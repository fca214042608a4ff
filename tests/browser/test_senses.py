"""Large enough to hit, still for those who ask for it, and told apart where a system takes all colours away."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import make
from tests.browser.ranking_screen import press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FORM = {
    "completion": [
        {"name": "overall", "type": "scale", "min": 1, "max": 7, "required": True},
        {"name": "wrong", "type": "flag"},
        {"name": "tone", "type": "choice", "options": ["warm", "cold"]},
    ],
    "task": [{"name": "why", "type": "text", "label": "Why?"}],
}
# The label of an input is part of its target. Links within sentences are excepted by the rule itself.
SMALL = """() => [...document.querySelectorAll("button, a[href], input, select, textarea, summary")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".prose, .visually-hidden"))
  .map((one) => one.closest("label") ?? one)
  .map((one) => [one.outerHTML.slice(0, 120), one.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.width < 24 || box.height < 24))
  .map(([html, box]) => `${box.width.toFixed(1)} x ${box.height.toFixed(1)}: ${html}`)"""
MOVING = """() => [...document.querySelectorAll("*")].flatMap((one) => [null, "::before", "::after"].flatMap((part) => {
  const { transitionDuration, animationName, animationDuration, scrollBehavior } = getComputedStyle(one, part);
  const times = `${transitionDuration}, ${animationName === "none" ? "0s" : animationDuration}`.split(", ");
  const isLong = times.some((time) => parseFloat(time) * (time.endsWith("ms") ? 0.001 : 1) > 0.01);
  return isLong || scrollBehavior === "smooth" ? [`${one.tagName}.${one.className}${part ?? ""}: ${times}`] : [];
}))"""
LOOK = """(one, names) => names.map((name) => getComputedStyle(one)[name])"""
FRAME = ["outlineStyle", "outlineWidth", "borderTopWidth"]


def ranking(page: Page, open_project: Any, count: int = 3) -> None:
    settings = {"acceptability": True, "rewrite": "optional"}
    project = make.project(ranking=settings, form=FORM, guidelines="# Be fair")
    make.tasks(project, 1, completions=count)
    open_project(project)


@pytest.mark.parametrize("width", [1280, 390])
def test_every_target_can_be_hit(page: Page, open_project: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    ranking(page, open_project, 6)
    assert page.evaluate(SMALL) == []
    press(page, "b a - c r")
    assert page.evaluate(SMALL) == []
    press(page, "Escape")
    for key in ("s", "q", "?"):
        press(page, key)
        expect(page.get_by_role("dialog").first).to_be_visible()
        assert page.evaluate(SMALL) == [], key
        press(page, "Escape")
    for menu in page.locator("details.menu").all():
        if menu.is_visible():
            menu.locator("summary").click()
            assert page.evaluate(SMALL) == []
            press(page, "Escape")


@pytest.mark.parametrize("kind", ["ranking", "demonstration"])
def test_every_target_of_other_tasks(page: Page, live_server: Any, sign_in: Any, kind: str) -> None:
    project = make.project(preset="helpsteer") if kind == "ranking" else make.project(kind, guidelines="# Be fair")
    make.tasks(project, 1, completions=2 if kind == "ranking" else 0)
    sign_in(make.member(project))
    for path in (f"/label/{project.slug}/", f"/label/{project.slug}/history/", "/"):
        page.goto(f"{live_server.url}{path}")
        if path.endswith(f"{project.slug}/"):
            expect(page.locator(".task")).to_be_visible()
        assert page.evaluate(SMALL) == [], path


def test_nothing_moves_for_those_who_ask_for_it(page: Page, open_project: Any) -> None:
    page.emulate_media(reduced_motion="reduce")
    ranking(page, open_project)
    press(page, "b a - r")
    assert page.evaluate(MOVING) == []
    press(page, "Escape ?")
    assert page.evaluate(MOVING) == []


def test_without_colours_states_are_told_apart(page: Page, open_project: Any) -> None:
    page.emulate_media(forced_colors="active")
    ranking(page, open_project)
    press(page, "b 4 a 5 - a")
    here, elsewhere = page.locator("article[data-label=A]"), page.locator("article[data-label=B]")
    assert here.evaluate(LOOK, FRAME) != elsewhere.evaluate(LOOK, FRAME)
    for chosen, other in [
        (".step:has(:checked)", ".step:not(:has(:checked))"),
        (".gap__line[aria-pressed=true]", ".gap__line[aria-pressed=false]"),
        (".letter--chip[data-placed]", ".letter--chip:not([data-placed])"),
        ("article[data-label=B] .letter", "article[data-label=C] .letter"),
    ]:
        looks = [page.locator(name).first.evaluate(LOOK, ["backgroundColor"]) for name in (chosen, other)]
        assert looks[0] != looks[1], chosen
    line = page.locator(".gap__line[aria-pressed=false] span").first
    ground = page.locator(".dock").evaluate(LOOK, ["backgroundColor"])
    assert line.evaluate(LOOK, ["backgroundColor"]) != ground
    question, next_one = page.locator(".question[data-stop]"), page.locator(".question:not([data-stop])").first
    assert question.evaluate(LOOK, FRAME) != next_one.evaluate(LOOK, FRAME)


def test_without_colours_a_pairs_choice_is_told_apart(page: Page, open_project: Any) -> None:
    page.emulate_media(forced_colors="active")
    project = make.project(preset="llama")
    make.tasks(project, 1, completions=2)
    open_project(project)
    press(page, "2")
    pressed = page.locator(".pair__choice[aria-pressed=true]").evaluate(LOOK, ["backgroundColor"])
    assert pressed != page.locator(".pair__choice[aria-pressed=false]").first.evaluate(LOOK, ["backgroundColor"])
