// @ts-check
/** The difference of two texts in the page: text nodes and marks, nothing that was written by a model as markup. */

import { countChanged, difference } from "./diff.js";

/** @typedef {import("./diff.js").Part} Part */

export class Difference {
  /** @type {[string, string] | null} The cards that are compared, the one at the caret last. */ pair = null;

  /** @param {HTMLElement} root @param {Record<string, string>} texts */
  constructor(root, texts) {
    this.root = root;
    this.texts = texts;
  }

  /** Show it in both cards. @param {string} one @param {string} two @returns {number} How many words differ. */
  start(one, two) {
    this.end();
    this.pair = [one, two];
    const parts = difference(this.texts[one], this.texts[two]);
    this.#place(one)?.replaceChildren(...marked(parts, "left"));
    this.#place(two)?.replaceChildren(...marked(parts, "right"));
    for (const label of this.pair) this.#card(label)?.setAttribute("data-compared", "");
    return countChanged(parts);
  }

  end() {
    for (const label of this.pair ?? []) {
      this.#card(label)?.removeAttribute("data-compared");
      this.#place(label)?.replaceChildren();
    }
    this.pair = null;
  }

  /** @param {string} label */
  #card(label) {
    return this.root.querySelector(`article[data-label="${label}"]`);
  }

  /** @param {string} label */
  #place(label) {
    return this.#card(label)?.querySelector('[data-part="difference"]');
  }
}

/**
 * One side of a difference, or both in one text.
 * @param {Part[]} parts @param {"left" | "right" | "both"} side
 */
export function marked(parts, side) {
  return parts.flatMap((part) => {
    if (part.kind === "same") return [side === "left" ? part.left : part.right];
    const isOut = part.kind === "out";
    if (side !== "both" && isOut !== (side === "left")) return [];
    const mark = document.createElement(isOut ? "del" : "ins");
    mark.textContent = isOut ? part.left : part.right;
    return [mark];
  });
}
