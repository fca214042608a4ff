// @ts-check
/** Clicks and fields of a ranking task, turned into what keys do too. */

import { readInput } from "./questions.js";

export class RankingInputs {
  #pointerAt = -Infinity;

  /**
   * @param {HTMLElement} root
   * @param {{act: (command: any) => void, strength: (gap: number, level: number | null) => void,
   *   undo: () => void, give: (label: string | null, name: string, value: any, field: string | null) => void,
   *   leave: () => void, form: any}} holder
   */
  constructor(root, holder) {
    this.holder = holder;
    root.addEventListener("pointerdown", (event) => (this.#pointerAt = event.timeStamp));
    root.addEventListener("click", (event) => this.#click(event));
    root.addEventListener("input", (event) => this.#input(event));
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const target = event.target instanceof Element ? event.target : null;
    const button = target?.closest("[data-do]");
    if (button instanceof HTMLElement) this.#press(button.dataset);
    // A pressed button keeps the focus, and Enter would press it again: after a click the card has it.
    const isPointer = event.timeStamp - this.#pointerAt < 1000 && event.detail > 0;
    const opens = target?.closest("textarea, select, [data-do=rewrite], [data-do=write-own]");
    if (isPointer && !opens && (button || target instanceof HTMLInputElement)) this.holder.leave();
    // By keyboard it stays where it is, but for a button that has gone with the press ("Place next", "Tie").
    else if (button && !button.checkVisibility() && [button, document.body].includes(document.activeElement)) this.holder.leave();
  }

  /** @param {DOMStringMap} pressed */
  #press({ do: name = "", label, digit, at }) {
    if (name === "undo") this.holder.undo();
    else this.holder.act({ do: name, label, digit: Number(digit), at: at === undefined ? undefined : Number(at) });
  }

  /** @param {Event} event */
  #input(event) {
    const target = event.target instanceof Element ? event.target : null;
    if (target instanceof HTMLSelectElement && target.dataset.gap) {
      return this.holder.strength(Number(target.dataset.gap), target.value === "" ? null : Number(target.value));
    }
    const given = target && readInput(target, this.holder.form);
    if (!given) return;
    // Typing on, or dragging on, is one step.
    const isLong = given.question.type === "text" || target.matches("[type=range]");
    this.holder.give(given.label, given.name, given.value, isLong ? target.getAttribute("name") : null);
  }
}
