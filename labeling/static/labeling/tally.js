// @ts-check
/**
 * How many answers one gave today, between two looks at the server. Pure.
 *
 * The server's count, and what this page knows better: what was finished since, and what was taken up again. An
 * amendment of an older answer is no new one.
 */
export class Tally {
  #base = 0;
  /** @type {Set<string>} Finished here, not yet in the server's count. */ #fresh = new Set();
  /** @type {Set<string>} Finished here, in the server's count. */ #counted = new Set();
  #here = "";

  get today() {
    const fresh = [...this.#fresh].filter((one) => one !== this.#here).length;
    return Math.max(0, this.#base + fresh - (this.#counted.has(this.#here) ? 1 : 0));
  }

  /** The server's count came. @param {number} count @param {Iterable<string>} unsent Assignments on their way still. */
  settle(count, unsent) {
    const waiting = new Set(unsent);
    this.#base = count;
    for (const one of [...this.#fresh].filter((each) => !waiting.has(each))) {
      this.#fresh.delete(one);
      this.#counted.add(one);
    }
  }

  /** A new day. */
  restart() {
    this.#base = 0;
    this.#fresh.clear();
    this.#counted.clear();
  }

  /** @param {string} assignment @param {boolean} isAmendment */
  finish(assignment, isAmendment) {
    this.#here = "";
    if (!isAmendment && !this.#counted.has(assignment)) this.#fresh.add(assignment);
  }

  /** This task is on the screen now: taken up again, it is not finished. @param {string} assignment */
  show(assignment) {
    this.#here = assignment;
  }
}
