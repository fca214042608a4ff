// @ts-check
/** Where a dragged chip or line may land, and what that makes of the ranking. Pure. */

import { arranged, place, tie, tierOf, without } from "./ranking.js";

/** @typedef {import("./ranking.js").State} State @typedef {import("./ranking.js").Setup} Setup */
/** @typedef {{left: number, right: number, top: number, bottom: number}} Box */
/** @typedef {{tier: number} | {at: number}} Landing  Onto a tier, or into the gap before it (as they stand now). */

/** How much of a tier at each side belongs to the gap beside it. */
const EDGE = 0.25;

/**
 * @param {Box[]} tiers In their order; they may wrap. @param {number} x @param {number} y
 * @param {{canTie: boolean, isRtl?: boolean}} options @returns {Landing}
 */
export function landingAt(tiers, x, y, { canTie, isRtl = false }) {
  const far = (/** @type {Box} */ box) =>
    Math.hypot(Math.max(box.left - x, 0, x - box.right), 4 * Math.max(box.top - y, 0, y - box.bottom));
  const nearest = tiers.reduce((best, box, at) => (best < 0 || far(box) < far(tiers[best]) ? at : best), -1);
  if (nearest < 0) return { at: 0 };
  const { left, right } = tiers[nearest];
  const share = isRtl ? (right - x) / (right - left) : (x - left) / (right - left);
  if (canTie && share > EDGE && share < 1 - EDGE) return { tier: nearest };
  return { at: share < 0.5 ? nearest : nearest + 1 };
}

/** @param {State} state @param {Setup} setup @param {string} label @param {Landing} landing @returns {State} */
export function dropped(state, setup, label, landing) {
  const next = "tier" in landing ? joined(state, setup, label, landing.tier) : between(state, setup, label, landing.at);
  return String(next.tiers.map((tier) => `(${tier})`)) === String(state.tiers.map((tier) => `(${tier})`)) ? state : next;
}

/** @param {State} state @param {Setup} setup @param {string} label @param {number} at */
function joined(state, setup, label, at) {
  const target = state.tiers[at]?.find((other) => other !== label);
  if (!setup.ranking.ties || !target) return state;
  if (setup.labels.length === 2) return tie(state, setup, label);
  const { tiers, line } = without(state, label);
  const tied = tiers.map((tier) => (tier.includes(target) ? [...tier, label].sort() : tier));
  return arranged(state, setup, tied, line);
}

/** A tier of its own in this gap. @param {State} state @param {Setup} setup @param {string} label @param {number} at */
function between(state, setup, label, at) {
  if (!state.tiers.length) return place(state, setup, label);
  if (setup.labels.length === 2) return pairOf(state, setup, label, at);
  const from = tierOf(state, label) - 1;
  const leavesGap = from >= 0 && state.tiers[from].length === 1 && from < at;
  const to = leavesGap ? at - 1 : at;
  const { tiers, line } = without(state, label);
  // Dropped right at the line it lies under it, but for a card that comes from above and was the last over it.
  const isAbove = line !== null && to < line;
  return arranged(state, setup, [...tiers.slice(0, to), [label], ...tiers.slice(to)], isAbove ? line + 1 : line);
}

/** @param {State} state @param {Setup} setup @param {string} label @param {number} at */
function pairOf(state, setup, label, at) {
  const other = setup.labels.filter((one) => one !== label);
  return arranged(state, setup, at === 0 ? [[label], other] : [other, [label]], state.line);
}
