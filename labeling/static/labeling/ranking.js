// @ts-check
/**
 * What is said of a ranking so far. Pure: each step returns a new state, the old one stays for undo.
 *
 * @typedef {{name: string, label: string, type: string, min?: number, max?: number, options?: string[],
 *   required?: boolean}} Question
 * @typedef {{labels: string[], ranking: Record<string, any>,
 *   form: {completion?: Question[], task?: Question[]}}} Setup
 * @typedef {{tiers: string[][], line: number | null, strengths: (number | null)[],
 *   ratings: Record<string, Record<string, any>>, answers: Record<string, any>,
 *   rewrite: {of: string | null, text?: string, unchanged?: true} | null}} State
 */

/** @returns {State} */
export function start() {
  return { tiers: [], line: null, strengths: [], ratings: {}, answers: {}, rewrite: null };
}

/** The tier of a card, 1 is best; 0 while unplaced. @param {State} state @param {string} label */
export function tierOf(state, label) {
  return state.tiers.findIndex((tier) => tier.includes(label)) + 1;
}

/** @param {State} state @param {Setup} setup */
export function unplaced(state, setup) {
  return setup.labels.filter((label) => !tierOf(state, label));
}

/** Whether strengths of preference are asked for. @param {Setup} setup */
export function asksStrength(setup) {
  return Boolean(setup.ranking.strength) && (setup.labels.length === 2 || setup.ranking.strength_beyond_pairs === true);
}

/**
 * Put a card on the next tier. With K = 2 and no strength to give, the other card is then below it.
 * @param {State} state @param {Setup} setup @param {string} label @returns {State}
 */
export function place(state, setup, label) {
  if (tierOf(state, label)) return state;
  const tiers = [...state.tiers, [label]];
  if (setup.labels.length === 2 && !setup.ranking.strength && tiers.length === 1) {
    tiers.push(setup.labels.filter((other) => other !== label));
  }
  return arranged(state, setup, tiers, state.line);
}

/**
 * Tie a card with the last tier; a placed one leaves its tier first. A pair is tied at once.
 * @param {State} state @param {Setup} setup @param {string} label @returns {State}
 */
export function tie(state, setup, label) {
  if (!setup.ranking.ties) return state;
  if (setup.labels.length === 2) {
    const line = state.line === 0 ? 0 : state.line === state.tiers.length && state.line ? 1 : null;
    return arranged(state, setup, [[...setup.labels]], line);
  }
  const free = without(state, label);
  if (!free.tiers.length) return tierOf(state, label) ? state : place(state, setup, label);
  const tiers = [...free.tiers.slice(0, -1), [...(free.tiers.at(-1) ?? []), label].sort()];
  return arranged(state, setup, tiers, free.line);
}

/** @param {State} state @param {Setup} setup @param {string} label @returns {State} */
export function unplace(state, setup, label) {
  const free = without(state, label);
  return tierOf(state, label) ? arranged(state, setup, free.tiers, free.line) : state;
}

/**
 * Move a placed card one tier up (-1) or down (1). Out of a tie it gets a tier of its own; it never joins one.
 * @param {State} state @param {Setup} setup @param {string} label @param {-1 | 1} by @returns {State}
 */
export function move(state, setup, label, by) {
  const from = tierOf(state, label) - 1;
  if (from < 0) return state;
  const tiers = state.tiers.map((tier) => [...tier]);
  let line = state.line;
  if (tiers[from].length > 1) {
    tiers[from] = tiers[from].filter((other) => other !== label);
    tiers.splice(by < 0 ? from : from + 1, 0, [label]);
    if (line !== null && from < line) line += 1;
  } else {
    const to = from + by;
    if (to < 0 || to >= tiers.length) return state;
    [tiers[from], tiers[to]] = [tiers[to], tiers[from]];
  }
  return arranged(state, setup, tiers, line);
}

/**
 * Draw the acceptability line under the first `at` tiers. Where only "both bad" can be said, tie all and say it.
 * @param {State} state @param {Setup} setup @param {number} at @returns {State}
 */
