// @ts-check
/**
 * The unfinished judgment of one assignment: in the browser at once, on the server a moment later. One request is in
 * flight at a time, later edits coalesce; a newer draft from elsewhere wins and is shown.
 */

import { send } from "./api.js";

const MOMENT = 700;
const LONGEST_WAIT = 30_000;

export class Draft {
  /** @type {any} */ #judgment = null;
  /** @type {any} */ #context = {};
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

  /** What this browser still held from before, if it is newer than what the server sent. */
  async restore() {
    const kept = await this.store.get("drafts", this.assignment).catch(() => null);
    if (!kept) return null;
    if (!kept.judgment || kept.revision < this.revision) {
      await this.store.remove("drafts", this.assignment).catch(() => {});
      return { ...kept, judgment: null };
    }
    this.#judgment = kept.judgment;
    this.#isDirty = true;
    this.#schedule(MOMENT);
    return kept;
  }

  /** No more saves: the judgment is on its way as a submission, or the task is left. */
  stop() {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  // Actions

  /** @param {any} judgment @param {any} context Times and the like, kept beside it in the browser. */
  change(judgment, context) {
    this.#judgment = judgment;
    this.#context = context;
    this.#isDirty = true;
    this.#keep();
    this.onState("saving");
    this.#schedule(MOMENT);
  }

  /** Send what is there before the page goes away. */
  flush() {
    if (!this.#isDirty || this.#isStopped || this.#flight) return;
    send("PUT", this.#url, { revision: this.revision + 1, judgment: this.#judgment }, { keepalive: true });
  }

  // Private

  get #url() {
    return `/api/assignments/${this.assignment}/draft/`;
  }

  #keep() {
    const kept = { judgment: this.#judgment, revision: this.revision, ...this.#context };
    this.store.put("drafts", this.assignment, kept).catch(() => {});
  }

  /** @param {number} wait */
  #schedule(wait) {
    clearTimeout(this.#timer);
    if (this.#isStopped || this.#flight) return;
    this.#timer = setTimeout(() => (this.#flight = this.#save().finally(() => this.#landed())), wait);
  }

  #landed() {
    this.#flight = null;
    if (this.#isDirty) this.#schedule(this.#failures ? this.#wait : MOMENT);
  }

  async #save() {
    const judgment = this.#judgment;
    this.#isDirty = false;
    const answer = await send("PUT", this.#url, { revision: this.revision + 1, judgment });
    if (this.#isStopped) return;
    await this.#settle(answer);
  }

  /** @param {import("./api.js").Answer} answer */
  async #settle(answer) {
    if (answer.outcome === "done") {
      this.#failures = 0;
      this.revision = answer.body?.revision ?? this.revision + 1;
      if (this.#isDirty) return this.#keep();
      await this.store.remove("drafts", this.assignment).catch(() => {});
      return this.onState("saved");
    }
    if (answer.outcome === "conflict" && answer.body?.draft) {
      this.revision = answer.body.draft.revision;
      // A submission leaves an empty draft behind: only its revision counts.
      if (answer.body.draft.judgment === null) return void (this.#isDirty = true);
      this.#isDirty = false;
      return this.onNewer(answer.body.draft.judgment);
    }
    if (answer.outcome === "conflict" || answer.outcome === "refused") return this.onState("unsaved");
    this.#failures += 1;
    this.#isDirty = true;
    this.onState(answer.outcome === "signed-out" ? "signed-out" : "unsaved");
  }

  get #wait() {
    return Math.min(LONGEST_WAIT, 1000 * 2 ** (this.#failures - 1));
  }
}
