// @ts-check
/**
 * <labeling-screen> of a preview: the tasks are the real ones, what is said in them goes nowhere. Submitting and
 * skipping show what would be stored.
 */

import "../annotator/theme.js";
import "./demonstration-task.js";
import { Guidelines } from "./guidelines.js";
import { openLegend } from "./legend.js";
import "./ranking-task.js";
import { askWhy } from "./skip-dialog.js";

export class PreviewScreen extends HTMLElement {
  /** @type {Record<string, () => void>} */ #handlers = {
    skip: () => this.#skip(),
    guidelines: () => this.guidelines?.toggle(),
    leave: () => this.guidelines?.close(),
    legend: () => openLegend(this.#dialog("legend"), this.#task?.facts.kind ?? "ranking"),
  };

  // Lifecycle

  connectedCallback() {
    this.guidelines = new Guidelines(this);
    const on = (/** @type {string} */ name, /** @type {(detail: any) => void} */ act) =>
      this.addEventListener(name, (event) => act(/** @type {CustomEvent} */ (event).detail));
    on("judgment-finished", ({ judgment }) => this.#tell(judgment));
    on("wanted", ({ what }) => this.#handlers[what]?.());
    on("announced", ({ text }) => this.#announce(text));
    document.addEventListener("click", (event) => this.#click(event));
    this.guidelines.meet();
  }

  // Actions

  /** Another task in the place of this one. @param {string} html As the server drew and sanitised it. */
  show(html) {
    const slot = /** @type {HTMLElement} */ (this.querySelector('[data-slot="task"]'));
    const top = document.scrollingElement?.scrollTop ?? 0;
    slot.innerHTML = html;
    document.scrollingElement?.scrollTo({ top, behavior: "instant" });
    this.guidelines?.meet();
  }

  // Private

  get #task() {
    return /** @type {any} */ (this.querySelector("[data-assignment]"));
  }

  /** @param {string} id */
  #dialog(id) {
    return /** @type {HTMLDialogElement} */ (document.getElementById(id));
  }

  async #skip() {
    const why = await askWhy(this.#dialog("skip-dialog"));
    if (why) this.#tell({ skipped: why });
  }

  /** @param {any} said */
  #tell(said) {
    const code = this.querySelector('[data-part="stored"]');
    if (code) code.textContent = JSON.stringify(said, null, 2);
    this.#dialog("stored").showModal();
  }

  /** @param {string} text */
  #announce(text) {
    /** @type {Element} */ (this.querySelector('[data-slot="announcer"]')).textContent = text;
  }

  /** Buttons outside of the task; the task's reach the handlers by themselves. @param {Event} event */
  #click(event) {
    const button = event.target instanceof Element ? event.target.closest("[data-do]") : null;
    if (button && !this.#task?.contains(button)) this.#handlers[button.getAttribute("data-do") ?? ""]?.();
  }
}

customElements.define("labeling-screen", PreviewScreen);
