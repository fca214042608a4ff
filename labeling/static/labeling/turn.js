// @ts-check
/** Who may show a task: an answer to what was asked for before the last turn began comes too late. */

export class Turn {
  /** What is waited for. */ purpose = "";
  #number = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;

  /** Nothing that was begun or put off before shall happen. @param {string} [purpose] @returns {() => boolean} Whether this turn goes on. */
  begin(purpose = "") {
    this.purpose = purpose;
    clearTimeout(this.#timer);
    const number = (this.#number += 1);
    return () => number === this.#number;
  }

  /** @param {number} delay @param {() => void} work */
  putOff(delay, work) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(work, delay);
  }
}
