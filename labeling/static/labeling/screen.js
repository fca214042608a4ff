// @ts-check
/** <labeling-screen>: puts its parts together, and has one handler for everything that can be asked for. */

import "./demonstration-task.js";
import { Explanation } from "./explanation.js";
import { Keyboard } from "./keyboard.js";
import { Outbox } from "./outbox.js";
import { Guidelines, askWhy, openLegend } from "./panels.js";
import { Presence } from "./presence.js";
import "./ranking-task.js";
import { Shift } from "./shift.js";
import { showRefusals, showStatus } from "./status.js";
import { Store } from "./store.js";
import { Tabs } from "./tabs.js";
import { word } from "./words.js";

export class LabelingScreen extends HTMLElement {
  /** Keys of the screen while no task is there to take them. */
  #idle = new Keyboard({ act: ({ do: name }) => this.#actIdle(name), onPending: () => {} });

  /** What can be asked for by a key or a button, and who answers. `ask` and `answers`: <labeler-questions>. */
  #handlers = /** @type {Record<string, () => void>} */ ({
    skip: () => this.#skip(),
    guidelines: () => this.guidelines?.toggle(),
    leave: () => this.guidelines?.close(),
    legend: () => openLegend(/** @type {any} */ (this.querySelector("#legend")), this.#sitting?.task.facts.kind ?? "ranking"),
    "undo-submit": () => this.presence?.isAway || this.shift?.undoSubmit(),
  });

  // Lifecycle

  connectedCallback() {
    const user = this.dataset.user ?? "";
    this.outbox = new Outbox(new Store(user), new Tabs(user));
    this.guidelines = new Guidelines(this);
    this.shift = new Shift(this, this.outbox);
    this.shift.addEventListener("shown", () => this.guidelines?.meet());
    this.shift.addEventListener("left", () => this.guidelines?.leave());
    this.shift.addEventListener("changed", () => this.#tell());
    this.explanation = new Explanation(this, this.shift);
    this.presence = new Presence(user);
    this.presence.addEventListener("away", () => this.shift?.giveWay());
    this.presence.addEventListener("back", () => this.shift?.goOn());
    this.presence.start();
    this.#listen();
    this.#idle.start();
    void this.shift.start(this.dataset.askedFor);
  }

  disconnectedCallback() {
    this.shift?.end();
    this.#idle.stop();
  }

  // Private

  get #sitting() {
    return this.shift?.sitting ?? null;
  }

  #listen() {
    const on = (/** @type {string} */ name, /** @type {(detail: any) => void} */ act) =>
      this.addEventListener(name, (event) => act(/** @type {CustomEvent} */ (event).detail));
    on("judgment-changed", ({ judgment }) => this.#changed(judgment));
    on("judgment-finished", ({ judgment }) => this.#submit(judgment));
    on("wanted", ({ what }) => this.#handlers[what]?.());
    on("announced", ({ text }) => this.#announce(text));
    this.addEventListener("click", (event) => this.#click(event));
    document.querySelector(".desk-header")?.addEventListener("click", (event) => this.#click(event));
  }

  /** @param {any} judgment */
  #submit(judgment) {
    this.shift?.submit(judgment);
    this.#announce(word("submitted"));
  }

  async #skip() {
    const sitting = this.#sitting;
    const why = await askWhy(/** @type {HTMLDialogElement} */ (this.querySelector("#skip-dialog")));
    if (!why || !sitting || sitting !== this.#sitting) return;
    this.shift?.skip(why.reason, why.note);
    this.#announce(word("skipped"));
  }

  /** @param {any} judgment */
  #changed(judgment) {
    const { shift } = this;
    if (shift && this.#sitting && !this.#sitting.isLoading) {
      shift.notice = this.#sitting.amends ? "amending" : "";
      this.#sitting.change(judgment);
    }
    this.#tell();
  }

  /** @param {string} name */
  #actIdle(name) {
    if (this.#sitting || !["undo-submit", "guidelines", "legend", "leave"].includes(name)) return false;
    this.#handlers[name]();
  }

  /** Buttons outside of the task's own; the task's reach the handlers by themselves. @param {Event} event */
  #click(event) {
    const button = event.target instanceof Element ? event.target.closest("[data-do]") : null;
    if (!button || (this.contains(button) && this.#sitting?.task.contains(button))) return;
    const letter = this.outbox?.refused.find(({ key }) => key === button.getAttribute("data-letter"));
    if (letter) return this.presence?.isAway || this.shift?.goBack(letter);
    this.#handlers[button.getAttribute("data-do") ?? ""]?.();
  }

  #tell() {
    const { outbox, shift } = this;
    if (!outbox || !shift) return;
    const shown = this.#sitting?.assignment ?? "";
    const refused = outbox.refused.find(({ assignment }) => assignment === shown)?.refused;
    const notice = refused ? word("refused", { detail: refused }) : shift.notice && word(shift.notice);
    this.dataset.unsent = String(outbox.count);
    showStatus(outbox, { notice, draft: shift.draftState });
    showRefusals(this, outbox.refused.filter(({ assignment }) => assignment !== shown));
    this.#offerUndo(shift.past.isEmpty);
    const verb = this.querySelector('#submit [data-part="verb"]');
    if (verb) verb.textContent = word(this.#sitting?.amends ? "amend" : "submit");
  }

  /** @param {boolean} isFirst Whether nothing was submitted since the page was loaded. */
  #offerUndo(isFirst) {
    const hasSteps = this.#sitting?.task.hasSteps;
    const button = this.querySelector("#undo");
    button?.toggleAttribute("disabled", !hasSteps && isFirst);
    if (button) button.textContent = word(!hasSteps && !isFirst ? "undo-submit" : "undo-step");
    for (const other of this.querySelectorAll('[data-part="reopen"]')) other.toggleAttribute("hidden", isFirst);
  }

  /** @param {string} text */
  #announce(text) {
    /** @type {Element} */ (this.querySelector('[data-slot="announcer"]')).textContent = text;
  }
}

customElements.define("labeling-screen", LabelingScreen);
