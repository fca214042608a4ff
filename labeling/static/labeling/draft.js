// @ts-check
/**
 * The unfinished judgment of one assignment: in the browser at once, on the server a moment later. One request is in
 * flight at a time, later edits coalesce; a newer draft from elsewhere wins and is shown.
 */

import { send } from "./api.js";
import { TAB } from "./ids.js";

const MOMENT = 700;
const LONGEST_WAIT = 30_000;
// Browsers refuse to keep more alive for a page that goes away.
const KEPT_ALIVE = 60_000;

export class Draft {
  /** @type {any} */ #judgment = null;
  /** @type {any} */ #context = {};
  /** @type {any} What was sent last: the server may have it although its answer was lost. */ #sent = null;
  #isDirty = false;
  #isStopped = false;
  #failures = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  /** @type {Promise<void> | null} */ #flight = null;

  /**
   * @param {{assignment: string, revision: number, store: import("./store.js").Store,
   *   onState: (state: "saving" | "saved" | "unsaved" | "signed-out") => void, onNewer: (judgment: any) => void}} options
   */
  constructor({ assignment, revision, store, onState, onNewer }) {
    this.assignment = assignment;
    this.revision = revision;
    this.store = store;
    this.onState = onState;
    this.onNewer = onNewer;
  }

  // Lifecycle

  /** Take up what this browser still held from before, if it is newer than what the server sent.
   * @param {any} kept @param {any} [given] The server's draft. */
  restore(kept, given = null) {
    if (!kept) return null;
    const isOurs = given && kept.sent && same(given.judgment, kept.sent);
    if (!kept.judgment || (kept.revision < this.revision && !isOurs)) {
      this.#remove(kept.at);
      return { ...kept, judgment: null };
    }
    this.#judgment = kept.judgment;
    this.#isDirty = true;
    this.#schedule(MOMENT);
    return kept;
  }

  /** No more saves: the judgment is on its way as a submission. Resolves when none is under way any more. */
  stop() {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    return this.#flight;
  }

  // Actions

  /** The revision that the server may have by now. */
  get latest() {
    return this.revision + (this.#flight ? 1 : 0);
  }

  /** Whether the server has not got all of it. */
  get isDirty() {
    return this.#isDirty || this.#flight !== null;
  }

  /** @param {any} judgment @param {any} context Times and the like, kept beside it in the browser. */
  change(judgment, context) {
    this.#judgment = judgment;
    this.#context = context;
    this.#isDirty = true;
    this.#keep();
    this.onState("saving");
    this.#schedule(MOMENT);
  }

  /** Send what is there before the page goes away. What is in flight is followed by nothing: the browser has the rest. */
  flush() {
    if (!this.#isDirty || this.#isStopped || this.#flight) return;
    clearTimeout(this.#timer);
    this.#begin(true);
  }

  // Private

  #keep() {
    const kept = {
      judgment: this.#judgment, revision: this.revision, sent: this.#sent, at: Date.now(), tab: TAB, ...this.#context,
    };
    this.store.put("drafts", this.assignment, kept).catch(() => {});
  }

  /** Another tab's draft is its own to remove, and so is what came after. @param {number} at */
  #remove(at) {
    const isSettled = (/** @type {any} */ kept) => !kept || (kept.at <= at && (kept.tab === TAB || !this.#judgment));
    return this.store.removeIf("drafts", this.assignment, isSettled).catch(() => {});
  }

  /** @param {number} wait */
  #schedule(wait) {
    clearTimeout(this.#timer);
    if (this.#isStopped || this.#flight) return;
    this.#timer = setTimeout(() => this.#begin(false), wait);
  }

  /** @param {boolean} isLeaving */
  #begin(isLeaving) {
    this.#flight = this.#save(isLeaving).finally(() => this.#landed());
  }

  #landed() {
    this.#flight = null;
    if (this.#isDirty) this.#schedule(this.#failures ? this.#wait : MOMENT);
  }

  /** @param {boolean} isLeaving */
  async #save(isLeaving) {
    const judgment = (this.#sent = this.#judgment);
    const at = Date.now();
    this.#isDirty = false;
    const url = `/api/assignments/${this.assignment}/draft/`;
    const body = { revision: this.revision + 1, judgment };
    const keepalive = isLeaving && JSON.stringify(body).length < KEPT_ALIVE;
    const answer = await send("PUT", url, body, { keepalive });
    if (!this.#isStopped) await this.#settle(answer, at);
  }

  /** @param {import("./api.js").Answer} answer @param {number} at */
  async #settle(answer, at) {
    if (answer.outcome === "done") {
      this.#failures = 0;
      this.revision = answer.body?.revision ?? this.revision + 1;
      this.#sent = null;
      if (this.#isDirty) return this.#keep();
      await this.#remove(at);
      return this.onState("saved");
    }
    if (answer.outcome === "conflict" && answer.body?.draft) return this.#meet(answer.body.draft);
    if (answer.outcome === "conflict" || answer.outcome === "refused") return this.onState("unsaved");
    this.#failures += 1;
    this.#isDirty = true;
    this.onState(answer.outcome === "signed-out" ? "signed-out" : "unsaved");
  }

  /** The server has another draft under this revision, or a later one. @param {{revision: number, judgment: any}} draft */
  #meet({ revision, judgment }) {
    this.revision = revision;
    // A submission leaves an empty draft behind, and one's own may have come without its answer: save again.
    if (judgment === null || same(judgment, this.#sent)) return void (this.#isDirty = true);
    this.#isDirty = false;
    this.onNewer(judgment);
  }

  get #wait() {
    return Math.min(LONGEST_WAIT, 1000 * 2 ** (this.#failures - 1));
  }
}

/** Whether two judgments say the same, in whatever order of keys. @param {any} one @param {any} other */
export function same(one, other) {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

/** @param {any} value @returns {any} */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}
