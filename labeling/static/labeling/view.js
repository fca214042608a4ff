// @ts-check
/** How this person looks at tasks, on every task alike: layout and type size (remembered), formatted or as written. */

import { prefer, preferred } from "./preferences.js";

// Percent of the normal size of the texts that are read.
const SIZES = [75, 87, 100, 112, 125, 150, 175, 200];

class View extends EventTarget {
  isRaw = false;

  get layout() {
    return String(preferred("layout", "auto"));
  }

  /** @param {string} layout */
  setLayout(layout) {
    prefer({ layout: layout === "auto" ? null : layout });
    this.#changed();
  }

  get fontSize() {
    const size = Number(preferred("font_size", 100));
    return size >= SIZES[0] && size <= SIZES[SIZES.length - 1] ? size : 100;
  }

  /** @param {-1 | 0 | 1} by 0 goes back to the normal size. */
  changeFontSize(by) {
    const larger = SIZES.filter((size) => size > this.fontSize);
    const smaller = SIZES.filter((size) => size < this.fontSize);
    const size = by === 0 ? 100 : ((by > 0 ? larger[0] : smaller.at(-1)) ?? this.fontSize);
    prefer({ font_size: size === 100 ? null : size });
    this.#changed();
  }

  /** @param {boolean} isRaw */
  setRaw(isRaw) {
    this.isRaw = isRaw;
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

export const view = new View();
