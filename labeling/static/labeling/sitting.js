// @ts-check
/** One assignment on the screen: its clock, its draft, and what is sent when it is done. */

import { send } from "./api.js";
import { Clock } from "./clock.js";
import { Draft } from "./draft.js";

const USES = ["pointermove", "pointerdown", "keydown", "wheel", "scroll", "input", "touchmove"];

export class Sitting {
  #clock = new Clock();
  #stop = new AbortController();
  isLoading = false;

  /**
   * @param {any} task A task element: facts, judgment, restore, load.
   * @param {import("./store.js").Store} store
   * @param {{onDraft: (state: string) => void, onNewer: (judgment: any) => void}} listeners
   */
  constructor(task, store, { onDraft, onNewer }) {
    this.task = task;
    this.assignment = task.facts.id;
    this.draft = new Draft({
      assignment: this.assignment, revision: task.facts.draft?.revision ?? 0, store, onState: onDraft,
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

  /** Restore what was there before: the browser's own unsent edits, the server's draft, or the submission. */
  async start() {
    const { draft, submission } = this.task.facts;
    const kept = await this.draft.restore();
    const judgment = kept?.judgment ?? draft?.judgment ?? submission?.judgment;
    if (judgment) this.task.restore(judgment);
    this.#clock = new Clock({ active: kept?.active ?? 0, openedAt: kept?.openedAt ?? null });
    this.#listen();
    send("PUT", `/api/assignments/${this.assignment}/opened/`, {});
  }

  end() {
    this.#stop.abort();
    this.draft.stop();
  }

  // Actions

  /** @param {any} judgment */
  change(judgment) {
    const { active_seconds: active, opened_at: openedAt } = this.#clock.times();
    this.draft.change(judgment, { active, openedAt: Date.parse(openedAt) });
  }

  /** What the outbox sends. @param {any} judgment */
  submission(judgment) {
    const amends = this.task.facts.submission?.id;
    const key = newId();
    const url = `/api/assignments/${this.assignment}/submissions/${key}/`;
    const body = { judgment, ...this.#clock.times(), ...(amends ? { amends } : {}) };
    return { key, assignment: this.assignment, url, body, at: Date.now() };
  }

  /** @param {string} reason @param {string} note */
  skip(reason, note) {
    const url = `/api/assignments/${this.assignment}/skip/`;
    const body = { reason, note, ...this.#clock.times() };
    return { key: newId(), assignment: this.assignment, url, body, at: Date.now() };
  }

  // Private

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

/** The text of the task's parts that are on the screen, cut to the share that is seen. @param {HTMLElement} root */
function textInView(root) {
  let text = "";
  for (const part of root.querySelectorAll(".prose")) {
    const { top, bottom, height } = part.getBoundingClientRect();
    const seen = Math.min(bottom, innerHeight) - Math.max(top, 0);
    if (seen <= 0 || !height) continue;
    const whole = part.textContent ?? "";
    text += `${whole.slice(0, Math.ceil((whole.length * seen) / height))} `;
  }
  return text;
}

/** randomUUID is missing on plain http. */
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
