// @ts-check
/** One assignment on the screen: its clock, its draft, and what is sent when it is done. */

import { send } from "./api.js";
import { Clock } from "./clock.js";
import { Draft } from "./draft.js";
import { newId } from "./ids.js";
import { textInView } from "./in-view.js";

const USES = ["pointermove", "pointerdown", "keydown", "wheel", "scroll", "input", "touchmove"];

/**
 * What makes a task ready: its fragment, what this browser kept of it, and, when it was on the screen before,
 * what was said then (`judgment`), the submission that this amends, and its clock.
 * @typedef {import("./supply.js").Ready & {kept?: any, judgment?: any, isUnsaved?: boolean, amends?: string, times?: any}} Ready
 */

export class Sitting {
  #clock = new Clock();
  #stop = new AbortController();
  isLoading = false;
  /** Whether anything was said here that was not submitted. */ isTouched = false;
  #isRestored = false;

  /**
   * @param {any} task A task element: facts, judgment, restore, load.
   * @param {Ready} ready
   * @param {import("./store.js").Store} store
   * @param {{onDraft: (state: string) => void, onNewer: (judgment: any) => void}} listeners
   */
  constructor(task, ready, store, { onDraft, onNewer }) {
    this.task = task;
    this.ready = ready;
    this.assignment = task.facts.id;
    this.amends = ready.amends ?? task.facts.submission?.id;
    this.draft = new Draft({
      assignment: this.assignment, revision: ready.revision ?? task.facts.draft?.revision ?? 0, store, onState: onDraft,
      onNewer: (judgment) => {
        // Saving it again would make the other window the older one.
        this.isLoading = true;
        this.task.load(judgment);
        this.isLoading = false;
        onNewer(judgment);
      },
    });
  }

  // Lifecycle

  /** Restore what was there before: this page's own, the browser's unsent edits, the server's draft, or the submission. */
  start() {
    const { draft, submission } = this.task.facts;
    const { judgment: own, times, isUnsaved } = this.ready;
    const kept = own ? null : this.draft.restore(this.ready.kept, draft);
    const judgment = own ?? kept?.judgment ?? draft?.judgment ?? submission?.judgment;
    if (judgment) this.task.restore(judgment);
    this.#isRestored = Boolean(judgment);
    this.#clock = new Clock(times ?? { active: kept?.active ?? 0, openedAt: kept?.openedAt ?? null });
    if (isUnsaved) this.change(own);
  }

  /** It has been painted: what may wait until then. */
  opened() {
    if (this.#stop.signal.aborted) return;
    this.#listen();
    send("PUT", `/api/assignments/${this.assignment}/opened/`, {});
  }

  /** Resolves when no save of the draft is under way any more. */
  end() {
    this.#stop.abort();
    return this.draft.stop();
  }

  /** Leave the screen for a while; what is said so far goes along, on the server and in this browser too. @returns {Ready} */
  setAside() {
    const { active, openedAt } = this.#times;
    const judgment = this.task.judgment;
    const isUnsaved = this.isTouched || this.draft.isDirty;
    if (isUnsaved) this.draft.change(judgment, { active, openedAt });
    this.draft.flush();
    const revision = this.draft.latest;
    this.end();
    const { html, id, at } = this.ready;
    const said = isUnsaved || this.#isRestored ? { judgment, isUnsaved } : { kept: null };
    return { html, id, at, ...said, revision, amends: this.amends, times: { active, openedAt }, sitting: true };
  }

  // Actions

  /** @param {any} judgment */
  change(judgment) {
    this.isTouched = true;
    this.draft.change(judgment, this.#times);
  }

  /** What the outbox sends. @param {any} judgment */
  submission(judgment) {
    const key = newId();
    const url = `/api/assignments/${this.assignment}/submissions/${key}/`;
    const { amends, task } = this;
    const body = {
      judgment, ...this.#clock.times(), ...(amends ? { amends } : {}), ...(task.signals ? { signals: task.signals } : {}),
    };
    return { key, assignment: this.assignment, url, body, at: Date.now() };
  }

  /** @param {string} reason @param {string} note */
  skip(reason, note) {
    const url = `/api/assignments/${this.assignment}/skip/`;
    const body = { reason, note, ...this.#clock.times() };
    return { key: newId(), assignment: this.assignment, url, body, at: Date.now() };
  }

  /** To take it up again as it was submitted. @param {any} judgment @returns {Ready} */
  asSubmitted(judgment) {
    const { html, id, at } = this.ready;
    return { html, id, at, judgment, amends: this.amends, times: this.#times, revision: this.draft.latest, sitting: true };
  }

  // Private

  get #times() {
    const { active_seconds: active, opened_at: openedAt } = this.#clock.times();
    return { active, openedAt: Date.parse(openedAt) };
  }

  #listen() {
    const options = { signal: this.#stop.signal, passive: true, capture: true };
    for (const use of USES) addEventListener(use, () => this.#clock.touch(), options);
    const look = () => {
      if (document.visibilityState === "hidden") {
        this.#clock.hide();
        this.draft.flush();
      } else this.#clock.touch();
    };
    document.addEventListener("visibilitychange", look, options);
    addEventListener("pagehide", () => this.draft.flush(), options);
    addEventListener("scrollend", () => this.#clock.see(textInView(this.task)), options);
    this.#clock.see(textInView(this.task));
  }
}
