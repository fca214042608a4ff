// @ts-check
/** The card becomes the editor: a labeler improves a completion, or writes an answer when all are bad. */

import { countChanged, difference } from "./diff.js";
import { marked } from "./difference.js";
import { rewriteBase, setRewrite } from "./ranking.js";
import { word } from "./words.js";

/** @typedef {NonNullable<import("./ranking.js").State["rewrite"]>} Rewrite */

const SIZES_ITSELF = CSS.supports("field-sizing", "content");

export class Rewrites {
  /** @type {string | null} The base whose editor was opened; "" writes from nothing. */ #opened = null;
  /** Whether "perfect as it is?" was asked already. */ #hasAsked = false;

  /** @param {import("./ranking-task.js").RankingTask} task */
  constructor(task) {
    this.task = task;
    this.root = task;
    this.texts = task.facts.texts;
    task.addEventListener("input", (event) => this.#input(event));
  }

  /** @param {import("./keys.js").Command} command @returns {boolean} Whether it was taken. */
  act({ do: name, label = "" }) {
    switch (name) {
      case "rewrite": return this.#rewrite(label || this.task.place.aim), true;
      case "write-own": return this.open(null, this.task.state.rewrite), true;
      case "perfect": return this.perfect(label), true;
      case "drop-rewrite": return this.#drop(), true;
      case "on": return this.#asks();
      case "leave": return this.#closeUntouched(), false;
      default: return false;
    }
  }

  /** @param {string | null} base null writes from nothing. @param {Rewrite | null} rewrite */
  open(base, rewrite) {
    this.#opened = base ?? "";
    this.#hasAsked = false;
    if (base) this.task.reading.reveal(base);
    this.show(rewrite);
    const field = this.#field(this.#opened);
    if (!field) return;
    if (!field.value && base) field.value = this.texts[base];
    this.#showChanges(field);
    field.focus({ preventScroll: true });
    field.setSelectionRange(field.value.length, field.value.length);
    field.closest("article, .own-answer")?.scrollIntoView({ block: "nearest" });
  }

  /** @param {string} base */
  perfect(base) {
    this.#opened = base;
    this.#change({ of: base, unchanged: true }, null);
  }

  /** @param {Rewrite | null} rewrite */
  show(rewrite) {
    const current = rewrite ? (rewrite.of ?? "") : null;
    for (const editor of this.root.querySelectorAll("[data-rewrite-of]")) {
      const base = editor.getAttribute("data-rewrite-of") ?? "";
      const isCurrent = base === current;
      const isOpen = isCurrent || base === this.#opened;
      editor.toggleAttribute("hidden", !isOpen);
      editor.closest("article")?.toggleAttribute("data-edits", isOpen);
      const isPerfect = isCurrent && rewrite?.unchanged === true;
      editor.querySelector('[data-do="perfect"]')?.setAttribute("aria-pressed", String(isPerfect));
      const field = editor.querySelector("textarea");
      if (!field || !isCurrent) continue;
      const text = isPerfect ? this.texts[base] : rewrite?.text;
      if (text === undefined || field.value === text) continue;
      field.value = text;
      this.#showChanges(field);
    }
    const offer = this.root.querySelector('[data-part="own-offer"]');
    offer?.toggleAttribute("hidden", this.task.state.line !== 0 || current === "" || this.#opened === "");
  }

  // Private

  /** @param {string | null} label */
  #rewrite(label) {
    const { state, setup } = this.task;
    if (setup.ranking.rewrite === "off") return;
    const base = state.rewrite ? state.rewrite.of : rewriteBase(state, setup, label);
    if (label === null && base === null && state.line !== 0) return this.task.say(word("missing-place", { label: "" }));
    this.open(label ?? base, state.rewrite);
  }

  /** Ctrl+Enter on a text as it was: ask once whether it is perfect; the second says so and goes on. */
  #asks() {
    const field = document.activeElement;
    const editor = field instanceof HTMLTextAreaElement ? field.closest("[data-rewrite-of]") : null;
    const base = editor?.getAttribute("data-rewrite-of");
    if (!base || !(field instanceof HTMLTextAreaElement) || field.value !== this.texts[base]) return false;
    if (this.task.state.rewrite?.unchanged && this.task.state.rewrite.of === base) return false;
    if (this.#hasAsked) return this.perfect(base), false;
    this.#hasAsked = true;
    this.#ask(base, true);
    this.task.say(word("perfect-as-it-is"));
    return true;
  }

  /** @param {string} base @param {boolean} isAsked */
  #ask(base, isAsked) {
    const editor = this.root.querySelector(`[data-rewrite-of="${base}"]`);
    editor?.querySelector('[data-part="perfect-question"]')?.toggleAttribute("hidden", !isAsked);
  }

  #closeUntouched() {
    const base = this.#opened;
    if (!base || this.task.state.rewrite?.of === base || this.#field(base)?.value !== this.texts[base]) return;
    this.#close();
  }

  #drop() {
    const base = this.#opened ?? this.task.state.rewrite?.of;
    this.#close();
    if (this.task.take(setRewrite(this.task.state, null))) this.task.say(word("rewrite-dropped"));
    this.show(null);
    if (base) this.task.place.card(base)?.focus({ preventScroll: true });
  }

  #close() {
    if (this.#opened) this.#ask(this.#opened, false);
    this.#opened = null;
    this.root.querySelectorAll("[data-rewrite-of] textarea").forEach((field) => {
      if (field instanceof HTMLTextAreaElement) field.value = "";
    });
    this.show(this.task.state.rewrite);
  }

  /** @param {Rewrite | null} rewrite @param {string | null} field */
  #change(rewrite, field) {
    this.task.take(setRewrite(this.task.state, rewrite), field);
  }

  /** @param {Event} event */
  #input(event) {
    const field = event.target;
    const editor = field instanceof HTMLTextAreaElement ? field.closest("[data-rewrite-of]") : null;
    if (!editor || !(field instanceof HTMLTextAreaElement)) return;
    const base = editor.getAttribute("data-rewrite-of") || null;
    const isSame = field.value === (base ? this.texts[base] : "");
    this.#opened = base ?? "";
    this.#hasAsked = false;
    if (base) this.#ask(base, false);
    this.#showChanges(field);
    this.#change(isSame ? null : { of: base, text: field.value }, `rewrite.${base}`);
  }

  /** What the rewrite changes, below it; and the field as tall as its text. @param {HTMLTextAreaElement} field */
  #showChanges(field) {
    if (!SIZES_ITSELF) {
      field.style.blockSize = "auto";
      field.style.blockSize = `${field.scrollHeight + 2}px`;
    }
    const editor = field.closest("[data-rewrite-of]");
    const base = editor?.getAttribute("data-rewrite-of");
    const changes = editor?.querySelector('[data-part="changes"]');
    if (!base || !changes) return;
    const parts = difference(this.texts[base], field.value);
    const count = countChanged(parts);
    const isSame = parts.every((part) => part.kind === "same");
    changes.replaceChildren(...(isSame ? [] : marked(parts, "both")));
    const caption = editor?.querySelector('[data-part="changes-count"]');
    if (caption) caption.textContent = isSame ? word("rewrite-same") : word("rewrite-changes", { count });
  }

  /** @param {string} base @returns {HTMLTextAreaElement | null} */
  #field(base) {
    return this.root.querySelector(`[data-rewrite-of="${base}"] textarea`);
  }
}
