// @ts-check
/**
 * The one table of keys: what a press means, and the legend. No DOM.
 *
 * Letters A-I belong to cards for ever; commands are J-Z and signs.
 *
 * @typedef {{key: string, code?: string, shiftKey?: boolean, ctrlKey?: boolean, altKey?: boolean, metaKey?: boolean,
 *   repeat?: boolean, isComposing?: boolean, altGraph?: boolean}} Press
 * @typedef {{inText?: boolean, onControl?: boolean, ownArrows?: boolean, pending?: string | null}} Mode
 * @typedef {{do: string, label?: string, digit?: number, at?: number}} Command
 */

export const LETTERS = "ABCDEFGHI";

/** @type {{name: string, keys: string[], kinds: string}[]} What the legend shows, in its order. */
export const LEGEND = [
  { name: "place", keys: ["A", "…", "I"], kinds: "ranking" },
  { name: "tie", keys: ["Shift+A", "= A"], kinds: "ranking" },
  { name: "digit", keys: ["0", "…", "9"], kinds: "ranking demonstration" },
  { name: "line", keys: ["-"], kinds: "ranking" },
  { name: "flag", keys: [". A"], kinds: "ranking" },
  { name: "previous", keys: ["←"], kinds: "ranking" },
  { name: "next", keys: ["→"], kinds: "ranking" },
  { name: "up", keys: ["[", "Alt+↑"], kinds: "ranking" },
  { name: "down", keys: ["]", "Alt+↓"], kinds: "ranking" },
  { name: "back", keys: ["Backspace", "Ctrl+Z"], kinds: "ranking" },
  { name: "on", keys: ["Enter", "Ctrl+Enter"], kinds: "ranking demonstration" },
  { name: "leave", keys: ["Esc"], kinds: "ranking demonstration" },
  { name: "rewrite", keys: ["R"], kinds: "ranking" },
  { name: "note", keys: ["N"], kinds: "ranking demonstration" },
  { name: "skip", keys: ["S 1"], kinds: "ranking demonstration" },
  { name: "undo-submit", keys: ["U"], kinds: "ranking demonstration" },
  { name: "guidelines", keys: ["M"], kinds: "ranking demonstration" },
  { name: "prompt", keys: ["P"], kinds: "ranking demonstration" },
  { name: "layout", keys: ["L"], kinds: "ranking" },
  { name: "fold", keys: ["O"], kinds: "ranking" },
  { name: "raw", keys: ["T"], kinds: "ranking" },
  { name: "legend", keys: ["?"], kinds: "ranking demonstration" },
];

/** @type {Record<string, string>} */
const COMMANDS = {
  "-": "line", "[": "up", "]": "down", "?": "legend", Backspace: "back", Enter: "on", Escape: "leave",
  ArrowLeft: "previous", ArrowRight: "next",
  L: "layout", M: "guidelines", N: "note", O: "fold", P: "prompt", R: "rewrite", S: "skip", T: "raw", U: "undo-submit",
};

/** Keys that wait for a second one: a tie's letter, a flag's letter. (Skip opens its own dialog.) */
const PREFIXES = { "=": "tie", ".": "flag" };

/**
 * The letter or sign of a press, whatever Caps Lock says and on keyboards of other scripts too.
 * @param {Press} press
 */
export function signOf(press) {
  if (press.key.length !== 1) return press.key;
  const isForeignLetter = press.key > "\u007f" && /^Key[A-Z]$/.test(press.code ?? "");
  return isForeignLetter ? (press.code ?? "").slice(3) : press.key.toUpperCase();
}

/**
 * What this press asks for; null leaves it to the browser.
 * @param {Press} press
 * @param {Mode} mode
 * @returns {Command | null}
 */
export function read(press, mode) {
  if (press.isComposing || press.key === "Process" || press.key === "Dead") return null;
  if (press.repeat || press.altGraph) return null;
  const isCommand = press.ctrlKey || press.metaKey;
  if (isCommand && press.key === "Enter" && !press.altKey) return { do: "on" };
  if (mode.inText) return press.key === "Escape" && !isCommand && !press.altKey ? { do: "leave" } : null;
  if (isCommand) return !press.altKey && !press.shiftKey && signOf(press) === "Z" ? { do: "back" } : null;
  if (press.altKey) return press.key === "ArrowUp" ? { do: "up" } : press.key === "ArrowDown" ? { do: "down" } : null;
  return plain(press, mode);
}

/**
 * @param {Press} press
 * @param {Mode} mode
 * @returns {Command | null}
 */
function plain(press, mode) {
  const sign = signOf(press);
  if (mode.pending) return second(sign, mode.pending);
  if (sign in PREFIXES) return { do: `await-${PREFIXES[/** @type {keyof typeof PREFIXES} */ (sign)]}` };
  if (sign.length === 1 && LETTERS.includes(sign)) return { do: press.shiftKey ? "tie" : "place", label: sign };
  if (/^[0-9]$/.test(sign)) return { do: "digit", digit: Number(sign) };
  if (sign === "Enter" && (mode.onControl || press.shiftKey)) return null;
  if (sign.startsWith("Arrow") && (mode.ownArrows || press.shiftKey)) return null;
  const name = Object.hasOwn(COMMANDS, sign) ? COMMANDS[sign] : null;
  return name ? { do: name } : null;
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
