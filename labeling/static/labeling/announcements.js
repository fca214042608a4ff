// @ts-check
/** A step in one sentence, for those who do not see the screen. */

import { tierOf } from "./ranking.js";
import { word } from "./words.js";

/**
 * @param {import("./ranking.js").State} before @param {import("./ranking.js").State} after
 * @param {import("./ranking.js").Setup} setup @param {string} [about] The card that was moved: others may move with it.
 * @returns {string} Empty when typing is its own announcement.
 */
export function describe(before, after, setup, about = "") {
  const { labels } = setup;
  const hasMoved = (/** @type {string} */ label) => placeOf(before, label) !== placeOf(after, label);
  if (labels.length === 2 && (labels.some(hasMoved) || String(before.strengths) !== String(after.strengths))) {
    return pair(after, setup);
  }
  if (after.line !== before.line && after.line !== null && !about) return lineAt(after);
  const moved = about || (labels.find((label) => !tierOf(before, label) && tierOf(after, label)) ?? labels.find(hasMoved));
  if (moved) return placing(after, moved);
  const gap = after.strengths.findIndex((level, at) => level !== before.strengths[at]);
  if (gap >= 0) return strength(after, gap);
  if (String(before.rewrite?.unchanged) !== String(after.rewrite?.unchanged)) {
    return after.rewrite?.unchanged ? word("rewrite-perfect", { label: after.rewrite.of ?? "" }) : "";
  }
  for (const label of labels) {
    const said = answered(setup.form.completion, before.ratings[label], after.ratings[label], label);
    if (said) return said;
  }
  return answered(setup.form.task, before.answers, after.answers, "");
}

/** What the soft check asks. @param {import("./contradictions.js").Contradiction[]} found */
export function objection(found) {
  const [{ below, above, high, low }] = found;
  const key = found.length > 1 ? "contradictions" : "contradiction";
  return word(key, { below, above, high, low, count: found.length - 1 });
}

/** @param {import("./ranking.js").State} state @param {import("./ranking.js").Setup} setup */
function pair(state, setup) {
  if (!state.tiers.length) return word("pair-open");
  if (state.tiers.length === 1 && state.tiers[0].length === 2) {
    return word(state.line === 0 ? "both-bad" : "pair-tied", { label: setup.labels[0], other: setup.labels[1] });
  }
  const [[label], [other = ""] = []] = state.tiers;
  if (!other) return placing(state, label);
  const level = state.strengths[0] ?? null;
  return level === null ? word("better", { label, other }) : word(`better-${level}`, { label, other });
}

/** @param {import("./ranking.js").State} state @param {number} gap */
function strength(state, gap) {
  const level = state.strengths[gap];
  const [label, other] = [state.tiers[gap].join(" = "), state.tiers[gap + 1].join(" = ")];
  return level === null ? "" : word(`better-${level}`, { label, other });
}

/** @param {import("./ranking.js").State} state @param {string} label */
function placeOf(state, label) {
  const tier = tierOf(state, label);
  return `${tier} ${tier ? state.tiers[tier - 1].length : 0}`;
}

/** @param {import("./ranking.js").State} state @param {string} label */
function placing(state, label) {
  const tier = tierOf(state, label);
  if (!tier) return word("unplaced", { label });
  const isTied = state.tiers[tier - 1].length > 1;
  return isTied ? word("tied", { label, tier }) : word("placed", { label, tier, count: state.tiers.length });
}

/** @param {import("./ranking.js").State} state */
function lineAt(state) {
  if (state.line === 0) return word("line-all-bad");
  return state.line === state.tiers.length ? word("line-all-fine") : word("line-drawn", { tier: Number(state.line) });
}

/**
 * @param {import("./ranking.js").Question[] | undefined} questions
 * @param {Record<string, any> | undefined} before @param {Record<string, any> | undefined} after @param {string} label
 */
function answered(questions, before, after, label) {
  const question = questions?.find((one) => before?.[one.name] !== after?.[one.name]);
  if (!question || question.type === "text") return "";
  const value = after?.[question.name] ?? null;
  if (value === null) return "";
  const shown = question.type === "flag" ? word(value ? "yes" : "no") : String(value);
  return word("answered", { label, name: question.label, value: shown });
}
