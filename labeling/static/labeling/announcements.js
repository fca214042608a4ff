// @ts-check
/** A step in one sentence, for those who do not see the screen. */

import { tierOf } from "./ranking.js";
import { word } from "./words.js";

/**
 * @param {import("./ranking.js").State} before @param {import("./ranking.js").State} after
 * @param {import("./ranking.js").Setup} setup @returns {string} Empty when typing is its own announcement.
 */
export function describe(before, after, setup) {
  const moved = setup.labels.find((label) => !tierOf(before, label) && tierOf(after, label))
    ?? setup.labels.find((label) => placeOf(before, label) !== placeOf(after, label));
  if (after.line !== before.line && after.line !== null) return lineAt(after);
  if (moved) return placing(after, moved);
  for (const label of setup.labels) {
    const said = answered(setup.form.completion, before.ratings[label], after.ratings[label], label);
    if (said) return said;
  }
  return answered(setup.form.task, before.answers, after.answers, "");
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
  const value = after?.[question.name];
  const shown = question.type === "flag" ? word(value ? "yes" : "no") : String(value);
  return word("answered", { label, name: question.label, value: shown });
}