export function drawLine(state, setup, at) {
  if (setup.ranking.acceptability === "both_bad") {
    return { ...state, tiers: [[...setup.labels]], line: 0, strengths: [] };
  }
  if (!setup.ranking.acceptability || at < 0 || at > state.tiers.length) return state;
  return { ...state, line: at };
}

/**
 * A pair and its strength in one: side 0 is A, 1 is B; null is a tie.
 * @param {State} state @param {Setup} setup @param {0 | 1 | null} side @param {number} level @returns {State}
 */
export function prefer(state, setup, side, level) {
  if (setup.labels.length !== 2) return state;
  if (side === null) return tie(state, setup, setup.labels[0]);
  const order = side === 0 ? [...setup.labels] : [...setup.labels].reverse();
  const line = state.tiers.length === 2 ? state.line : null;
  const placed = arranged(state, setup, order.map((label) => [label]), line);
  return { ...placed, strengths: [level] };
}

/**
 * What a digit says of a pair: 1-8 from A significantly to B significantly; on the -3..3 scale 1-7, 4 is a tie.
 * @param {Setup} setup @param {number} digit @returns {{side: 0 | 1 | null, level: number} | null}
 */
export function pairChoice(setup, digit) {
  if (setup.ranking.strength === 4) {
    if (digit < 1 || digit > 8) return null;
    return digit <= 4 ? { side: 0, level: 4 - digit } : { side: 1, level: digit - 5 };
  }
  if (digit < 1 || digit > 7 || (digit === 4 && !setup.ranking.ties)) return null;
  if (digit === 4) return { side: null, level: 0 };
  return digit < 4 ? { side: 0, level: 4 - digit } : { side: 1, level: digit - 4 };
}

/** @param {State} state @param {number} gap @param {number | null} level @returns {State} */
export function setStrength(state, gap, level) {
  return { ...state, strengths: state.strengths.map((old, place) => (place === gap ? level : old)) };
}

/** @param {State} state @param {string} label @param {string} name @param {any} value @returns {State} */
export function rate(state, label, name, value) {
  return { ...state, ratings: { ...state.ratings, [label]: { ...state.ratings[label], [name]: value } } };
}

/** @param {State} state @param {string} name @param {any} value @returns {State} */
export function answer(state, name, value) {
  return { ...state, answers: { ...state.answers, [name]: value } };
}

/** @param {State} state @param {State["rewrite"]} rewrite @returns {State} */
export function setRewrite(state, rewrite) {
  return { ...state, rewrite };
}

/** Which text a rewrite starts from: the one at the caret, else the best; null (nothing) when all are bad.
 * @param {State} state @param {Setup} setup @param {string | null} focused @returns {string | null} */
export function rewriteBase(state, setup, focused) {
  if (focused) return focused;
  if (state.line === 0 && setup.ranking.acceptability) return null;
  return state.tiers[0]?.[0] ?? null;
}

/** Tiers and line without this card. @param {State} state @param {string} label */
export function without(state, label) {
  const from = tierOf(state, label) - 1;
  if (from < 0) return { tiers: state.tiers, line: state.line };
  const isAlone = state.tiers[from].length === 1;
  const tiers = state.tiers.map((tier) => tier.filter((other) => other !== label)).filter((tier) => tier.length);
  const line = state.line !== null && isAlone && from < state.line ? state.line - 1 : state.line;
  return { tiers, line };
}

/**
 * The state with other tiers; strengths of gaps that are still between the same tiers are kept.
 * @param {State} state @param {Setup} setup @param {string[][]} tiers @param {number | null} line @returns {State}
 */
export function arranged(state, setup, tiers, line) {
  const isBothBad = setup.ranking.acceptability === "both_bad";
  const gaps = asksStrength(setup) ? Math.max(0, tiers.length - 1) : 0;
  const same = (/** @type {number} */ at) => String(state.tiers[at]) === String(tiers[at]);
  const strengths = Array.from({ length: gaps }, (_, gap) =>
    same(gap) && same(gap + 1) ? (state.strengths[gap] ?? null) : null,
  );
  return { ...state, tiers, line: isBothBad || line === null ? null : Math.min(line, tiers.length), strengths };
}
