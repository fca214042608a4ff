// @ts-check
/** Active and wall seconds of one sitting. Active: visible and in use; reading counts as use. Pure but for `now`. */

// Long enough not to cut a thought, short enough to see a lunch (product.md, "Time").
const IDLE_SECONDS = 120;
// Slow careful reading: 200 words or 300 Chinese, Japanese or Korean characters a minute.
const SECONDS_PER_WORD = 60 / 200;
const SECONDS_PER_IDEOGRAPH = 60 / 300;

const IDEOGRAPHS = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/gu;

/** Words of a text; each Chinese, Japanese or Korean character counts as one. @param {string} text */
export function readingWords(text) {
  return ideographsIn(text) + spacedWordsIn(text);
}

/** How long one may read this text without touching anything. @param {string} text */
export function readingSeconds(text) {
  return spacedWordsIn(text) * SECONDS_PER_WORD + ideographsIn(text) * SECONDS_PER_IDEOGRAPH;
}

/** @param {string} text */
function ideographsIn(text) {
  return text.match(IDEOGRAPHS)?.length ?? 0;
}

/** @param {string} text */
function spacedWordsIn(text) {
  return text.replace(IDEOGRAPHS, " ").match(/\S+/g)?.length ?? 0;
}

export class Clock {
  #active = 0;
  #openedAt;
  /** @type {number | null} When use was last seen; null while hidden. */ #seenAt;
  #idleCut = IDLE_SECONDS;

  /** @param {{now?: () => number, active?: number, openedAt?: number | null}} [before] What an earlier sitting left. */
  constructor({ now = Date.now, active = 0, openedAt = null } = {}) {
    this.now = now;
    this.#active = active;
    this.#openedAt = openedAt ?? now();
    this.#seenAt = now();
  }

  /** The labeler did something. */
  touch() {
    const now = this.now();
    if (this.#seenAt !== null) this.#active += this.#since(now);
    this.#seenAt = now;
  }

  /** The page went out of sight: what came before counts, what follows does not. */
  hide() {
    if (this.#seenAt !== null) this.#active += this.#since(this.now());
    this.#seenAt = null;
  }

  /** @param {string} text What can be read on the screen now. */
  see(text) {
    this.#idleCut = Math.max(IDLE_SECONDS, readingSeconds(text));
  }

  times() {
    const now = this.now();
    const active = this.#active + (this.#seenAt === null ? 0 : this.#since(now));
    return {
      active_seconds: Math.round(active * 10) / 10,
      wall_seconds: Math.max(0, Math.round((now - this.#openedAt) / 100) / 10),
      opened_at: new Date(this.#openedAt).toISOString(),
    };
  }

  /** @param {number} now */
  #since(now) {
    return Math.min(this.#idleCut, Math.max(0, now - (this.#seenAt ?? now)) / 1000);
  }
}
