// @ts-check
/** Whether the person of this page is the one who is signed in in this browser: pages tell each other, the server is asked. */

import { fragment } from "./api.js";

const CHANNEL = "annotator-person";
const POLL = 10_000;

/** To the pages in other tabs, when a page of this person is opened. @param {string} person */
export function tellPerson(person) {
  if (!("BroadcastChannel" in globalThis)) return;
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(person);
  channel.close();
}

/** Events: "away" somebody else is signed in, "back" this page's person is again. */
export class Presence extends EventTarget {
  isAway = false;
  /** @type {BroadcastChannel | null} */ #channel = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;

  /** @param {string} person */
  constructor(person) {
    super();
    this.person = person;
  }

  start() {
    if ("BroadcastChannel" in globalThis) {
      this.#channel = new BroadcastChannel(CHANNEL);
      this.#channel.onmessage = ({ data: person }) => (person === this.person ? this.look() : this.#leave());
    }
    // Any call of this page may be the one that hears it.
    addEventListener("other-person", () => this.#leave());
    for (const news of ["online", "focus"]) addEventListener(news, () => this.look());
    // A page that the browser kept frozen heard nothing.
    addEventListener("pageshow", ({ persisted }) => persisted && fragment(location.pathname));
  }

  /** Whether it is this person's turn again. */
  async look() {
    if (!this.isAway) return;
    clearTimeout(this.#timer);
    const { outcome } = await fragment(location.pathname);
    if (!this.isAway) return;
    if (outcome !== "done") return this.#lookLater();
    clearTimeout(this.#timer);
    this.isAway = false;
    this.dispatchEvent(new Event("back"));
  }

  #leave() {
    if (this.isAway) return;
    this.isAway = true;
    this.#lookLater();
    this.dispatchEvent(new Event("away"));
  }

  #lookLater() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.look(), POLL);
  }
}
