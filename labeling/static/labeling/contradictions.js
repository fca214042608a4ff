// @ts-check
/** The soft check before a submit: cards rated better than ones that stand above them. Pure. */

/** @typedef {import("./ranking.js").State} State @typedef {import("./ranking.js").Setup} Setup */
/** @typedef {{below: string, above: string, high: number, low: number}} Contradiction */

const OVERALL = /^(overall|helpfulness|quality|rating|score)|_(overall|quality)$/;

/**
 * The scale on which more is better for sure: one named so, else the only required scale. Of several others
 * (verbosity, toxicity) none is known to speak of the whole.
 * @param {import("./ranking.js").Question[] | undefined} questions
 */
export function overallQuestion(questions) {
  const scales = (questions ?? []).filter((question) => question.type === "scale");
  const required = scales.filter((question) => question.required);
  return scales.find((question) => OVERALL.test(question.name)) ?? (required.length === 1 ? required[0] : null);
}

/**
 * Tied cards may be rated differently, and equally rated ones stand in any order.
 * @param {State} state @param {Setup} setup @returns {Contradiction[]}
 */
export function contradictions(state, setup) {
  const question = overallQuestion(setup.form.completion);
  if (!question) return [];
  const rated = (/** @type {string} */ label) => state.ratings[label]?.[question.name] ?? null;
  return state.tiers.flatMap((tier, at) =>
    tier.flatMap((above) =>
      state.tiers.slice(at + 1).flat()
        .filter((below) => rated(above) !== null && rated(below) !== null && rated(below) > rated(above))
        .map((below) => ({ below, above, high: rated(below), low: rated(above) }))));
}
