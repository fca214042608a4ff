// @ts-check
/**
 * The one table of keys: what a press means, and the legend. No DOM.
 *
 * Letters A-I belong to cards for ever; commands are J-Z and signs, and a person may give each another key.
 * What a press types counts, not where its key lies: on AZERTY the digits are Shift + their key, as they are
 * everywhere else there, and "-" on the key of the 6 draws the line. Only keyboards of scripts that have no
 * Latin letters are read by place.
 *
 * @typedef {{key: string, code?: string, shiftKey?: boolean, ctrlKey?: boolean, altKey?: boolean, metaKey?: boolean,
 *   repeat?: boolean, isComposing?: boolean, altGraph?: boolean}} Press
 * @typedef {{inText?: boolean, onControl?: boolean, ownArrows?: boolean, pending?: string | null}} Mode
 * @typedef {{do: string, label?: string, digit?: number, at?: number}} Command
 * @typedef {{keys: Record<string, string>, names: Record<string, string>, isOff: boolean}} Person  Key by command,
 *   command by key, and whether single keys are off.
 * @typedef {{name: string, key?: string, then?: string, also?: string[], kinds: string}} Row  `key` can be changed,
 *   `then` follows it, `also` are fixed.
 */

export const LETTERS = "ABCDEFGHI";

const BOTH = "ranking demonstration";

/** @type {Row[]} In the order of the legend. */
export const TABLE = [
  { name: "place", also: ["A", "…", "I"], kinds: "ranking" },
  { name: "tie", key: "=", then: "A", also: ["Shift+A"], kinds: "ranking" },
  { name: "digit", also: ["0", "…", "9"], kinds: BOTH },
  { name: "line", key: "-", kinds: "ranking" },
  { name: "flag", key: ".", then: "A", kinds: "ranking" },
  { name: "previous", key: "ArrowLeft", kinds: "ranking" },
  { name: "next", key: "ArrowRight", kinds: "ranking" },
  { name: "up", key: "[", also: ["Alt+↑"], kinds: "ranking" },
  { name: "down", key: "]", also: ["Alt+↓"], kinds: "ranking" },
  { name: "back", key: "Backspace", also: ["Ctrl+Z"], kinds: "ranking" },
  { name: "on", also: ["Enter", "Ctrl+Enter"], kinds: BOTH },
  { name: "leave", also: ["Esc"], kinds: BOTH },
  { name: "rewrite", key: "R", kinds: "ranking" },
  { name: "note", key: "N", kinds: BOTH },
  { name: "skip", key: "S", then: "1", kinds: BOTH },
  { name: "ask", key: "Q", kinds: BOTH },
  { name: "undo-submit", key: "U", kinds: BOTH },
  { name: "guidelines", key: "M", kinds: BOTH },
  { name: "prompt", key: "P", kinds: BOTH },
  { name: "layout", key: "L", kinds: "ranking" },
  { name: "fold", key: "O", kinds: "ranking" },
  { name: "raw", key: "T", kinds: "ranking" },
  { name: "difference", key: "W", kinds: "ranking" },
  // Plain editing in the answer's field (editor.js), as Ctrl+C is.
  { name: "bold", also: ["Ctrl+B"], kinds: "demonstration" },
  { name: "italic", also: ["Ctrl+I"], kinds: "demonstration" },
  { name: "code", also: ["Ctrl+E"], kinds: "demonstration" },
  { name: "link", also: ["Ctrl+K"], kinds: "demonstration" },
  { name: "legend", key: "?", kinds: BOTH },
];

/** Commands that wait for a letter. (Skip opens its own dialog.) */
const PREFIXES = ["tie", "flag"];

/** Named keys that a command can be given; the others move, scroll, or belong to the browser. */
const NAMED = ["Backspace", "Delete", "Insert", "ArrowLeft", "ArrowRight"];

const CAPS = /** @type {Record<string, string>} */ ({ ArrowLeft: "←", ArrowRight: "→" });

/** Where signs lie on keyboards that have no Latin letters. */
const PLACES = /** @type {Record<string, string>} */ ({
  BracketLeft: "[", BracketRight: "]", Period: ".", Minus: "-", Equal: "=",
});

/**
 * The keys of a person: the table's, but for what they changed. A key that two want is the changed one's.
 * @param {Record<string, string>} [changes] @param {boolean} [isOff] @returns {Person}
 */
