// @ts-check
/**
 * The difference of two texts, word by word. Pure.
 *
 * Words that occur once in each text anchor the comparison (patience difference, Bram Cohen); between two anchors a
 * shortest edit is looked for (Myers 1986). Where two stretches differ by more than `MOST_EDITS` words, all of both
 * counts as different: texts that far apart have no difference that a person could follow.
 *
 * @typedef {{kind: "same" | "out" | "in", left: string, right: string}} Part  A run of words: `left` as the first text
 *   has it (empty for "in"), `right` as the second has it (empty for "out").
 * @typedef {{word: string, text: string}} Token  `text` is the word with the white space after it.
 */

const MOST_EDITS = 2500;
// Scripts that write words without blanks between them.
const UNSPACED = "\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Khmr}\\p{sc=Mymr}";
const RUNS = new RegExp(`[${UNSPACED}]+|(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}_'’])+|\\s+|[^\\s]`, "gu");
const IS_UNSPACED = new RegExp(`^[${UNSPACED}]`, "u");

/** @param {string} text @returns {Token[]} */
export function tokens(text) {
  /** @type {Token[]} */
  const found = [];
  for (const [run] of text.matchAll(RUNS)) {
    if (IS_UNSPACED.test(run)) for (const word of segments(run)) found.push({ word, text: word });
    else if (/^\s/.test(run) && found.length) /** @type {Token} */ (found.at(-1)).text += run;
    else found.push({ word: run, text: run });
  }
  return found;
}

/** @type {Intl.Segmenter | null | undefined} */
let segmenter;

/** @param {string} run */
function segments(run) {
  segmenter ??= "Segmenter" in Intl ? new Intl.Segmenter(undefined, { granularity: "word" }) : null;
  return segmenter ? Array.from(segmenter.segment(run), (part) => part.segment) : Array.from(run);
}

/** @param {string} left @param {string} right @returns {Part[]} */
export function difference(left, right) {
  const from = tokens(left);
  const to = tokens(right);
  /** @type {Part[]} */
  const parts = [];
  /** @param {Part["kind"]} kind @param {string} a @param {string} b */
  const add = (kind, a, b) => {
    const last = parts.at(-1);
    if (last?.kind !== kind) return parts.push({ kind, left: a, right: b });
    last.left += a;
    last.right += b;
  };
  let [i, j] = [0, 0];
  for (const [a, b] of [...matches(from, to), [from.length, to.length]]) {
    while (i < a) add("out", from[i++].text, "");
    while (j < b) add("in", "", to[j++].text);
    if (i < from.length && j < to.length) add("same", from[i++].text, to[j++].text);
  }
  return parts;
}

/** How many words stand in one of the texts alone. @param {Part[]} parts */
export function countChanged(parts) {
  const isWord = (/** @type {Token} */ token) => /[\p{L}\p{N}]/u.test(token.word);
  const changed = parts.filter((part) => part.kind !== "same");
  return changed.reduce((sum, part) => sum + tokens(part.left + part.right).filter(isWord).length, 0);
}

/** Pairs of equal words, in the order of both texts. @param {Token[]} from @param {Token[]} to */
function matches(from, to) {
  /** @type {[number, number][]} */
  const found = [];
  let [i, j] = [0, 0];
  for (const [a, b] of [...anchors(from, to), [from.length, to.length]]) {
    found.push(...between(from, to, i, a, j, b));
    if (a < from.length) found.push([a, b]);
    [i, j] = [a + 1, b + 1];
  }
  return found;
}

/** Words that occur once in each text, those that keep their order. @param {Token[]} from @param {Token[]} to */
function anchors(from, to) {
  const [once, there] = [places(from), places(to)];
  /** @type {[number, number][]} */
  const common = [];
  for (const [word, at] of once) {
    const place = there.get(word);
    if (at >= 0 && place !== undefined && place >= 0) common.push([at, place]);
  }
  return longestRising(common);
}

/** @param {Token[]} list @returns {Map<string, number>} The place of each word; -1 when it occurs more than once. */
function places(list) {
  const found = new Map();
  list.forEach(({ word }, at) => found.set(word, found.has(word) ? -1 : at));
  return found;
}

/** @param {[number, number][]} pairs Rising by their first. @returns {[number, number][]} */
function longestRising(pairs) {
  /** @type {number[]} */
  const ends = [];
  const before = pairs.map(() => -1);
  pairs.forEach(([, place], at) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[ends[middle]][1] < place) low = middle + 1;
      else high = middle;
    }
    if (low) before[at] = ends[low - 1];
    ends[low] = at;
  });
  /** @type {[number, number][]} */
  const chain = [];
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at]) chain.push(pairs[at]);
  return chain.reverse();
}

/**
 * Myers' shortest edit between two stretches; nothing in common beyond MOST_EDITS.
 * @param {Token[]} from @param {Token[]} to @param {number} i @param {number} a @param {number} j @param {number} b
 * @returns {[number, number][]}
 */
function between(from, to, i, a, j, b) {
  const [rows, columns] = [a - i, b - j];
  const most = Math.min(rows + columns, MOST_EDITS);
  const isSame = (/** @type {number} */ x, /** @type {number} */ y) =>
    x < rows && y < columns && from[i + x].word === to[j + y].word;
  let reach = new Int32Array(2 * most + 3);
  /** @type {Int32Array[]} */
  const trail = [];
  for (let edits = 0; edits <= most; edits++) {
    trail.push(reach.slice(most - edits, most + edits + 3));
    for (let k = -edits; k <= edits; k += 2) {
      const isDown = k === -edits || (k !== edits && reach[most + k] < reach[most + k + 2]);
      let x = isDown ? reach[most + k + 2] : reach[most + k] + 1;
      while (isSame(x, x - k)) x++;
      reach[most + 1 + k] = x;
      if (x >= rows && x - k >= columns) return walkBack(trail, rows, columns).map(([x0, y0]) => [i + x0, j + y0]);
    }
  }
  return [];
}

/** @param {Int32Array[]} trail @param {number} x @param {number} y @returns {[number, number][]} */
function walkBack(trail, x, y) {
  /** @type {[number, number][]} */
  const found = [];
  for (let edits = trail.length - 1; edits >= 0; edits--) {
    const reach = trail[edits];
    const at = (/** @type {number} */ k) => reach[edits + 1 + k];
    const k = x - y;
    const isDown = k === -edits || (k !== edits && at(k - 1) < at(k + 1));
    const before = isDown ? k + 1 : k - 1;
    const [x0, y0] = edits ? [at(before), at(before) - before] : [0, 0];
    while (x > x0 && y > y0) found.push([--x, --y]);
    [x, y] = [x0, y0];
  }
  return found.reverse();
}
