// @ts-check
/** <labeling-screen>: fetches tasks, holds the outbox, and shows how things stand. */

import { fragment, send } from "./api.js";
import "./demonstration-task.js";
import { Outbox } from "./outbox.js";
import { Guidelines, askWhy, openLegend } from "./panels.js";
import "./ranking-task.js";
import { Sitting } from "./sitting.js";
import { reasons, showStatus } from "./status.js";
import { Store } from "./store.js";
import { word } from "./words.js";

// How often an empty or paused project is asked again.
const POLL = 10_000;
const RETRY = 3_000;

export class LabelingScreen extends HTMLElement {
  /** @type {Sitting | null} */ #sitting = null;
  /** @type {string | null} The assignment submitted last, for U. */ #last = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  #draftState = "";
  #notice = "";

  // Lifecycle

  async connectedCallback() {
    this.store = new Store(this.dataset.user ?? "");
    this.outbox = new Outbox(this.store);
    this.guidelines = new Guidelines(this);
    for (const news of ["change", "stuck"]) this.outbox.addEventListener(news, () => this.#tell());
    this.outbox.addEventListener("refused", (event) => this.#refused(/** @type {CustomEvent} */ (event).detail));
    this.addEventListener("judgment-changed", (event) => this.#changed(/** @type {CustomEvent} */ (event).detail));
    this.addEventListener("judgment-finished", (event) => this.#submit(/** @type {CustomEvent} */ (event).detail));
    this.addEventListener("wanted", (event) => this.#wanted(/** @type {CustomEvent} */ (event).detail.what));
    this.addEventListener("announced", (event) => this.#announce(/** @type {CustomEvent} */ (event).detail.text));
    this.addEventListener("click", (event) => this.#click(event));
    document.querySelector(".desk-header")?.addEventListener("click", (event) => this.#click(event));
    addEventListener("online", () => this.dataset.state === "offline" && this.#next());
    await this.outbox.start();
    if (this.dataset.askedFor) this.#open(this.dataset.askedFor);
    else this.#next();
  }

  disconnectedCallback() {
    this.#sitting?.end();
    clearTimeout(this.#timer);
  }

  // Actions

  /** Claim the next task, or take up the one in hand, and show it. */
  async #next() {
    clearTimeout(this.#timer);
    const besides = this.outbox?.assignments ?? [];
    const answer = await send("POST", `/api/projects/${this.dataset.project}/assignments/`, { besides });
    if (answer.status === 204) return this.#wait("empty", POLL);
    if (answer.outcome === "done") return this.#open(answer.body.id);
    if (answer.outcome === "conflict") return this.#wait("paused", POLL);
    if (answer.outcome === "signed-out") return this.#wait("signed-out", RETRY);
    this.#wait(answer.outcome === "unreachable" ? "offline" : "gone", RETRY);
  }

  /** @param {string} assignment */
  async #open(assignment) {
    const answer = await fragment(`/label/${this.dataset.project}/assignments/${assignment}/`);
    if (answer.status === 401) return this.#wait("signed-out", RETRY);
    if (answer.outcome === "unreachable") return this.#wait("offline", RETRY);
    if (answer.outcome !== "done") return this.#state("gone");
    await this.#show(answer.body);
  }

  /** @param {string} html */
  async #show(html) {
    this.#sitting?.end();
    const slot = /** @type {HTMLElement} */ (this.querySelector('[data-slot="task"]'));
    slot.innerHTML = html;
    const task = /** @type {any} */ (slot.querySelector("ranking-task, demonstration-task"));
    this.#sitting = new Sitting(task, /** @type {Store} */ (this.store), {
      onDraft: (state) => this.#tell((this.#draftState = state)),
      onNewer: () => this.#tell((this.#notice = word("newer"))),
    });
    this.#draftState = "";
    this.#notice = task.facts.submission ? word("amending") : "";
    await this.#sitting.start();
    this.#state("task");
    scrollTo(0, 0);
    if (document.activeElement === document.body) task.querySelector('[data-part="prompt"]')?.focus({ preventScroll: true });
    this.guidelines?.meet();
    this.#offerUndo();
  }

  // Private

  /** @param {{judgment: any}} detail */
  #changed({ judgment }) {
    if (this.#sitting?.isLoading) return this.#offerUndo();
    this.#notice = "";
    this.#sitting?.change(judgment);
    this.#offerUndo();
  }

  /** @param {{judgment: any}} detail */
  async #submit({ judgment }) {
    if (!this.#sitting) return;
    await this.#post(this.#sitting.submission(judgment), word("submitted"), true);
  }

  async #skip() {
    const sitting = this.#sitting;
    const dialog = /** @type {HTMLDialogElement} */ (this.querySelector("#skip-dialog"));
    const why = await askWhy(dialog);
    if (why && sitting === this.#sitting) await this.#post(sitting?.skip(why.reason, why.note), word("skipped"), false);
  }

  /** @param {any} letter @param {string} done @param {boolean} isSubmission */
  async #post(letter, done, isSubmission) {
    const task = this.#sitting?.task;
    if (!task || task.hasAttribute("data-busy")) return;
    task.setAttribute("data-busy", "");
    this.#sitting?.draft.stop();
    this.#notice = word("sending");
    const { outcome, answer } = await /** @type {Outbox} */ (this.outbox).post(letter);
    if (outcome === "refused") {
      task.removeAttribute("data-busy");
      return this.#tell((this.#notice = word("refused", { detail: reasons(answer) })));
    }
    if (isSubmission) this.#last = letter.assignment;
    this.#notice = "";
    this.#announce(done);
    this.guidelines?.close();
    await this.#next();
  }

  /** A submission of a task that is no longer shown was refused: go back to it, its text is still there.
   * @param {{letter: any, answer: any}} detail */
  async #refused({ letter, answer }) {
    if (!this.#sitting?.task.hasSteps) await this.#open(letter.assignment);
    this.#tell((this.#notice = word("refused", { detail: reasons(answer) })));
  }

  /** @param {string} what */
  #wanted(what) {
    if (what === "skip") this.#skip();
    if (what === "guidelines") this.guidelines?.toggle();
    if (what === "leave") this.guidelines?.close();
    if (what === "legend") openLegend(/** @type {any} */ (this.querySelector("#legend")), this.#sitting?.task.facts.kind);
    if (what === "undo-submit" && this.#last) this.#open(this.#last);
  }

  /** Buttons outside of the task's own; the task's reach `#wanted` by themselves. @param {Event} event */
  #click(event) {
    const button = event.target instanceof Element ? event.target.closest("[data-do]") : null;
    if (button && (!this.#sitting?.task.contains(button) || !this.contains(button))) {
      this.#wanted(button.getAttribute("data-do") ?? "");
    }
  }

  #offerUndo() {
    const button = this.querySelector("#undo");
    const hasSteps = this.#sitting?.task.hasSteps;
    if (!button) return;
    button.toggleAttribute("disabled", !hasSteps && !this.#last);
    button.textContent = word(!hasSteps && this.#last ? "undo-submit" : "undo-step");
  }

  /** @param {string} state @param {number} delay */
  #wait(state, delay) {
    this.#state(state);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#next(), delay);
  }

  /** @param {string} state */
  #state(state) {
    this.dataset.state = state;
    for (const section of this.querySelectorAll("[data-when]")) {
      section.toggleAttribute("hidden", section.getAttribute("data-when") !== state);
    }
    if (state !== "task") {
      this.#sitting?.end();
      this.#sitting = null;
      this.querySelector('[data-slot="task"]')?.replaceChildren();
    }
    this.#tell();
  }

  #tell(_changed = "") {
    const { count = 0, isStuck = false } = this.outbox ?? {};
    showStatus({ count, isStuck, notice: this.#notice, draft: this.#draftState });
  }

  /** @param {string} text */
  #announce(text) {
    /** @type {Element} */ (this.querySelector('[data-slot="announcer"]')).textContent = text;
  }
}

customElements.define("labeling-screen", LabelingScreen);
