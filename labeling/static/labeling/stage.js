// @ts-check
/** What is to be seen on the screen: a task, or why there is none. */

import { Sitting } from "./sitting.js";
import { parse } from "./source.js";

/** @typedef {import("./sitting.js").Ready} Ready */

export class Stage {
  /** @type {Sitting | null} */ sitting = null;

  /** @param {HTMLElement} screen @param {import("./store.js").Store} store */
  constructor(screen, store) {
    this.screen = screen;
    this.store = store;
  }

  get #slot() {
    return /** @type {HTMLElement} */ (this.screen.querySelector('[data-slot="task"]'));
  }

  /**
   * In one turn, whatever the network does: the browser paints it with the next frame.
   * @param {Ready} ready @param {{onDraft: (state: string) => void, onNewer: (judgment: any) => void}} listeners
   */
  show(ready, listeners) {
    this.sitting?.end();
    const content = ready.content ?? parse(ready.html).content;
    delete ready.content;
    this.#slot.replaceChildren(content);
    const task = /** @type {any} */ (this.#slot.querySelector("[data-assignment]"));
    const sitting = (this.sitting = new Sitting(task, ready, this.store, listeners));
    sitting.start();
    this.say("task");
    scrollTo({ top: 0, left: 0, behavior: "instant" });
    if (document.activeElement === document.body) task.querySelector('[data-part="prompt"]')?.focus({ preventScroll: true });
    afterPaint(() => sitting.opened());
    return sitting;
  }

  /** What is on the screen is over or set aside; resolves when no save of its draft is under way any more. */
  leave() {
    const saved = this.sitting?.end() ?? null;
    this.sitting = null;
    return saved;
  }

  /** Why there is no task, in the server's words, until the next state. @param {string} why */
  explain(why) {
    for (const place of this.screen.querySelectorAll('[data-part="why"]')) place.textContent = why;
  }

  /** @param {string} state */
  say(state) {
    this.screen.dataset.state = state;
    this.explain("");
    for (const section of this.screen.querySelectorAll("[data-when]")) {
      section.toggleAttribute("hidden", section.getAttribute("data-when") !== state);
    }
    if (state === "task") return;
    this.leave();
    this.#slot.replaceChildren();
  }
}

/** A page in the background paints nothing: there it is soon. @param {() => void} work */
function afterPaint(work) {
  if (document.visibilityState === "hidden") setTimeout(work);
  else requestAnimationFrame(() => setTimeout(work));
}
