// @ts-check
/**
 * Submissions and skips on their way. Each is kept in the browser until the server has acknowledged it, sent in
 * order, again and again with back-off; the server counts a UUID once however often it comes.
 *
 * @typedef {{key: string, assignment: string, url: string, body: any, at: number}} Letter
 */

import { send } from "./api.js";

const LONGEST_WAIT = 30_000;

export class Outbox extends EventTarget {
  /** @type {Letter[]} */ #letters = [];
  #failures = 0;
  #isDelivering = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  /** @type {Map<string, (outcome: {outcome: string, answer?: any}) => void>} */ #waiting = new Map();

  /** @param {import("./store.js").Store} store */
  constructor(store) {
    super();
    this.store = store;
  }

  // Lifecycle

  async start() {
    const kept = await this.store.all("outbox").catch(() => []);
    this.#letters = kept.sort((one, other) => one.at - other.at);
    addEventListener("online", () => this.#hurry());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#hurry());
    this.#changed();
    this.#deliver();
  }

  // Actions

  get count() {
    return this.#letters.length;
  }

  /** The assignments that the server may still take for unfinished. */
  get assignments() {
    return this.#letters.map((letter) => letter.assignment);
  }

  /** Whether the last attempt failed, so that more of them will not get through just now. */
  get isStuck() {
    return this.#failures > 0;
  }

  /**
   * Keep a letter and send it. Resolves with "done", "refused", or "waiting" when it did not get through at first.
   * @param {Letter} letter @returns {Promise<{outcome: string, answer?: any}>}
   */
  async post(letter) {
    // A full or forbidden disk must not stop the work: then it is held in memory only.
    await this.store.put("outbox", letter.key, letter).catch(() => {});
    this.#letters.push(letter);
    const settled = new Promise((resolve) => this.#waiting.set(letter.key, resolve));
    this.#changed();
    this.#hurry();
    return /** @type {any} */ (settled);
  }

  // Private

  #hurry() {
    clearTimeout(this.#timer);
    this.#deliver();
  }

  async #deliver() {
    if (this.#isDelivering) return;
    this.#isDelivering = true;
    while (this.#letters.length) {
      const letter = this.#letters[0];
      const answer = await send("PUT", letter.url, letter.body);
      if (answer.outcome === "unreachable" || answer.outcome === "signed-out") {
        this.#failures += 1;
        this.#letters.forEach((waiting) => this.#tell(waiting.key, { outcome: "waiting", answer }));
        this.#timer = setTimeout(() => this.#deliver(), Math.min(LONGEST_WAIT, 1000 * 2 ** (this.#failures - 1)));
        this.dispatchEvent(new CustomEvent("stuck", { detail: answer }));
        break;
      }
      this.#failures = 0;
      await this.#remove(letter, answer);
    }
    this.#isDelivering = false;
    this.#changed();
  }

  /** @param {Letter} letter @param {import("./api.js").Answer} answer */
  async #remove(letter, answer) {
    this.#letters.shift();
    await this.store.remove("outbox", letter.key).catch(() => {});
    // The draft stays in the browser when the submission was refused: nothing that was written is lost.
    if (answer.outcome === "done") await this.store.remove("drafts", letter.assignment).catch(() => {});
    const outcome = answer.outcome === "done" ? "done" : "refused";
    if (!this.#tell(letter.key, { outcome, answer }) && outcome === "refused") {
      this.dispatchEvent(new CustomEvent("refused", { detail: { letter, answer } }));
    }
    this.#changed();
  }

  /** @param {string} key @param {{outcome: string, answer?: any}} outcome */
  #tell(key, outcome) {
    const resolve = this.#waiting.get(key);
    this.#waiting.delete(key);
    resolve?.(outcome);
    return Boolean(resolve);
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
