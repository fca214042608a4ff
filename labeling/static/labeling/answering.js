// @ts-check
/** Answers by digits, and the way to flags and text fields. An area of <ranking-task>. */

import { said } from "./answers.js";

export class Answering {
  /** @param {import("./ranking-task.js").RankingTask} task */
  constructor(task) {
    this.task = task;
  }

  /** @param {import("./keys.js").Command} command @returns {boolean} Whether it was taken. */
  act({ do: name, label = "", digit = 0 }) {
    const { task } = this;
    switch (name) {
      case "digit": return this.#answer(digit, task.place.answering);
      case "prefer": return this.#answer(digit, { label: null, name: null });
      case "flag": return task.place.flagBox(label)?.click(), true;
      case "note": return this.#note();
      default: return false;
    }
  }

  /** @param {number} digit @param {import("./caret.js").Stop | null} stop */
  #answer(digit, stop) {
    const { task } = this;
    const state = stop && said(task.state, task.setup, stop, digit);
    if (!state) return true;
    task.take(state);
    task.place.goOnFrom(stop);
    task.show();
    return true;
  }

  #note() {
    const field = this.task.querySelector(".dock textarea, .question--text textarea");
    if (field instanceof HTMLElement) field.focus();
    return true;
  }
}
