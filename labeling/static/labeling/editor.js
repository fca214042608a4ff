// @ts-check
/** The field of an answer: marks by button and key, as tall as its text, and not one code point changed by itself. */

import { MARK_KEYS, edit } from "./markup.js";

/** Chromium takes 3.5 seconds to insert 50,000 characters of lines as if they were typed, 29 for 200,000. */
const LONGEST_TYPED = 10_000;
const IS_MAC = /^(Mac|iP)/.test(navigator.platform);

export class Editor {
  /** @type {string} The text as it was given: a field turns CRLF into LF, which must not look like an edit. */ #given = "";

  /** @param {HTMLTextAreaElement} field */
  constructor(field) {
    this.field = field;
    field.addEventListener("keydown", (event) => this.#key(event));
    if (!CSS.supports("field-sizing", "content")) this.#growByHand();
  }

  // Actions

  get text() {
    return this.field.value === asInField(this.#given) ? this.#given : this.field.value;
  }

  /** @param {string} text */
  set text(text) {
    this.#given = text;
    if (this.field.value !== asInField(text)) this.field.value = text;
    this.grow();
  }

  /** @param {string} name */
  mark(name) {
    const { field } = this;
    const made = edit(name, { text: field.value, start: field.selectionStart, end: field.selectionEnd });
    if (!made || field.readOnly) return;
    field.focus();
    field.setSelectionRange(made.from, made.to);
    // Deprecated, and the only way that the browser's own undo knows of.
    if (made.insert.length > LONGEST_TYPED || !document.execCommand("insertText", false, made.insert)) {
      field.setRangeText(made.insert, made.from, made.to, "end");
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
    field.setSelectionRange(made.start, made.end);
  }

  grow() {}

  // Private

  /** Plain editing, as Ctrl+C is; the Mac's Ctrl+B, E and K move the caret and are left alone. @param {KeyboardEvent} event */
  #key(event) {
    const isHeld = IS_MAC ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
    if (!isHeld || event.altKey || event.shiftKey || event.repeat || event.isComposing) return;
    const name = MARK_KEYS[/** @type {keyof typeof MARK_KEYS} */ (event.key.toLowerCase())];
    if (!name) return;
    event.preventDefault();
    this.mark(name);
  }

  /** For browsers without field-sizing. */
  #growByHand() {
    const { field } = this;
    this.grow = () => {
      const { scrollY } = window;
      field.style.blockSize = "auto";
      field.style.blockSize = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
      if (window.scrollY !== scrollY) scrollTo(0, scrollY);
    };
    field.addEventListener("input", () => this.grow());
    let width = 0;
    new ResizeObserver(() => {
      if (field.offsetWidth !== width) this.grow();
      width = field.offsetWidth;
    }).observe(field);
  }
}

/** @param {string} text */
function asInField(text) {
  return text.replace(/\r\n?/g, "\n");
}
