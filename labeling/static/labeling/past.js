// @ts-check
/** The last submissions of this page, to take them up again at once, sent or not. Older ones are in the history. */

const MOST = 10;

/** @typedef {{ready: import("./sitting.js").Ready, key: string}} Submitted */

export class Past {
  /** @type {Submitted[]} */ #submitted = [];

  get isEmpty() {
    return this.#submitted.length === 0;
  }

  /** @param {Submitted} submitted */
  add(submitted) {
    this.#submitted = [...this.#submitted.filter(({ ready }) => ready.id !== submitted.ready.id), submitted].slice(-MOST);
  }

  /**
   * The last one, ready to be shown: taken back when it is unsent, else to be amended, on a clock of its own: the time
   * that was sent is counted already.
   * @param {(key: string) => boolean} recall
   */
  takeBack(recall) {
    const last = this.#submitted.pop();
    if (!last) return null;
    return recall(last.key) ? { ...last.ready, isUnsaved: true } : { ...last.ready, amends: last.key, times: undefined };
  }
}
