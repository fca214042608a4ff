// @ts-check
/** <labeler-questions>: asking about the task on the screen, the answers to what one asked, and what reviewers say. */

import { fragment } from "./api.js";
import { newId } from "./ids.js";
import { restFocus } from "./skip-dialog.js";
import { word } from "./words.js";

// Answers are written by people: they are looked for now and then, never for every task.
const MINUTE = 60_000;
// After a submit a little later, so that the next task comes first.
const MOMENT = 1_500;

export class LabelerQuestions extends HTMLElement {
  #stop = new AbortController();
  #askedFor = "";
  #lookedAt = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */ #timer;

  // Lifecycle

  connectedCallback() {
    const { signal } = this.#stop;
    this.screen.addEventListener("wanted", (event) => this.#wanted(/** @type {CustomEvent} */ (event).detail.what), { signal });
    this.#header?.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("button[data-do]") : null;
      // The mouse's way: the next Enter is for the task, not for this button again.
      if (button instanceof HTMLElement && event instanceof MouseEvent && event.detail) button.blur();
      this.#wanted(button?.getAttribute("data-do") ?? "");
    }, { signal });
    this.screen.addEventListener("judgment-finished", () => setTimeout(() => this.look(), MOMENT), { signal });
    document.addEventListener("visibilitychange", () => this.#lookIfDue(), { signal });
    this.#field.addEventListener("keydown", (event) => this.#press(event), { signal });
    this.#field.addEventListener("input", () => this.#keep(this.#field.value), { signal });
    this.#dialog.querySelector('[data-part="send"]')?.addEventListener("click", () => this.#send(), { signal });
    this.#dialog.querySelector('[data-part="close"]')?.addEventListener("click", () => this.#dialog.close(), { signal });
    this.#timer = setInterval(() => this.#lookIfDue(), MINUTE);
    setTimeout(() => this.look(), MOMENT);
  }

  disconnectedCallback() {
    this.#stop.abort();
    clearInterval(this.#timer);
  }

  // Actions

  /** Ask about the task on the screen; what was typed before for it is still there. */
  ask() {
    const task = this.screen.querySelector("[data-assignment]");
    if (!(task instanceof HTMLElement) || this.#dialog.open) return;
    this.#askedFor = task.dataset.assignment ?? "";
    this.#field.value = this.#kept();
    restFocus(this.#dialog);
    this.#dialog.showModal();
    this.#field.focus();
  }

  /** Show what one asked and what reviewers say, and say that it was seen. What was sent back stays news. */
  async show() {
    await this.look();
    if (!this.#answers.open) this.#answers.showModal();
    const { until = "", review = "" } = /** @type {HTMLElement | null} */ (this.#list.querySelector(".own-questions"))?.dataset ?? {};
    if (!until && !review) return;
    const answer = await fragment(this.#url, { method: "POST", body: new URLSearchParams({ until, review }) });
    if (answer.outcome === "done") this.#badge("badge-seen");
  }

  /** Ask the server for questions and answers. */
  async look() {
    this.#lookedAt = Date.now();
    const answer = await fragment(this.#url);
    if (answer.outcome !== "done" || !this.isConnected) return;
    // The server sanitised what it sends.
    this.#list.innerHTML = answer.body;
    const shown = this.#list.querySelector(".own-questions");
    this.#button?.toggleAttribute("hidden", shown?.getAttribute("data-count") === "0");
    this.#badge("badge");
  }

  // Private

  get screen() {
    return /** @type {any} */ (this.closest("labeling-screen"));
  }

  get #header() {
    return document.querySelector(".desk-header");
  }

  get #button() {
    return document.querySelector('.desk-header [data-do="answers"]');
  }

  get #dialog() {
    return /** @type {HTMLDialogElement} */ (this.querySelector("#ask-dialog"));
  }

  get #answers() {
    return /** @type {HTMLDialogElement} */ (this.querySelector("#answers-dialog"));
  }

  get #list() {
    return /** @type {HTMLElement} */ (this.querySelector('[data-slot="questions"]'));
  }

  get #field() {
    return /** @type {HTMLTextAreaElement} */ (this.querySelector("#question"));
  }

  get #url() {
    return `/label/${this.screen.dataset.project}/questions/`;
  }

  /** @param {string} what */
  #wanted(what) {
    if (what === "ask") this.ask();
    if (what === "answers") void this.show();
  }

  #lookIfDue() {
    if (document.visibilityState === "visible" && Date.now() - this.#lookedAt >= MINUTE) void this.look();
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.key !== "Enter" || event.repeat || event.isComposing || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void this.#send();
  }

  async #send() {
    const text = this.#field.value;
    if (!text.trim()) return this.#field.focus();
    const key = newId();
    const assignment = this.#askedFor;
    const url = `/api/assignments/${assignment}/questions/${key}/`;
    const sent = this.screen.outbox.post({ key, assignment, url, body: { text }, at: Date.now(), isAside: true });
    this.#keep("");
    this.#dialog.close();
    const { outcome } = await sent;
    this.#say(word(outcome === "done" ? "asked" : outcome === "waiting" ? "asked-later" : "not-asked"));
    if (outcome === "refused") this.#keep(text, assignment);
    else void this.look();
  }

  /** @param {string} part Which of the server's texts it shows; none of them: it hides. */
  #badge(part) {
    const badge = this.#button?.querySelector('[data-part="news"]');
    const news = /** @type {HTMLTemplateElement | null} */ (this.#list.querySelector(`template[data-part="${part}"]`));
    if (!badge) return;
    const text = news?.content.textContent?.trim() ?? "";
    badge.toggleAttribute("hidden", !text);
    if (text && text !== badge.textContent) this.#say(text);
    badge.textContent = text;
  }

  /** @param {string} text */
  #say(text) {
    this.dispatchEvent(new CustomEvent("announced", { bubbles: true, detail: { text } }));
  }

  #kept() {
    try {
      return sessionStorage.getItem(this.#place(this.#askedFor)) ?? "";
    } catch {
      return "";
    }
  }

  /** What was typed outlives Esc and a reload. @param {string} text @param {string} [assignment] */
  #keep(text, assignment = this.#askedFor) {
    try {
      if (text) sessionStorage.setItem(this.#place(assignment), text);
      else sessionStorage.removeItem(this.#place(assignment));
    } catch {
      // A browser that keeps nothing loses it with the dialog.
    }
  }

  /** @param {string} assignment */
  #place(assignment) {
    return `annotator-question-${this.screen.dataset.user}-${assignment}`;
  }
}

customElements.define("labeler-questions", LabelerQuestions);
