// @ts-check
/** Presses on the page, read with the one table of keys and given to whoever holds the screen. */

import { ownKeyboard, showHints } from "./hints.js";
import { read } from "./keys.js";

const TEXT = "textarea, select, [contenteditable=true], input:not([type=radio], [type=checkbox], [type=range])";

/** @param {EventTarget | null} target */
export function isText(target) {
  return target instanceof HTMLElement && target.matches(TEXT);
}

/** A second key that is waited for longer than this was forgotten. */
const PATIENCE = 4000;

export class Keyboard {
  /** @type {string | null} */ #pending = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;

  /** @param {{act: (command: import("./keys.js").Command) => boolean | void, onPending: (name: string | null) => void}} holder */
  constructor({ act, onPending }) {
    this.act = act;
    this.onPending = onPending;
    this.listen = this.listen.bind(this);
  }

  start() {
    showHints();
    document.addEventListener("keydown", this.listen);
  }

  stop() {
    document.removeEventListener("keydown", this.listen);
    clearTimeout(this.#timer);
  }

  /** @param {KeyboardEvent} event */
  listen(event) {
    if (event.defaultPrevented || document.querySelector("dialog[open], details.menu[open]")) return;
    const target = event.target instanceof Element ? event.target : document.body;
    // A held Enter would press the focused button again and again.
    if (event.repeat && event.key === "Enter" && target.closest("button")) event.preventDefault();
    const command = read(
      {
        key: event.key, code: event.code, shiftKey: event.shiftKey, ctrlKey: event.ctrlKey, altKey: event.altKey,
        metaKey: event.metaKey, repeat: event.repeat, isComposing: event.isComposing || event.keyCode === 229,
        altGraph: event.getModifierState("AltGraph"),
      },
      {
        inText: isText(target),
        onControl: Boolean(target.closest("button, a[href], summary")),
        ownArrows: target.matches("input[type=range], input[type=radio]"),
        pending: this.#pending,
      },
      ownKeyboard(),
    );
    if (!command) return;
    const wasPending = this.#pending;
    const isTaken = command.do === "let-go" || this.act(command) !== false;
    // Whoever did not take the first key must not swallow the second.
    this.#await(isTaken && command.do.startsWith("await-") ? command.do.slice("await-".length) : null);
    if (isTaken || wasPending) event.preventDefault();
  }

  /** @param {string | null} name */
  #await(name) {
    clearTimeout(this.#timer);
    if (name !== this.#pending) this.onPending(name);
    this.#pending = name;
    if (name) this.#timer = setTimeout(() => this.#await(null), PATIENCE);
  }
}
