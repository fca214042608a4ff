// @ts-check
/** The editors in which a labeler improves a completion, or writes an answer when all are bad. */

import { rewriteBase, setRewrite } from "./ranking.js";
import { word } from "./words.js";

/** @typedef {NonNullable<import("./ranking.js").State["rewrite"]>} Rewrite */

export class Rewrites {
  /** @type {string | null} The base whose editor was opened; "" writes from nothing. */ #opened = null;

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
      case "perfect": return this.perfect(label), true;
      case "drop-rewrite": return this.task.take(setRewrite(this.task.state, null)), this.close(), true;
      default: return false;
    }
  }

  /** @param {string | null} label */
  #rewrite(label) {
    const { state, setup } = this.task;
    if (setup.ranking.rewrite === "off") return;
    const base = state.rewrite ? state.rewrite.of : rewriteBase(state, setup, label);
    if (label === null && base === null && state.line !== 0) return this.task.say(word("missing-place", { label: "" }));
    this.open(label ?? base, state.rewrite);
  }

  /** @param {Rewrite | null} rewrite @param {string | null} field */
  onChange(rewrite, field) {
    this.task.take(setRewrite(this.task.state, rewrite), field);
  }

  /** @param {string | null} base null writes from nothing. @param {Rewrite | null} rewrite */
  open(base, rewrite) {
    this.#opened = base ?? "";
    this.show(rewrite);
    const field = this.#field(this.#opened);
    if (!field) return;
    if (!field.value && base) field.value = this.texts[base];
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
    field.scrollIntoView({ block: "nearest" });
  }

  close() {
    this.#opened = null;
    this.show(null);
    this.root.querySelectorAll("[data-rewrite-of] textarea").forEach((field) => {
      if (field instanceof HTMLTextAreaElement) field.value = "";
    });
  }

  /** @param {string} base */
  perfect(base) {
    this.onChange({ of: base, unchanged: true }, null);
  }

  /** @param {Rewrite | null} rewrite */
  show(rewrite) {
    const current = rewrite ? (rewrite.of ?? "") : null;
    for (const editor of this.root.querySelectorAll("[data-rewrite-of]")) {
      const base = editor.getAttribute("data-rewrite-of") ?? "";
      const isCurrent = base === current;
      editor.toggleAttribute("hidden", !isCurrent && base !== this.#opened);
      const isPerfect = isCurrent && rewrite?.unchanged === true;
      editor.querySelector('[data-do="perfect"]')?.setAttribute("aria-pressed", String(isPerfect));
      const field = editor.querySelector("textarea");
      if (field && isCurrent && rewrite?.text !== undefined && field.value !== rewrite.text) field.value = rewrite.text;
      if (field && isPerfect) field.value = this.texts[base];
    }
  }

  /** @param {Event} event */
  #input(event) {
    const field = event.target;
    const editor = field instanceof HTMLTextAreaElement ? field.closest("[data-rewrite-of]") : null;
    if (!editor || !(field instanceof HTMLTextAreaElement)) return;
    const base = editor.getAttribute("data-rewrite-of") || null;
    const isSame = field.value === (base ? this.texts[base] : "");
    this.#opened = base ?? "";
    this.onChange(isSame ? null : { of: base, text: field.value }, `rewrite.${base}`);
  }

  /** @param {string} base @returns {HTMLTextAreaElement | null} */
  #field(base) {
    return this.root.querySelector(`[data-rewrite-of="${base}"] textarea`);
  }
}
