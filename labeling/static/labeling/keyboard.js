// @ts-check
/** Presses on the page, read with the one table of keys and given to whoever holds the screen. */

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
    );
    if (!command) return;
    const wasPending = this.#pending;
    this.#await(command.do.startsWith("await-") ? command.do.slice("await-".length) : null);
    if (command.do === "let-go" || this.act(command) !== false || wasPending) event.preventDefault();
  }

  /** @param {string | null} name */
  #await(name) {
    clearTimeout(this.#timer);
    if (name !== this.#pending) this.onPending(name);
    this.#pending = name;
    if (name) this.#timer = setTimeout(() => this.#await(null), PATIENCE);
  }
}
