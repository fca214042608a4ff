// @ts-check
/** Where tasks come from: the server's fragments, made ready to be shown, with what this browser kept of them. */

import { askFragment, fragment } from "./api.js";

/** @typedef {import("./sitting.js").Ready} Ready */

/** A fragment as elements that are not in the page yet: their scripts begin when they are put in.
 * @param {string} html @returns {{id: string, html: string, content: DocumentFragment}} */
export function parse(html) {
  const template = document.createElement("template");
  // The server rendered and sanitised it.
  template.innerHTML = html;
  const content = document.importNode(template.content, true);
  return { id: content.querySelector("[data-assignment]")?.getAttribute("data-assignment") ?? "", html, content };
}

export class Source {
  /** @param {string} project @param {import("./store.js").Store} store */
  constructor(project, store) {
    this.project = project;
    this.store = store;
  }

  /** Claim and fragment in one request. @param {boolean} ahead @param {string[]} besides */
  next(ahead, besides) {
    // The server takes so many.
    return askFragment(`/label/${this.project}/next/`, { ahead, besides: besides.slice(0, 50) });
  }

  /** One certain task, as the server has it now. @param {string} assignment */
  one(assignment) {
    return fragment(`/label/${this.project}/assignments/${assignment}/`);
  }

  /** @param {string} html @returns {Promise<Ready>} */
  async prepare(html) {
    const parsed = parse(html);
    const kept = await this.store.get("drafts", parsed.id).catch(() => null);
    return { ...parsed, at: Date.now(), kept };
  }
}
