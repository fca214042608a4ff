// @ts-check
/** What a digit says at a stop of the caret. Pure. */

import { answerOf, takesDigits } from "./caret.js";
import { answer, pairChoice, prefer, rate, setStrength } from "./ranking.js";

/** @typedef {import("./ranking.js").State} State @typedef {import("./ranking.js").Setup} Setup */
/** @typedef {import("./caret.js").Stop} Stop */

/** @param {State} state @param {Stop} stop */
export function isAnswered(state, stop) {
  if (stop.gap !== undefined) return (state.strengths[stop.gap] ?? null) !== null;
  if (!stop.name) return state.tiers[0]?.length === 2 || (state.strengths[0] ?? null) !== null;
  return ((stop.label ? state.ratings[stop.label] : state.answers)?.[stop.name] ?? null) !== null;
}

/** The state after an answer on a card, or on the task (label null).
 * @param {State} state @param {string | null} label @param {string} name @param {any} value */
export function given(state, label, name, value) {
  return label ? rate(state, label, name, value) : answer(state, name, value);
}

/** Levels between tiers are said as they are written down: 0-3, and 1-3 where 0 is a tie.
 * @param {Setup} setup @param {number} digit */
function isLevel(setup, digit) {
  return digit <= 3 && digit >= (setup.ranking.strength === 7 ? 1 : 0);
}

/** The state after a digit at this stop; null when it means nothing here.
 * @param {State} state @param {Setup} setup @param {Stop} stop @param {number} digit */
export function said(state, setup, stop, digit) {
  if (stop.gap !== undefined) return isLevel(setup, digit) ? setStrength(state, stop.gap, digit) : null;
  if (!stop.name) {
    const choice = pairChoice(setup, digit);
    return choice && prefer(state, setup, choice.side, choice.level);
  }
  const questions = stop.label ? setup.form.completion : setup.form.task;
  const question = questions?.find((one) => one.name === stop.name);
  const value = question && takesDigits(question) ? answerOf(question, digit) : undefined;
  return value === undefined ? null : given(state, stop.label, stop.name, value);
}
