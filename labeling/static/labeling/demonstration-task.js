// @ts-check
/** <demonstration-task>: writing the ideal answer, with its form's questions. */

import { fragment } from "./api.js";
import { answerOf, takesDigits } from "./caret.js";
import { answersTo, unanswered } from "./judgment.js";
import { Keyboard } from "./keyboard.js";
import { readInput, showAnswers } from "./questions.js";
import { readingWords } from "./clock.js";
import { word } from "./words.js";

export class DemonstrationTask extends HTMLElement {
  /** @type {Record<string, any>} */ #answers = {};
  /** @type {{text: string, answers: Record<string, any>}[]} */ #past = [];
  #keyboard = new Keyboard({ act: (command) => this.act(command), onPending: () => {} });

  // Lifecycle

  connectedCallback() {
    this.facts = JSON.parse(this.querySelector("#assignment-facts")?.textContent ?? "{}");
    this.answer = /** @type {HTMLTextAreaElement} */ (this.querySelector("#answer"));
    this.addEventListener("input", (event) => this.#input(event));
    this.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("[data-do]") : null;
      if (button instanceof HTMLElement) this.act({ do: button.dataset.do ?? "" });
    });
    this.#show();
    this.#keyboard.start();
  }

  disconnectedCallback() {
    this.#keyboard.stop();
  }

  // Actions

  get judgment() {
    return { text: this.answer?.value ?? "", answers: answersTo(this.facts.form.task, this.#answers) };
  }

  get hasSteps() {
    return this.#past.length > 0;
  }

  /** @param {any} judgment */
  restore(judgment) {
    if (this.answer) this.answer.value = judgment?.text ?? "";
    this.#answers = { ...judgment?.answers };
    this.#show();
  }

  /** Take over a newer draft; undo brings one's own back. @param {any} judgment */
  load(judgment) {
    this.#past.push(this.judgment);
    this.restore(judgment);
  }

  undo() {
    const before = this.#past.pop();
    if (before) this.restore(before);
    if (before) this.#changed();
    return Boolean(before);
  }

  goOn() {
    if (!this.answer?.value.trim()) {
      this.#write();
      this.answer?.focus();
      return this.#call(word("missing-text"));
    }
    const [name] = unanswered(this.facts.form.task, this.#answers);
    if (!name) return this.#send("judgment-finished", { judgment: this.judgment });
    const field = this.querySelector(`[name="task.${name}"]`);
    if (field instanceof HTMLElement) field.focus();
    this.#call(this.querySelector('[data-part="missing"]')?.textContent ?? "");
  }

  /** @param {import("./keys.js").Command} command @returns {boolean | void} */
  act({ do: name, digit = 0 }) {
    if (this.hasAttribute("data-busy")) return;
    switch (name) {
      case "on": case "submit": return this.goOn();
      case "undo": return void (this.undo() || this.#send("wanted", { what: "undo-submit" }));
      case "leave": return this.#leave();
      case "write": return this.#write();
      case "preview": return void this.#preview();
      case "note": return this.querySelector("textarea")?.focus();
      case "digit": return this.#digit(digit);
      case "prompt": return this.querySelector('[data-part="prompt"]')?.scrollIntoView({ block: "start" });
      case "skip": case "guidelines": case "legend": case "undo-submit": return this.#send("wanted", { what: name });
      default: return false;
    }
  }

  // Private

  #leave() {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    this.#send("wanted", { what: "leave" });
  }

  /** The first open question that takes digits. @param {number} digit */
  #digit(digit) {
    const questions = (this.facts.form.task ?? []).filter(takesDigits);
    const open = questions.find((/** @type {any} */ one) => (this.#answers[one.name] ?? null) === null);
    const value = open && answerOf(open, digit);
    if (value === undefined) return;
    this.#answers = { ...this.#answers, [open.name]: value };
    this.#changed();
  }

  /** @param {Event} event */
  #input(event) {
    const target = event.target instanceof Element ? event.target : null;
    const given = target && readInput(target, this.facts.form);
    if (given) this.#answers = { ...this.#answers, [given.name]: given.value };
    if (given || target === this.answer) this.#changed();
  }

  #write() {
    this.#view("write");
    this.answer?.focus();
  }

  async #preview() {
    const shown = this.querySelector('[data-part="preview"]');
    const body = new URLSearchParams({ text: this.answer?.value ?? "" });
    const answer = await fragment(this.dataset.preview ?? "", { method: "POST", body });
    if (answer.outcome !== "done" || !shown) return this.#call(word("unsaved"));
    // Sanitised by the server, the only way from a text to markup.
    shown.innerHTML = answer.body;
    this.#view("preview");
  }

  /** @param {"write" | "preview"} view */
  #view(view) {
    this.querySelector('[data-part="preview"]')?.toggleAttribute("hidden", view === "write");
    this.answer?.toggleAttribute("hidden", view === "preview");
    for (const button of this.querySelectorAll('[data-do="write"], [data-do="preview"]')) {
      button.setAttribute("aria-pressed", String(button.getAttribute("data-do") === view));
    }
  }

  #changed() {
    this.#show();
    this.#send("judgment-changed", { judgment: this.judgment });
  }

  #show() {
    showAnswers(this, "task", this.facts.form.task, this.#answers);
    const text = this.answer?.value ?? "";
    const [open] = unanswered(this.facts.form.task, this.#answers);
    const name = this.facts.form.task?.find((/** @type {any} */ one) => one.name === open)?.label;
    const missing = !text.trim() ? word("missing-text") : open ? word("missing-task-question", { name }) : word("ready");
    const line = this.querySelector('[data-part="missing"]');
    if (line) line.textContent = missing;
    const count = this.querySelector('[data-part="words"]');
    if (count) count.textContent = word("words", { count: readingWords(text) });
    this.querySelector("#submit")?.toggleAttribute("data-complete", Boolean(text.trim()) && !open);
  }

  /** @param {string} text */
  #call(text) {
    this.querySelector('[data-part="missing"]')?.toggleAttribute("data-called", true);
    this.#send("announced", { text });
  }

  /** @param {string} name @param {any} detail */
  #send(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }
}

customElements.define("demonstration-task", DemonstrationTask);
