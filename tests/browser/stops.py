"""Going through a page by Tab alone, and what is measured of each stop."""

from typing import Any

from playwright.sync_api import Locator, Page

# The input of a step is transparent: its label is what is seen. A card has a frame of its own at the caret.
STOP = """() => {
  const held = document.activeElement;
  if (!held || held === document.body) return null;
  const shown = held.closest(".step") ?? held;
  const style = getComputedStyle(shown), box = shown.getBoundingClientRect();
  const centre = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  // What is higher than the window cannot show its middle: some of it must be seen (WCAG 2.4.11).
  const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
  const parts = [0.02, 0.25, 0.75, 0.98].map((part) => top + (bottom - top) * part);
  const hit = [centre, ...parts.map((y) => document.elementFromPoint(box.left + box.width / 2, y))]
    .find((one) => one && shown.contains(one)) ?? centre;
  return {
    what: held.outerHTML.slice(0, 140),
    hasRing: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || held.hasAttribute("data-caret"),
    over: hit?.outerHTML.slice(0, 80) ?? `${box.left},${box.top}`,
    isSeen: Boolean(hit && (shown.contains(hit) || hit.contains(shown) && !hit.querySelector(".dock, .task"))),
  };
}"""
# What sticks out sideways, when the page can be scrolled there.
WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }))
    .filter((one) => one.getBoundingClientRect().right > room + 1)
    .map((one) => one.outerHTML.slice(0, 60))
    .concat(`the page of ${room}`);
}"""
MOST = 160


def stop(page: Page) -> dict[str, Any] | None:
    found: dict[str, Any] | None = page.evaluate(STOP)
    return found


def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Until the target has the focus; every stop on the way is seen and ringed, and nothing scrolls sideways."""
    for _ in range(MOST):
        page.keyboard.press(key)
        assert_fine(page, stop(page))
        if target.evaluate("target => target === document.activeElement"):
            return
    raise AssertionError(f"{MOST} times {key} did not reach {target}")


def assert_fine(page: Page, found: dict[str, Any] | None) -> None:
    wide = page.evaluate(WIDE)
    assert not wide, wide
    if found:
        assert found["hasRing"], found["what"]
        assert found["isSeen"], (found["what"], "lies under", found["over"])
