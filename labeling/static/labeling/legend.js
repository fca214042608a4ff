// @ts-check
/** The dialog of keys: what each does, another key for a command, and single keys on or off (WCAG 2.1.4). */

import { showHints } from "./hints.js";
import { TABLE, capOf, conflictOf, keyboardOf, shownKeys, signOf } from "./keys.js";
import { prefer, preferred } from "./preferences.js";
import { word } from "./words.js";

/** @type {WeakMap<HTMLDialogElement, Legend>} */
const legends = new WeakMap();

/** @param {HTMLDialogElement} dialog @param {string} [kind] The kind of task on the screen. */
export function openLegend(dialog, kind = "ranking") {
  const legend = legends.get(dialog) ?? new Legend(dialog);
  legends.set(dialog, legend);
  legend.open(kind);
}

class Legend {
  /** @type {string | null} The command that waits for its new key. */ #changing = null;
  #kind = "ranking";

  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.dialog = dialog;
    dialog.addEventListener("click", (event) => this.#click(event));
    dialog.addEventListener("keydown", (event) => this.#key(event));
    dialog.addEventListener("change", () => this.#switch());
    dialog.addEventListener("close", () => this.#edit(false));
  }

  // Actions

  /** @param {string} kind */
  open(kind) {
    this.#kind = kind;
    this.#say("");
    this.#show();
    this.dialog.showModal();
  }

  // Private

  get #changes() {
    return /** @type {Record<string, string>} */ (preferred("keys", {}) ?? {});
  }

  /** @param {Event} event */
  #click(event) {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button) return;
    if (button.dataset.legend === "edit") this.#edit(!this.dialog.hasAttribute("data-editing"));
    if (button.dataset.legend === "defaults") this.#keep({}, word("keys-defaults"));
    if (button.dataset.change) this.#await(button.dataset.change);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const name = this.#changing;
    if (!name || event.isComposing || event.key === "Tab" || /^(Shift|Control|Alt|AltGraph|Meta|CapsLock)$/.test(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return this.#await(null);
    const sign = signOf(event);
    const conflict = conflictOf(this.#changes, name, sign);
    const values = { key: capOf(sign), command: word(`key-${name}`), other: word(`key-${conflict?.by}`) };
    if (conflict) return this.#say(word(`keys-${conflict.why}`, values));
    this.#keep({ ...this.#changes, [name]: sign }, word("keys-changed", values));
    this.#button(name)?.focus();
  }

  /** @param {Record<string, string>} changes @param {string} text */
  #keep(changes, text) {
    const defaults = keyboardOf().keys;
    const own = Object.fromEntries(Object.entries(changes).filter(([name, key]) => defaults[name] !== key));
    prefer({ keys: Object.keys(own).length ? own : null });
    this.#changing = null;
    this.#say(text);
    this.#tell();
  }

  #switch() {
    const isOn = this.dialog.querySelector("input")?.checked !== false;
    prefer({ keys_off: isOn ? null : true });
    this.#say(word(isOn ? "keys-on" : "keys-off"));
    this.#tell();
  }

  /** Everything that names a key names the present one. */
  #tell() {
    this.#show();
    showHints();
    document.dispatchEvent(new Event("keys-changed"));
  }

  /** @param {boolean} isEditing */
  #edit(isEditing) {
    this.dialog.toggleAttribute("data-editing", isEditing);
    this.dialog.querySelector('[data-legend="edit"]')?.setAttribute("aria-pressed", String(isEditing));
    this.#await(null);
    this.#show();
  }

  /** @param {string | null} name */
  #await(name) {
    this.#changing = name;
    this.#say(name ? word("keys-await", { command: word(`key-${name}`) }) : "");
    for (const button of this.dialog.querySelectorAll("[data-change]")) {
      button.setAttribute("aria-pressed", String(button.getAttribute("data-change") === name));
    }
  }

  #show() {
    const list = this.dialog.querySelector("dl");
    const row = list?.querySelector("template");
    const isOff = preferred("keys_off") === true;
    const box = this.dialog.querySelector("input");
    if (box) box.checked = !isOff;
    if (!list || !row) return;
    const person = keyboardOf(this.#changes, isOff);
    const rows = TABLE.filter(({ kinds }) => kinds.includes(this.#kind)).map((command) => {
      const entry = /** @type {HTMLElement} */ (row.content.firstElementChild?.cloneNode(true));
      entry.querySelector("dt")?.append(...shownKeys(command, person).flatMap((key) => (key === "…" ? [" … "] : [keyCap(key), " "])));
      const meaning = word(`key-${command.name}`);
      /** @type {Element} */ (entry.querySelector("[data-part=meaning]")).textContent = meaning;
      const button = /** @type {HTMLElement} */ (entry.querySelector("button"));
      if (command.key && !isOff) {
        button.dataset.change = command.name;
        button.setAttribute("aria-label", word("keys-change", { command: meaning }));
      } else button.remove();
      return entry;
    });
    list.replaceChildren(row, ...rows);
  }

  /** @param {string} name */
  #button(name) {
    return /** @type {HTMLElement | null} */ (this.dialog.querySelector(`[data-change="${name}"]`));
  }

  /** @param {string} text */
  #say(text) {
    const line = this.dialog.querySelector("[data-part=says]");
    if (line) line.textContent = text;
  }
}

/** @param {string} key */
function keyCap(key) {
  const cap = document.createElement("kbd");
  cap.textContent = key;
  return cap;
}
