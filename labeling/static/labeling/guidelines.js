// @ts-check
/** The guidelines beside the task: open before the first one and when they are new; they never stand in the way. */

import { fragment } from "./api.js";

export class Guidelines {
  #room = new CSSStyleSheet();
  #dock = new ResizeObserver(([{ target }]) => {
    this.#room.replaceSync(`.desk { --dock-room: ${target.getBoundingClientRect().height}px; }`);
  });
  /** The version that this person saw last; the server keeps it. */ #seen;
  /** Opened by hand: it stays open from task to task. */ #isWanted = false;
  #scrolled = 0;
  /** @type {Element | null} Where the focus goes back to. */ #before = null;

  /** @param {HTMLElement} screen */
  constructor(screen) {
    this.screen = screen;
    this.#seen = Number(screen.dataset.guidelinesSeen ?? 0);
    document.adoptedStyleSheets.push(this.#room);
  }

  // Lifecycle

  /** A task was shown. */
  meet() {
    this.#makeRoom();
    const panel = this.#panel;
    this.#button?.toggleAttribute("hidden", !panel);
    if (panel && this.#seen < this.#version) this.#showNews(panel);
    else if (panel && this.#isWanted) {
      panel.hidden = false;
      panel.scrollTop = this.#scrolled;
    }
    this.#tell();
  }

  /** A task was finished: what opened by itself has been seen, what was opened by hand stays. */
  leave() {
    const panel = this.#panel;
    if (!panel || panel.hidden) return;
    this.#scrolled = panel.scrollTop;
    this.#saw();
  }

  // Actions

  toggle() {
    const panel = this.#panel;
    if (!panel) return;
    if (!panel.hidden) return void this.close();
    this.#before = document.activeElement;
    this.#isWanted = true;
    panel.hidden = false;
    panel.focus({ preventScroll: true });
    this.#tell();
  }

  close() {
    const panel = this.#panel;
    if (!panel || panel.hidden) return false;
    const heldFocus = panel.contains(document.activeElement);
    panel.hidden = true;
    this.#isWanted = false;
    if (heldFocus) this.#giveFocusBack();
    this.#saw();
    this.#tell();
    return true;
  }

  // Private

  get #panel() {
    const panel = this.screen.querySelector("#guidelines");
    return panel instanceof HTMLElement ? panel : null;
  }

  get #button() {
    return document.querySelector('.desk-header [data-do="guidelines"]');
  }

  get #version() {
    return Number(this.#panel?.dataset.version ?? 0);
  }

  /** @param {HTMLElement} panel */
  #showNews(panel) {
    panel.hidden = false;
    panel.querySelector('[data-part="new-version"]')?.toggleAttribute("hidden", this.#seen === 0);
    if (this.#seen) void this.#showChanges(panel);
  }

  /** @param {HTMLElement} panel */
  async #showChanges(panel) {
    const answer = await fragment(`${this.#url}?from=${this.#seen}&to=${this.#version}`);
    const place = panel.querySelector('[data-part="changes"]');
    // The server sanitised what it sends.
    if (place && answer.outcome === "done") place.innerHTML = answer.body;
  }

  #saw() {
    const version = this.#version;
    if (version <= this.#seen) return;
    this.#seen = version;
    // Unreachable: this page remembers, another one shows them again.
    void fragment(this.#url, { method: "POST", keepalive: true, body: new URLSearchParams({ version: String(version) }) });
  }

  get #url() {
    return `/label/${this.screen.dataset.project}/guidelines/`;
  }

  #giveFocusBack() {
    const back = this.#before?.isConnected ? this.#before : this.screen.querySelector('[data-part="prompt"]');
    if (back instanceof HTMLElement) back.focus({ preventScroll: true });
    this.#before = null;
  }

  #tell() {
    this.#button?.setAttribute("aria-expanded", String(this.#panel?.hidden === false));
  }

  /** Panels end, and scrolling stops, where this task's dock begins. */
  #makeRoom() {
    const dock = this.screen.querySelector(".dock");
    this.#dock.disconnect();
    if (dock) this.#dock.observe(dock, { box: "border-box" });
  }
}
