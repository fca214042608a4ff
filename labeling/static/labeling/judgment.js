// @ts-check
/** A ranking's state as the API's judgment and back, and what is still missing. Pure. */

import { asksStrength, start, unplaced } from "./ranking.js";

/** @typedef {import("./ranking.js").State} State @typedef {import("./ranking.js").Setup} Setup */
/** @typedef {{what: string, label?: string | null, name?: string, gap?: number}} Missing */

/**
 * The judgment of contract 3. A finished one names every flag, true or false.
 * @param {State} state @param {Setup} setup
 */
export function toJudgment(state, setup) {
  /** @type {Record<string, any>} */
  const ratings = {};
  for (const label of setup.labels) {
    const given = answersTo(setup.form.completion, state.ratings[label]);
    if (Object.keys(given).length) ratings[label] = given;
  }
  return {
    tiers: state.tiers,
    unranked: unplaced(state, setup),
    acceptable_tiers: state.line,
    strengths: state.strengths,
    ratings,
    answers: answersTo(setup.form.task, state.answers),
    rewrite: setup.ranking.rewrite === "off" ? null : state.rewrite,
  };
}

/**
 * The answers that were given, each flag as true or false.
 * @param {import("./ranking.js").Question[] | undefined} questions
 * @param {Record<string, any> | undefined} given
 */
export function answersTo(questions, given) {
  /** @type {Record<string, any>} */
  const answers = {};
  for (const question of questions ?? []) {
    const value = given?.[question.name];
    if (question.type === "flag") answers[question.name] = value === true;
    else if (value !== undefined && value !== null && value !== "") answers[question.name] = value;
  }
  return answers;
}

/**
 * The state that a draft or submission tells of; what does not fit the setup is left out.
 * @param {any} judgment @param {Setup} setup @returns {State}
 */
export function fromJudgment(judgment, setup) {
  const state = start();
  if (!judgment || typeof judgment !== "object") return state;
  const seen = new Set();
  for (const tier of Array.isArray(judgment.tiers) ? judgment.tiers : []) {
    const known = tier.filter((/** @type {string} */ label) => setup.labels.includes(label) && !seen.has(label));
    known.forEach((/** @type {string} */ label) => seen.add(label));
    if (known.length) state.tiers.push([...known]);
  }
  const line = judgment.acceptable_tiers;
  state.line = Number.isInteger(line) && line >= 0 && line <= state.tiers.length ? line : null;
  const gaps = asksStrength(setup) ? Math.max(0, state.tiers.length - 1) : 0;
  state.strengths = Array.from({ length: gaps }, (_, gap) => judgment.strengths?.[gap] ?? null);
  for (const label of setup.labels) state.ratings[label] = { ...judgment.ratings?.[label] };
  state.answers = { ...judgment.answers };
  state.rewrite = judgment.rewrite ?? null;
  return state;
}

/**
 * What still has to be said, in the order in which Enter goes there.
 * @param {State} state @param {Setup} setup @returns {Missing[]}
 */
export function missing(state, setup) {
  /** @type {Missing[]} */
  const left = [];
  for (const label of setup.labels) {
    for (const name of unanswered(setup.form.completion, state.ratings[label])) left.push({ what: "question", label, name });
  }
  const free = unplaced(state, setup);
  if (!state.tiers.length || (free.length && !setup.ranking.partial)) {
    free.forEach((label) => left.push({ what: "place", label }));
  }
  state.strengths.forEach((level, gap) => level === null && left.push({ what: "strength", gap }));
  if (setup.ranking.acceptability === true && state.line === null) left.push({ what: "line" });
  for (const name of unanswered(setup.form.task, state.answers)) left.push({ what: "question", label: null, name });
  const needsRewrite = setup.ranking.rewrite === "required";
  if (needsRewrite && !state.rewrite) left.push({ what: "rewrite" });
  if (state.rewrite && !state.rewrite.unchanged && !state.rewrite.text?.trim()) left.push({ what: "rewrite-text" });
  return left;
}

/**
 * @param {import("./ranking.js").Question[] | undefined} questions
 * @param {Record<string, any> | undefined} given
 */
export function unanswered(questions, given) {
  const isEmpty = (/** @type {any} */ value) => value === undefined || value === null || String(value).trim() === "";
  return (questions ?? [])
    .filter((question) => question.required && question.type !== "flag" && isEmpty(given?.[question.name]))
    .map((question) => question.name);
}
