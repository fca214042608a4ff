// @ts-check
/** <demonstration-task>: writing the ideal answer, with its form's questions. */

import { answerOf, takesDigits } from "./caret.js";
import { Counts } from "./counts.js";
import { Editor } from "./editor.js";
import { answersTo, unanswered } from "./judgment.js";
import { Keyboard } from "./keyboard.js";
import { Preview } from "./preview.js";
import { readInput, showAnswers } from "./questions.js";
import { isBarred, seal } from "./sealed.js";
import { word } from "./words.js";

/** What goes up to the screen. */
const WANTED = ["skip", "ask", "guidelines", "legend", "undo-submit"];

export class DemonstrationTask extends HTMLElement {
  /** @type {Record<string, any>} */ #answers = {};
  /** @type {{text: string, answers: Record<string, any>}[]} What other windows' drafts took the place of. */ #past = [];
  #keyboard = new Keyboard({ act: (command) => this.act(command), onPending: () => {} });

  // Lifecycle

  connectedCallback() {
    this.facts = JSON.parse(this.querySelector("#assignment-facts")?.textContent ?? "{}");
    this.answer = /** @type {HTMLTextAreaElement} */ (this.querySelector("#answer"));
    this.editor = new Editor(this.answer);
    this.preview = new Preview(this, this.dataset.preview ?? "");
    this.counts = new Counts(this.querySelector('[data-part="words"]'));
    this.addEventListener("input", (event) => this.#input(event));
    this.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("[data-do], [data-mark]") : null;
      if (!(button instanceof HTMLElement)) return;
      if (button.dataset.mark) this.editor?.mark(button.dataset.mark);
      else this.act({ do: button.dataset.do ?? "" });
    });
    seal(this);
    this.#show();
    this.#keyboard.start();
  }

  disconnectedCallback() {
    this.#keyboard.stop();
    this.preview?.end();
  }

  // Actions

  get judgment() {
    return { text: this.editor?.text ?? "", answers: answersTo(this.facts.form.task, this.#answers) };
  }

  get hasSteps() {
    return this.#past.length > 0;
  }

  /** What was typed before this came stays, behind it. @param {any} judgment */
  restore(judgment) {
    const typed = this.editor?.text ?? "";
    const text = judgment?.text ?? "";
    if (this.editor) this.editor.text = typed && !text.startsWith(typed) ? text + typed : text;
    this.#answers = { ...judgment?.answers, ...this.#answers };
    this.#show();
  }

  /** Take over a newer draft; undo brings one's own back. @param {any} judgment */
  load(judgment) {
    this.#past.push(this.judgment);
    this.#put(judgment);
  }

  /** Back to the text before another window's; what was written since is not lost but the next to come back. */
  undo() {
    const before = this.#past.pop();
    if (!before) return false;
    if (this.judgment.text.trim()) this.#past.unshift(this.judgment);
    this.#put(before);
    this.#changed();
    return true;
  }

  goOn() {
    const open = this.#missing();
    if (!open) return this.#send("judgment-finished", { judgment: this.judgment });
    const field = open === "text" ? this.answer : this.querySelector(`[name="task.${open}"]`);
    if (field instanceof HTMLElement) field.focus();
    this.querySelector('[data-part="missing"]')?.toggleAttribute("data-called", true);
    this.#send("announced", { text: this.#sentence(open) });
  }

  /** @param {import("./keys.js").Command} command @returns {boolean | void} false leaves the press to the browser. */
  act({ do: name, digit = 0 }) {
    if (this.hasAttribute("data-busy") || isBarred(this, name)) return;
    switch (name) {
      case "on": case "submit": return this.goOn();
      case "undo": return void (this.undo() || this.#send("wanted", { what: "undo-submit" }));
      case "back": return this.undo() || false;
      case "leave": return this.#leave();
      case "note": return this.answer?.focus();
      case "preview": return this.preview?.toggle();
      case "digit": return this.#digit(digit);
      case "fold-prompt": return this.#fold(!this.hasAttribute("data-prompt-folded"));
      case "prompt": return this.#prompt();
      default: return WANTED.includes(name) ? this.#send("wanted", { what: name }) : false;
    }
  }

  // Private

  #leave() {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    this.#send("wanted", { what: "leave" });
  }

  #prompt() {
    this.#fold(false);
    const prompt = this.querySelector('[data-part="prompt"]');
    prompt?.closest(".writing-desk__prompt")?.scrollTo(0, 0);
    if (prompt instanceof HTMLElement) prompt.focus();
  }

  /** @param {boolean} isFolded */
  #fold(isFolded) {
    this.toggleAttribute("data-prompt-folded", isFolded);
    this.querySelector('[data-do="fold-prompt"]')?.setAttribute("aria-expanded", String(!isFolded));
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

  /** @param {any} judgment */
  #put(judgment) {
    if (this.editor) this.editor.text = judgment?.text ?? "";
    this.#answers = { ...judgment?.answers };
    this.#show();
  }

  #changed() {
    this.querySelector('[data-part="missing"]')?.removeAttribute("data-called");
    this.#show();
    this.#send("judgment-changed", { judgment: this.judgment });
  }

  /** The name of the first question that is open, "text" for the answer itself. */
  #missing() {
    if (!this.answer?.value.trim()) return "text";
    return unanswered(this.facts.form.task, this.#answers)[0];
  }

  /** @param {string | undefined} open */
  #sentence(open) {
    if (!open) return word("ready");
    if (open === "text") return word("missing-text");
    const question = this.facts.form.task.find((/** @type {any} */ one) => one.name === open);
    return word(`missing-task-${question.type}`, { name: question.label });
  }

  #show() {
    const open = this.#missing();
    showAnswers(this, "task", this.facts.form.task, this.#answers);
    const line = this.querySelector('[data-part="missing"]');
    if (line) line.textContent = this.#sentence(open);
    this.counts?.show(this.answer?.value ?? "");
    this.preview?.follow(this.answer?.value ?? "");
    this.querySelector("#submit")?.toggleAttribute("data-complete", !open);
  }

  /** @param {string} name @param {any} detail */
  #send(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }
}

customElements.define("demonstration-task", DemonstrationTask);