export function keyboardOf(changes = {}, isOff = false) {
  /** @type {Record<string, string>} */
  const names = {};
  const rows = TABLE.filter((row) => row.key);
  for (const { name } of rows) if (isUsable(changes[name] ?? "")) names[changes[name]] ??= name;
  const changed = new Set(Object.values(names));
  for (const { name, key = "" } of rows) if (!changed.has(name)) names[key] ??= name;
  const keys = Object.fromEntries(Object.entries(names).map(([key, name]) => [name, key]));
  return { keys, names, isOff };
}

/** Whether a command can be given this key. @param {string} sign */
export function isUsable(sign) {
  if (NAMED.includes(sign)) return true;
  return [...sign].length === 1 && sign === sign.toUpperCase() && !/[A-I0-9\s]/.test(sign);
}

/**
 * Why a command cannot have this key; null when it can.
 * @param {Record<string, string>} changes @param {string} name @param {string} sign
 * @returns {{why: "fixed" | "unusable" | "taken", by?: string} | null}
 */
export function conflictOf(changes, name, sign) {
  if (/^[A-I0-9]$/.test(sign)) return { why: "fixed" };
  if (!isUsable(sign)) return { why: "unusable" };
  const by = keyboardOf(changes).names[sign];
  return by && by !== name ? { why: "taken", by } : null;
}

/** What stands on a key. @param {string} sign */
export function capOf(sign) {
  return CAPS[sign] ?? sign;
}

/** What the legend shows of a row: each a key or a sequence of keys. @param {Row} row @param {Person} person */
export function shownKeys({ name, then, also = [] }, person) {
  const own = person.keys[name];
  if (person.isOff) return also.filter((key) => /^(Ctrl|Alt)\+|^Esc$/.test(key));
  return [...(own ? [then ? `${capOf(own)} ${then}` : capOf(own)] : []), ...also];
}

/**
 * The letter or sign of a press, whatever Caps Lock says, from the numeric keypad, and on keyboards of other scripts.
 * @param {Press} press
 */
export function signOf({ key, code = "" }) {
  if ([...key].length !== 1) return key;
  // An input method's full-width letters and signs.
  const sign = /[\uff01-\uff5e]/.test(key) ? key.normalize("NFKC") : key;
  if (sign > "\u007f" && !/\p{Script=Latin}/u.test(sign)) {
    return /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(code)?.[1] ?? PLACES[code] ?? sign;
  }
  return sign.toUpperCase();
}

/**
 * What this press asks for; null leaves it to the browser.
 * @param {Press} press
 * @param {Mode} mode
 * @param {Person} [person]
 * @returns {Command | null}
 */
export function read(press, mode, person = keyboardOf()) {
  if (press.isComposing || press.key === "Process" || press.key === "Dead") return null;
  if (press.repeat || press.altGraph) return null;
  const isCommand = press.ctrlKey || press.metaKey;
  if (isCommand && press.key === "Enter" && !press.altKey) return { do: "on" };
  if (press.key === "Escape" && !isCommand && !press.altKey) return { do: mode.pending ? "let-go" : "leave" };
  if (mode.inText) return null;
  if (isCommand) return !press.altKey && !press.shiftKey && signOf(press) === "Z" ? { do: "back" } : null;
  if (press.altKey) return press.key === "ArrowUp" ? { do: "up" } : press.key === "ArrowDown" ? { do: "down" } : null;
  return person.isOff ? null : plain(press, mode, person);
}

/**
 * @param {Press} press
 * @param {Mode} mode
 * @param {Person} person
 * @returns {Command | null}
 */
function plain(press, mode, person) {
  const sign = signOf(press);
  if (mode.pending) return second(sign, mode.pending);
  if (sign.length === 1 && LETTERS.includes(sign)) return { do: press.shiftKey ? "tie" : "place", label: sign };
  if (/^[0-9]$/.test(sign)) return { do: "digit", digit: Number(sign) };
  if (sign === "Enter") return mode.onControl || press.shiftKey ? null : { do: "on" };
  if (sign.startsWith("Arrow") && (mode.ownArrows || press.shiftKey)) return null;
  const name = Object.hasOwn(person.names, sign) ? person.names[sign] : null;
  if (!name) return null;
  return { do: PREFIXES.includes(name) ? `await-${name}` : name };
}

/**
 * The press after a prefix: its letter, or anything else, which lets go of the prefix.
 * @param {string} sign
 * @param {string} pending
 * @returns {Command | null}
 */
function second(sign, pending) {
  if (sign === "Shift") return null;
  if (sign.length !== 1 || sign < "A" || sign > "Z") return { do: "let-go" };
  if (pending === "tie") return LETTERS.includes(sign) ? { do: "tie", label: sign } : { do: "let-go" };
  return { do: pending, label: sign };
}
