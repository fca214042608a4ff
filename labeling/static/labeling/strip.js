// @ts-check
/** The strip of all letters above two cards: what is seen, what is placed and where, which have the seats. */

/**
 * @param {HTMLElement} root
 * @param {{caret: string | null, seats: import("./layouts.js").Seats, seen: Record<string, boolean>,
 *   placeOf: (label: string) => number}} shown
 */
export function showStrip(root, { caret, seats, seen, placeOf }) {
  for (const button of root.querySelectorAll(".strip__card")) {
    const label = button.getAttribute("data-label") ?? "";
    const isShown = label === seats.left || label === seats.right;
    button.setAttribute("aria-pressed", String(isShown));
    button.toggleAttribute("data-caret", label === caret);
    button.toggleAttribute("data-seen", seen[label] === true);
    const place = placeOf(label);
    const mark = button.querySelector('[data-part="strip-place"]');
    if (mark) mark.textContent = place ? String(place) : "";
  }
}
