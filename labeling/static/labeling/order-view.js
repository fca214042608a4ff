// @ts-check
/** The order so far, as it stands in the dock. */

import { part } from "./ranking-view.js";
import { tierOf, unplaced } from "./ranking.js";
import { word } from "./words.js";

/** @typedef {import("./ranking.js").State} State @typedef {import("./ranking.js").Setup} Setup */

/**
 * The order so far: chips in their tiers, the line in its gap, the rest in the tray.
 * @param {HTMLElement} root @param {State} state @param {Setup} setup
 */
export function showOrder(root, state, setup) {
  const signature = JSON.stringify([state.tiers, state.line, state.strengths]);
  const tiers = part(root, "tiers");
  if (tiers.dataset.shows === signature) return;
  tiers.dataset.shows = signature;
  const held = document.activeElement;
  const chip = (/** @type {string} */ label) => root.querySelector(`.letter--chip[data-label="${label}"]`);
  const clone = (/** @type {string} */ name) => part(root, name).content.firstElementChild.cloneNode(true);
  const chips = new Map(setup.labels.map((label) => [label, chip(label)]));
  const tray = part(root, "tray");
  unplaced(state, setup).forEach((label) => tray.append(chips.get(label)));
  const rows = state.tiers.map((tier) => {
    const row = clone("tier");
    row.append(...tier.map((label) => chips.get(label)));
    return row;
  });
  const wantsGaps = setup.ranking.acceptability === true || setup.ranking.strength_beyond_pairs === true;
  if (wantsGaps && rows.length) {
    for (let at = state.tiers.length; at >= 0; at--) rows.splice(at, 0, gapAt(clone("gap"), at, state));
  }
  tiers.replaceChildren(...rows);
  for (const [label, button] of chips) button.toggleAttribute("data-placed", tierOf(state, label) > 0);
  keepFocus(tiers, held);
}

/** What had the focus was moved, or made anew. @param {HTMLElement} tiers @param {Element | null} held */
function keepFocus(tiers, held) {
  if (!(held instanceof HTMLElement)) return;
  const again = held.matches(".letter--chip") ? held
    : held.matches(".gap__line") ? tiers.querySelector(`.gap__line[data-at="${held.dataset.at}"]`)
    : held.matches(".gap__strength") ? tiers.querySelector(`[data-gap="${held.dataset.gap}"]`)
    : null;
  if (again instanceof HTMLElement) again.focus({ preventScroll: true });
}

/** @param {HTMLElement} gap @param {number} at @param {State} state */
function gapAt(gap, at, state) {
  const button = gap.querySelector("button");
  if (button) {
    button.dataset.at = String(at);
    button.setAttribute("aria-pressed", String(state.line === at));
    button.setAttribute("aria-label", at ? word("line-gap", { tier: at }) : word("line-gap-top"));
    gap.toggleAttribute("data-line", state.line === at);
  }
  const select = gap.querySelector("select");
  const isBetween = at > 0 && at < state.tiers.length;
  if (select && isBetween) {
    select.dataset.gap = String(at - 1);
    select.value = String(state.strengths[at - 1] ?? "");
  } else {
    select?.remove();
  }
  return gap;
}
