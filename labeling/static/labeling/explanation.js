// @ts-check
/** In a qualification: what the key says of the answer that was just given, and how the whole ended. */

import { fragment } from "./api.js";
import { parse } from "./source.js";

export class Explanation {
  /** The tasks of a qualification that this page has shown. @type {Set<string>} */ #ids = new Set();

  /** @param {HTMLElement} screen @param {import("./shift.js").Shift} shift */
  constructor(screen, shift) {
    this.screen = screen;
    shift.addEventListener("shown", () => this.#remember(shift.sitting?.task));
    shift.addEventListener("left", (event) => void this.#left(/** @type {CustomEvent} */ (event).detail));
  }

  // Private

  /** @param {HTMLElement | undefined} task */
  #remember(task) {
    if (task?.matches("[data-qualification]")) this.#ids.add(task.dataset.assignment ?? "");
  }

  /** @param {{assignment: string, settled: Promise<import("./outbox.js").Settled>}} left */
  async #left({ assignment, settled }) {
    if (!this.#ids.has(assignment)) return;
    const { outcome } = await settled;
    if (outcome !== "done") return;
    const answer = await fragment(`/label/${this.screen.dataset.project}/assignments/${assignment}/explanation/`);
    if (answer.status === 200) this.#show(answer.body);
  }

  /** @param {string} html */
  #show(html) {
    const dialog = /** @type {HTMLDialogElement} */ (this.screen.querySelector("#explanation"));
    dialog.querySelector('[data-part="explanation"]')?.replaceChildren(parse(html).content);
    if (!dialog.open) dialog.showModal();
  }
}
