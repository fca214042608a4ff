// @ts-check
/**
 * What the buttons of the editor do to a text, as one replacement that the browser can undo. Pure.
 *
 * @typedef {{text: string, start: number, end: number}} Selected
 * @typedef {{from: number, to: number, insert: string, start: number, end: number}} Edit  Replace from..to, then
 *   select start..end of the new text.
 */

/** Keys of the marks, with Ctrl (Cmd on a Mac) in the answer's field alone. */
export const MARK_KEYS = { b: "bold", i: "italic", e: "code", k: "link" };

/** @type {Record<string, (at: Selected) => Edit>} */
const MARKS = {
  bold: (at) => around(at, "**"),
  italic: (at) => around(at, "*"),
  code: (at) => (at.text.slice(at.start, at.end).trim().includes("\n") ? fenced(at) : around(at, "`")),
  block: fenced,
  list: listed,
  link: linked,
};

/** @param {string} mark @param {Selected} at @returns {Edit | null} */
export function edit(mark, at) {
  return Object.hasOwn(MARKS, mark) ? MARKS[mark](at) : null;
}

/**
 * Put signs around the selection, or take them away. Blanks at its ends stay outside: Markdown wants it so.
 * @param {Selected} at @param {string} sign @returns {Edit}
 */
function around({ text, start, end }, sign) {
  const chosen = text.slice(start, end);
  const from = start + (chosen.trim() ? chosen.length - chosen.trimStart().length : 0);
  const to = end - (chosen.trim() ? chosen.length - chosen.trimEnd().length : 0);
  const inner = text.slice(from, to);
  const size = sign.length;
  if (carries(runAfter(text, to, sign[0]), runBefore(text, from, sign[0]), sign)) {
    return { from: from - size, to: to + size, insert: inner, start: from - size, end: to - size };
  }
  const bare = inner.slice(size, -size);
  if (inner.length > 2 * size && carries(runAfter(inner, 0, sign[0]), runBefore(inner, inner.length, sign[0]), sign)) {
    return { from, to, insert: bare, start: from, end: to - 2 * size };
  }
  return { from, to, insert: sign + inner + sign, start: from + size, end: to + size };
}

/** Whether runs of signs on both sides hold this one: *** is bold and italic, ** is bold alone.
 * @param {number} left @param {number} right @param {string} sign */
function carries(left, right, sign) {
  const run = Math.min(left, right);
  return sign.length === 2 ? run >= 2 : run % 2 === 1;
}

/** @param {string} text @param {number} at @param {string} sign */
function runBefore(text, at, sign) {
  let run = 0;
  while (text[at - 1 - run] === sign) run += 1;
  return run;
}

/** @param {string} text @param {number} at @param {string} sign */
function runAfter(text, at, sign) {
  let run = 0;
  while (text[at + run] === sign) run += 1;
  return run;
}

/** The whole lines of a selection; a line of which only its beginning is reached stays out. @param {Selected} at */
function linesOf({ text, start, end }) {
  const last = end > start && text[end - 1] === "\n" ? end - 1 : end;
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const stop = text.indexOf("\n", last);
  return { from, to: stop === -1 ? text.length : stop };
}

/** @param {Selected} at @returns {Edit} */
function listed(at) {
  const { from, to } = linesOf(at);
  const lines = at.text.slice(from, to).split("\n");
  const isListed = lines.every((line) => !line.trim() || /^\s*[-*+] /.test(line)) && lines.some((line) => line.trim());
  const changed = lines.map((line) => {
    if (isListed) return line.replace(/^(\s*)[-*+] /, "$1");
    return line.trim() || lines.length === 1 ? line.replace(/^(\s*)/, "$1- ") : line;
  });
  const insert = changed.join("\n");
  const isCaret = at.start === at.end;
  const caret = Math.max(from, at.end + insert.length - (to - from));
  return { from, to, insert, start: isCaret ? caret : from, end: isCaret ? caret : from + insert.length };
}

/** @param {Selected} at @returns {Edit} */
function linked({ text, start, end }) {
  const chosen = text.slice(start, end);
  if (/^https?:\/\/\S+$/.test(chosen.trim())) {
    return { from: start, to: end, insert: `[](${chosen.trim()})`, start: start + 1, end: start + 1 };
  }
  const address = start + chosen.length + 3;
  return { from: start, to: end, insert: `[${chosen}](https://)`, start: address, end: address + "https://".length };
}

/** A fenced block of the chosen lines, or the block's lines without their fences. @param {Selected} at @returns {Edit} */
function fenced(at) {
  const { text } = at;
  const { from, to } = linesOf(at);
  const inner = text.slice(from, to);
  const above = /(?:^|\n)(`{3,})[^\n`]*\n$/.exec(text.slice(0, from));
  const below = /^\n(`{3,})[ \t]*(?=\n|$)/.exec(text.slice(to));
  if (above && below && above[1] === below[1]) {
    const start = from - above[0].length + (above[0].startsWith("\n") ? 1 : 0);
    return { from: start, to: to + below[0].length, insert: inner, start, end: start + inner.length };
  }
  // A fence is longer than any that stands inside.
  const runs = (inner.match(/`{3,}/g) ?? []).map((run) => run.length + 1);
  const fence = "`".repeat(Math.max(3, ...runs));
  const insert = `${fence}\n${inner}\n${fence}`;
  const start = from + fence.length + 1;
  return { from, to, insert, start, end: start + inner.length };
}
