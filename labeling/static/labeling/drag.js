// @ts-check
/** Dragging in the dock, by mouse, pen or finger: a chip onto a tier, between tiers or away; the line to a gap. */

import { dropped, landingAt } from "./dropping.js";
import { part } from "./ranking-view.js";
import { unplace } from "./ranking.js";

/** Pixels that a press may slip and still is a press. */
const SLIP = 6;

/** @typedef {{handle: HTMLElement, label: string | null, x: number, y: number, pointer: number, isMoving: boolean}} Pull */

export class Drag {
  /** @type {Pull | null} */ #pull = null;

  /** @param {import("./ranking-task.js").RankingTask} task */
  constructor(task) {
    this.task = task;
    const order = task.querySelector(".order");
    if (!(order instanceof HTMLElement)) return;
    this.order = order;
    order.addEventListener("pointerdown", (event) => this.#hold(event));
    order.addEventListener("pointermove", (event) => this.#move(event));
    order.addEventListener("pointerup", (event) => this.#drop(event));
    order.addEventListener("pointercancel", () => this.cancel());
  }

  cancel() {
    const pull = this.#pull;
    this.#pull = null;
    if (!pull) return;
    document.removeEventListener("keydown", this.#onKey, true);
    pull.handle.style.translate = "";
    if (pull.handle.hasPointerCapture(pull.pointer)) pull.handle.releasePointerCapture(pull.pointer);
    this.order?.removeAttribute("data-dragging");
    this.#mark(null);
  }

  /** @param {PointerEvent} event */
  #hold(event) {
    const target = event.target instanceof Element ? event.target : null;
    const handle = target?.closest(".letter--chip, .gap[data-line] .gap__line");
    if (!(handle instanceof HTMLElement) || event.button !== 0 || this.#pull || this.task.matches("[data-busy], [data-sealed]")) return;
    const label = handle.matches(".letter--chip") ? (handle.dataset.label ?? "") : null;
    this.#pull = { handle, label, x: event.clientX, y: event.clientY, pointer: event.pointerId, isMoving: false };
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const pull = this.#pull;
    if (!pull || event.pointerId !== pull.pointer) return;
    const [across, down] = [event.clientX - pull.x, event.clientY - pull.y];
    if (!pull.isMoving) {
      if (Math.hypot(across, down) < SLIP) return;
      pull.isMoving = true;
      pull.handle.setPointerCapture(pull.pointer);
      document.addEventListener("keydown", this.#onKey, true);
      this.order?.setAttribute("data-dragging", pull.label === null ? "line" : "chip");
    }
    pull.handle.style.translate = `${across}px ${down}px`;
    this.#mark(this.#landing(event));
  }

  /** @param {PointerEvent} event */
  #drop(event) {
    const pull = this.#pull;
    if (!pull || event.pointerId !== pull.pointer) return;
    const landing = pull.isMoving ? this.#landing(event) : null;
    this.cancel();
    if (!landing) return;
    // The press that ends a drag is no click.
    addEventListener("click", (click) => click.stopPropagation(), { capture: true, once: true, signal: AbortSignal.timeout(50) });
    const { task } = this;
    if (pull.label === null) return void task.act({ do: "line", at: "at" in landing ? landing.at : 0 });
    const { state, setup } = task;
    const next = "tray" in landing ? unplace(state, setup, pull.label) : dropped(state, setup, pull.label, landing);
    if (task.take(next, null, pull.label) && !("tray" in landing)) task.place.placed(pull.label);
    task.show();
  }

  /** @param {KeyboardEvent} event */
  #onKey = (event) => {
    event.stopImmediatePropagation();
    if (event.key !== "Escape") return;
    event.preventDefault();
    this.cancel();
  };

  /** @param {PointerEvent} event @returns {import("./dropping.js").Landing | {tray: true}} */
  #landing({ clientX: x, clientY: y }) {
    const isLine = this.#pull?.label === null;
    const tray = part(this.task, "tray").getBoundingClientRect();
    const isOverTray = x >= tray.left && x <= tray.right && y >= tray.top - SLIP && y <= tray.bottom + SLIP;
    if (!isLine && isOverTray) return { tray: true };
    const boxes = this.#tiers.map((tier) => tier.getBoundingClientRect());
    const isRtl = getComputedStyle(this.task).direction === "rtl";
    return landingAt(boxes, x, y, { canTie: !isLine && this.task.setup.ranking.ties === true, isRtl });
  }

  get #tiers() {
    return [...this.task.querySelectorAll(".tier")];
  }

  /** @param {import("./dropping.js").Landing | {tray: true} | null} landing */
  #mark(landing) {
    const tiers = this.#tiers;
    for (const tier of tiers) tier.removeAttribute("data-drop");
    part(this.task, "tray").toggleAttribute("data-drop", landing !== null && "tray" in landing);
    if (!landing || "tray" in landing) return;
    if ("tier" in landing) tiers[landing.tier]?.setAttribute("data-drop", "onto");
    else if (landing.at < tiers.length) tiers[landing.at].setAttribute("data-drop", "before");
    else tiers.at(-1)?.setAttribute("data-drop", "after");
  }
}
