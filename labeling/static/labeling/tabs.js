// @ts-check
/** What the tabs of one person tell each other, and what only one of them may do at a time. */

// A tab that holds the turn longer than its requests may take is frozen: then a repeat is the lesser evil.
const PATIENCE = 45_000;

/** @typedef {{what: "posted" | "letters", assignment?: string, key?: string, isSubmission?: boolean}} News */

export class Tabs extends EventTarget {
  /** @type {BroadcastChannel | null} */ #channel = null;

  /** @param {string} user */
  constructor(user) {
    super();
    this.user = user;
    if (!("BroadcastChannel" in globalThis)) return;
    this.#channel = new BroadcastChannel(`annotator-${user}`);
    this.#channel.onmessage = ({ data: detail }) => this.dispatchEvent(new CustomEvent("news", { detail }));
  }

  /** @param {News} news */
  tell(news) {
    this.#channel?.postMessage(news);
  }

  /**
   * Do it while no other tab does. Without locks (plain http) tabs may both do it: letters are safe to repeat.
   * @param {() => Promise<void>} work
   */
  async alone(work) {
    if (!navigator.locks) return work();
    let hasBegun = false;
    const turn = () => ((hasBegun = true), work());
    try {
      await navigator.locks.request(`annotator-outbox-${this.user}`, { signal: AbortSignal.timeout(PATIENCE) }, turn);
    } catch {
      if (!hasBegun) await work();
    }
  }
}
