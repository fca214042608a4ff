// @ts-check
/**
 * Submissions and skips on their way. Each is kept in the browser until the server has acknowledged it, sent in
 * order, again and again with back-off; the server counts a UUID once however often it comes. All tabs of a person
 * share the letters; one tab at a time delivers. What the server refuses stays, with its reason, until it is settled.
 *
 * @typedef {import("./letters.js").Letter} Letter
 * @typedef {{outcome: "done" | "refused" | "waiting" | "recalled", answer?: any}} Settled
 */

import { send } from "./api.js";
import { Letters } from "./letters.js";
import { reasons } from "./status.js";

const LONGEST_WAIT = 30_000;
// A delivery that takes longer than this is worth a word.
const SLOW = 2_500;

export class Outbox extends EventTarget {
  /** @type {Map<string, Promise<unknown>>} What a letter must not overtake. */ #before = new Map();
  /** @type {Map<string, (settled: Settled) => void>} */ #listeners = new Map();
  /** @type {string | null} */ #inFlight = null;
  #failures = 0;
  #isDelivering = false;
  /** @type {Promise<void> | null} */ #delivery = null;
  #isSlow = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  /** Why letters are stuck. @type {import("./api.js").Answer | null} */ trouble = null;

  /** @param {import("./store.js").Store} store @param {import("./tabs.js").Tabs} tabs */
  constructor(store, tabs) {
    super();
    this.store = store;
    this.letters = new Letters(store);
    this.tabs = tabs;
  }

  // Lifecycle

  /** Take up what earlier visits and other tabs left, and deliver it. */
  async start() {
    const hurry = () => document.visibilityState === "visible" && this.hurry();
    for (const news of ["online", "focus", "pageshow"]) addEventListener(news, hurry);
    document.addEventListener("visibilitychange", hurry);
    this.tabs.addEventListener("news", () => this.#read());
    await this.#read();
    this.hurry();
  }

  // Actions

  /** Letters still to be delivered, oldest first. */
  get waiting() {
    return this.letters.all.filter((letter) => !letter.refused);
  }

  get refused() {
    return this.letters.all.filter((letter) => letter.refused);
  }

  get count() {
    return this.waiting.length;
  }

  /** The assignments that the server may still take for unfinished. */
  get assignments() {
    return this.letters.all.filter((letter) => !letter.isAside).map((letter) => letter.assignment);
  }

  /** Whether letters are not getting through just now. */
  get isStuck() {
    return this.#failures > 0 || this.#isSlow;
  }

  /**
   * Keep a letter and send it, once `before` is over. It is on its way when this returns; the promise tells how the
   * first attempt ended.
   * @param {Letter} letter @param {Promise<unknown> | null} [before] @returns {Promise<Settled>}
   */
  post(letter, before = null) {
    for (const old of this.refused.filter((one) => answers(letter, one))) this.#drop(old);
    this.letters.add(letter);
    if (before) this.#before.set(letter.key, before);
    const isSubmission = "judgment" in letter.body;
    if (!letter.isAside) this.tabs.tell({ what: "posted", assignment: letter.assignment, key: letter.key, isSubmission });
    const settled = new Promise((resolve) => this.#listeners.set(letter.key, resolve));
    this.#changed();
    // The next task is painted first.
    setTimeout(() => this.hurry());
    return /** @type {any} */ (settled);
  }

  /** Take a letter back, unless it is under way or has arrived. @param {string} key */
  recall(key) {
    const letter = this.letters.all.find((one) => one.key === key);
    if (!letter || this.#inFlight === key) return false;
    this.#drop(letter);
    this.#tell(key, { outcome: "recalled" });
    this.#changed();
    return true;
  }

  /** Try now rather than when the back-off ends; resolves when what can be delivered is. */
  hurry() {
    clearTimeout(this.#timer);
    if (!this.#isDelivering) this.#delivery = this.#deliver();
    return this.#delivery;
  }

  // Private

  async #read() {
    await this.letters.read();
    this.#changed();
  }

  async #deliver() {
    if (!this.count) return;
    this.#isDelivering = true;
    const slow = setTimeout(() => this.#changed((this.#isSlow = true)), SLOW);
    await this.tabs.alone(() => this.#sendAll()).catch(() => {});
    clearTimeout(slow);
    this.#isDelivering = this.#isSlow = false;
    this.#changed();
    // Posted between the last look and now.
    if (this.count && !this.#failures) await this.hurry();
  }

  async #sendAll() {
    await this.#read();
    for (let letter; (letter = this.waiting[0]); ) {
      this.#inFlight = letter.key;
      await this.#before.get(letter.key);
      const answer = await send("PUT", letter.url, letter.body);
      this.#inFlight = null;
      if (answer.outcome === "unreachable" || answer.outcome === "signed-out") return this.#failed(answer);
      this.#failures = 0;
      this.trouble = null;
      await this.#settle(letter, answer);
    }
  }

  /** @param {import("./api.js").Answer} answer */
  #failed(answer) {
    this.#failures += 1;
    this.trouble = answer;
    for (const { key } of this.waiting) this.#tell(key, { outcome: "waiting", answer });
    const wait = Math.min(LONGEST_WAIT, 1000 * 2 ** (this.#failures - 1));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hurry(), wait);
    this.dispatchEvent(new CustomEvent("stuck", { detail: answer }));
  }

  /** @param {Letter} letter @param {import("./api.js").Answer} answer */
  async #settle(letter, answer) {
    this.#before.delete(letter.key);
    if (answer.outcome === "done") {
      await this.#drop(letter);
      // What was typed since, after taking it up again, stays.
      const isOlder = (/** @type {any} */ kept) => !letter.isAside && !(kept?.at > letter.at);
      await this.store.removeIf("drafts", letter.assignment, isOlder).catch(() => {});
      this.#tell(letter.key, { outcome: "done", answer });
    } else if (letter.isAside && this.#tell(letter.key, { outcome: "refused", answer })) {
      await this.#drop(letter);
    } else {
      letter.refused = reasons(answer) || String(answer.status);
      await this.letters.keep(letter);
      this.tabs.tell({ what: "letters" });
      this.dispatchEvent(new CustomEvent("refused", { detail: letter }));
    }
    this.#changed();
  }

  /** @param {Letter} letter */
  async #drop(letter) {
    await this.letters.drop(letter);
    this.tabs.tell({ what: "letters" });
  }

  /** @param {string} key @param {Settled} settled @returns {boolean} Whether somebody listened. */
  #tell(key, settled) {
    const listener = this.#listeners.get(key);
    this.#listeners.delete(key);
    listener?.(settled);
    return Boolean(listener);
  }

  #changed(_news = false) {
    this.dispatchEvent(new Event("change"));
  }
}

/** Whether a letter stands for one that was refused. @param {Letter} letter @param {Letter} refused */
function answers(letter, refused) {
  return refused.assignment === letter.assignment && !refused.isAside && !letter.isAside;
}
