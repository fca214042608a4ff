// @ts-check
/** The order of the cards: placing, tying, moving, and the acceptability line. An area of <ranking-task>. */

import * as ranking from "./ranking.js";
import { word } from "./words.js";

export class Ordering {
  /** @param {import("./ranking-task.js").RankingTask} task */
  constructor(task) {
    this.task = task;
  }

  /** @param {import("./keys.js").Command} command @returns {boolean} Whether it was taken. */
  act({ do: name, label = "", at }) {
    const { state, setup, place } = this.task;
    const on = label || place.focused || "";
    switch (name) {
      case "place": return this.#put(on);
      case "tie": return this.#tie(on);
      case "line": return this.#line(at ?? (place.aim ? ranking.tierOf(state, place.aim) : state.tiers.length));
      case "all-bad": return this.#line(0);
      case "better": return ranking.tierOf(state, on) ? this.#move(on, -1) : this.#put(on);
      case "up": return this.#move(on, -1);
      case "down": return this.#move(on, 1);
      case "unplace": return this.task.take(ranking.unplace(state, setup, on), null, on) || true;
      default: return false;
    }
  }

  /** @param {string} label @param {-1 | 1} by */
  #move(label, by) {
    const { task } = this;
    const isMoved = task.take(ranking.move(task.state, task.setup, label, by), null, label);
    const tier = ranking.tierOf(task.state, label);
    if (!isMoved && tier) task.say(word(by < 0 ? "already-first" : "already-last", { label }));
    return true;
  }

  /** @param {string} label */
  #put(label) {
    const { task } = this;
    if (!task.setup.labels.includes(label)) return false;
    if (ranking.tierOf(task.state, label)) task.place.goTo(label);
    else if (task.take(ranking.place(task.state, task.setup, label), null, label)) task.place.placed(label);
    task.show();
    return true;
  }

  /** @param {string} label */
  #tie(label) {
    const { task } = this;
    if (!task.setup.labels.includes(label)) return false;
    if (!task.setup.ranking.ties) task.say(word("no-ties"));
    else if (task.take(ranking.tie(task.state, task.setup, label), null, label)) task.place.placed(label);
    task.show();
    return true;
  }

  /** @param {number} at */
  #line(at) {
    this.task.take(ranking.drawLine(this.task.state, this.task.setup, at));
    return true;
  }
}
