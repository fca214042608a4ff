// @ts-check
/**
 * What is fetched again and again must not disturb who reads it: nothing is drawn anew that has not changed, tables
 * stay open, what has the focus keeps it, and a page that nobody looks at does not ask.
 */

/** @type {WeakMap<Element, string>} */
const shown = new WeakMap();

/** @param {Event} event */
const liveOf = (event) => {
  const place = /** @type {CustomEvent} */ (event).detail?.target;
  return place instanceof HTMLElement && "live" in place.dataset ? place : null;
};

document.addEventListener("htmx:beforeRequest", (event) => {
  if (liveOf(event) && document.visibilityState === "hidden") event.preventDefault();
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const place = liveOf(event);
  if (!place) return;
  const detail = /** @type {CustomEvent} */ (event).detail;
  const text = detail.xhr.responseText;
  if (shown.get(place) === text) {
    detail.shouldSwap = false;
    return;
  }
  shown.set(place, text);
  const open = [...place.querySelectorAll("details[open]")].map((one) => one.id);
  const places = [...place.querySelectorAll(".table-scroll")].map((one) => [one.scrollLeft, one.scrollTop]);
  const focused = place.contains(document.activeElement) ? nameOf(document.activeElement) : "";
  place.addEventListener("htmx:afterSwap", () => putBack(place, open, places, focused), { once: true });
});

/**
 * How to find it again among what is drawn anew. htmx itself finds what has an id.
 * @param {Element | null} focused
 */
function nameOf(focused) {
  if (focused instanceof HTMLAnchorElement) return `a[href="${CSS.escape(focused.getAttribute("href") ?? "")}"]`;
  return focused?.matches("summary") ? `#${CSS.escape(focused.parentElement?.id ?? "")} > summary` : "";
}

/**
 * @param {HTMLElement} place
 * @param {string[]} open
 * @param {number[][]} places
 * @param {string} focused
 */
function putBack(place, open, places, focused) {
  for (const id of open) {
    const details = place.ownerDocument.getElementById(id);
    if (details instanceof HTMLDetailsElement) details.open = true;
  }
  place.querySelectorAll(".table-scroll").forEach((one, number) => {
    [one.scrollLeft, one.scrollTop] = places[number] ?? [0, 0];
  });
  const again = focused && !place.contains(document.activeElement) ? place.querySelector(focused) : null;
  if (again instanceof HTMLElement) again.focus({ preventScroll: true });
}
