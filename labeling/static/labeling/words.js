// @ts-check
/** The words that the server gave the page's scripts. */

/** @type {Record<string, string> | null} */
let words = null;

/** @param {string} name @param {Record<string, string | number>} [values] Fill {name in braces}. */
export function word(name, values = {}) {
  words ??= JSON.parse(document.getElementById("screen-words")?.textContent ?? "{}");
  const text = words?.[name] ?? name;
  return text.replace(/\{(\w+)\}/g, (whole, key) => String(values[key] ?? whole));
}
