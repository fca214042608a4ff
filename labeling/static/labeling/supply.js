// @ts-check
/**
 * Tasks that lie ready: one fetched before it is needed, and those that were put back. Knows no page: how the server
 * is asked and how a fragment is made ready are given.
 *
 * @typedef {{id: string, html: string, at: number, [more: string]: any}} Ready at: when the server gave it.
 * @typedef {{state: "task" | "empty" | "paused" | "signed-out" | "other-person" | "offline" | "gone", ready?: Ready,
 *   why?: string}} Found why: the server's words, when a cap or a pause is why there is none.
 */

import { isOtherPerson } from "./api.js";

// A look-ahead is leased for ten minutes (labeling/actions/sit_down.py): it is asked for again before.
const FRESH = 8 * 60_000;

export class Supply {
  /** @type {Ready[]} */ #ready = [];
  /** @type {Promise<Found> | null} */ #flight = null;
  /** @type {Promise<Found> | null} */ #waiting = null;

  /**
   * @param {{ask: (ahead: boolean, besides: string[]) => Promise<import("./api.js").Answer>,
   *   prepare: (html: string) => Promise<any>, now?: () => number}} options `prepare` makes a fragment ready: {id, ...}.
   */
  constructor({ ask, prepare, now = Date.now }) {
    this.ask = ask;
    this.prepare = prepare;
    this.now = now;
  }

  // Actions

  get ids() {
    return this.#ready.map(({ id }) => id);
  }

  /** The task that lies in front, at once. */
  take() {
    return this.#ready.shift();
  }

  /** @param {Ready} ready A task that was on the screen: it comes next. */
  putBack(ready) {
    this.forget(ready.id);
    this.#ready.unshift(ready);
  }

  /** @param {Ready} ready A task that came when another was shown meanwhile. */
  keep(ready) {
    if (!this.ids.includes(ready.id)) this.#ready.push(ready);
  }

  /** @param {string} id */
  forget(id) {
    this.#ready = this.#ready.filter((ready) => ready.id !== id);
  }

  /** Have one ready, if there is none; and none that another may have been given meanwhile. */
  async lookAhead() {
    if (this.#flight) return;
    const [front] = this.#ready;
    if (front && (front.sitting || this.now() - front.at < FRESH)) return;
    const { state, ready } = await this.#fetch(true, this.ids.filter((id) => id !== front?.id));
    if (front && (ready || state === "empty")) this.forget(front.id);
    if (ready) this.keep(ready);
  }

  /** The next task, waiting for it: the same one for all who wait at a time. @returns {Promise<Found>} */
  async next() {
    const found = this.#waiting && (await this.#waiting);
    // What was not there then may be there now.
    if (found?.ready) return found;
    this.#waiting = this.#await().finally(() => (this.#waiting = null));
    return this.#waiting;
  }

  // Private

  /** @returns {Promise<Found>} */
  async #await() {
    if (this.#flight) await this.#flight;
    // Whoever looked ahead puts it down in the turn after this one.
    await Promise.resolve();
    const ready = this.take();
    return ready ? { state: "task", ready } : this.#fetch(false, []);
  }

  /** @param {boolean} ahead @param {string[]} besides */
  #fetch(ahead, besides) {
    this.#flight = this.#found(ahead, besides).finally(() => (this.#flight = null));
    return this.#flight;
  }

  /** @param {boolean} ahead @param {string[]} besides @returns {Promise<Found>} */
  async #found(ahead, besides) {
    const answer = await this.ask(ahead, besides);
    if (answer.status === 200 || answer.status === 201) {
      return { state: "task", ready: { ...(await this.prepare(answer.body)), at: this.now() } };
    }
    return { state: whyNot(answer), why: answer.status === 204 ? answer.body : "" };
  }
}

/** Why there is no task. @param {import("./api.js").Answer} answer @returns {Found["state"]} */
export function whyNot(answer) {
  if (answer.status === 204) return "empty";
  if (answer.outcome === "conflict") return "paused";
  if (answer.outcome === "signed-out") return isOtherPerson(answer) ? "other-person" : "signed-out";
  return answer.outcome === "unreachable" ? "offline" : "gone";
}
