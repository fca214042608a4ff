// @ts-check
/** How long a text is, said beside it: words (each Chinese, Japanese or Korean character is one) and characters. */

import { readingWords } from "./clock.js";
import { word } from "./words.js";

/** Beyond this counting waits for a pause: a megabyte takes some tens of milliseconds. */
const AT_ONCE = 20_000;
const PAUSE = 400;

export class Counts {
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;

  /** @param {Element | null} place */
  constructor(place) {
    this.place = place;
  }

  /** @param {string} text */
  show(text) {
    clearTimeout(this.#timer);
    if (text.length <= AT_ONCE) this.#say(text);
    else this.#timer = setTimeout(() => this.#say(text), PAUSE);
  }

  /** @param {string} text */
  #say(text) {
    const shown = (/** @type {number} */ count) => count.toLocaleString(document.documentElement.lang || undefined);
    const values = { words: shown(readingWords(text)), characters: shown(charactersOf(text)) };
    if (this.place) this.place.textContent = word("text-length", values);
  }
}

/** Code points: an emoji that is written with two surrogates is one. @param {string} text */
export function charactersOf(text) {
  return text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
}
