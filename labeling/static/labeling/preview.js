// @ts-check
/**
 * The answer as it will be rendered, following the typing: one request in flight, only the newest text is shown. The
 * server renders and sanitises; without it the field goes on as before and the preview says that it is behind.
 */

import { fragment } from "./api.js";
import { prefer, preferred } from "./preferences.js";
import { word } from "./words.js";

const PAUSE = 250;
const RETRY = 5_000;
/** The server shows longer texts unformatted (labeling.texts.rendering): sending them with each pause is no use. */
const LONGEST = 200_000;

export class Preview {
  #text = "";
  /** @type {string | null} The text that is shown. */ #shown = null;
  #isAsking = false;
  #isOver = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;

  /** @param {HTMLElement} root The task: holds `preview`, `preview-body`, `preview-state` and the switch. @param {string} url */
  constructor(root, url) {
    this.root = root;
    this.url = url;
    this.body = /** @type {HTMLElement} */ (root.querySelector('[data-part="preview"]'));
    this.state = /** @type {HTMLElement} */ (root.querySelector('[data-part="preview-state"]'));
    this.isOn = preferred("preview", true) !== false;
    this.#lay();
  }

  // Lifecycle

  end() {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  // Actions

  /** @param {string} text */
  follow(text) {
    this.#text = text;
    if (this.isOn) this.#schedule(text === "" ? 0 : PAUSE);
  }

  toggle() {
    this.isOn = !this.isOn;
    prefer({ preview: this.isOn });
    this.#lay();
    if (this.isOn) this.#schedule(0);
  }

  // Private

  #lay() {
    this.root.toggleAttribute("data-previewed", this.isOn);
    this.root.querySelector('[data-part="preview-pane"]')?.toggleAttribute("hidden", !this.isOn);
    this.root.querySelector('[data-do="preview"]')?.setAttribute("aria-pressed", String(this.isOn));
  }

  /** @param {number} wait */
  #schedule(wait) {
    clearTimeout(this.#timer);
    if (this.#isOver || this.#isAsking || this.#text === this.#shown) return;
    this.#timer = setTimeout(() => this.#ask(), wait);
  }

  async #ask() {
    const text = this.#text;
    if (!text.trim() || text.length > LONGEST) return this.#show(text, "", text.trim() ? "preview-too-long" : "");
    this.#isAsking = true;
    const answer = await fragment(this.url, { method: "POST", body: new URLSearchParams({ text }) });
    this.#isAsking = false;
    if (this.#isOver || !this.isOn) return;
    if (answer.outcome === "done") this.#show(text, answer.body, "");
    else this.#say("preview-behind");
    this.#schedule(answer.outcome === "done" ? PAUSE : RETRY);
  }

  /** @param {string} text @param {string} html Sanitised by the server. @param {string} state */
  #show(text, html, state) {
    this.#shown = text;
    this.body.innerHTML = html;
    this.#say(state);
  }

  /** @param {string} name */
  #say(name) {
    this.state.textContent = name ? word(name) : "";
  }
}
