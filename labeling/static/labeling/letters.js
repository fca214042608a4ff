// @ts-check
/**
 * The letters of one person, in memory and in this browser's store, which all tabs share.
 * isAside: it does not finish its task. refused: why the server did not take it.
 *
 * @typedef {{key: string, assignment: string, url: string, body: any, at: number, isAside?: boolean, refused?: string}} Letter
 */

export class Letters {
  /** @type {Letter[]} Oldest first. */ all = [];
  /** @type {Set<string>} Keys of letters that are written to the disk. */ #onDisk = new Set();
  /** @type {Set<string>} Keys that a look at the disk, begun earlier, must not bring back. */ #gone = new Set();

  /** @param {import("./store.js").Store} store */
  constructor(store) {
    this.store = store;
  }

  /** @param {Letter} letter */
  add(letter) {
    letter.at = Math.max(letter.at, (this.all.at(-1)?.at ?? 0) + 1);
    this.all.push(letter);
    // A full or forbidden disk must not stop the work: then it is held in memory only.
    this.store.put("outbox", letter.key, letter).then(() => this.#onDisk.add(letter.key)).catch(() => {});
  }

  /** @param {Letter} letter */
  keep(letter) {
    return this.store.put("outbox", letter.key, letter).catch(() => {});
  }

  /** @param {Letter} letter */
  drop(letter) {
    this.#gone.add(letter.key);
    this.all = this.all.filter(({ key }) => key !== letter.key);
    return this.store.remove("outbox", letter.key).catch(() => {});
  }

  /** What earlier visits and other tabs left is taken up, what another tab delivered or took back is let go. */
  async read() {
    const kept = /** @type {Letter[] | null} */ (await this.store.all("outbox").catch(() => null));
    if (!kept) return;
    const found = new Map(kept.filter(({ key }) => !this.#gone.has(key)).map((letter) => [letter.key, letter]));
    for (const letter of this.all) if (!this.#onDisk.has(letter.key)) found.set(letter.key, letter);
    for (const { key } of kept) this.#onDisk.add(key);
    this.all = [...found.values()].sort((one, other) => one.at - other.at);
  }
}
