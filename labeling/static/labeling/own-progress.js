// @ts-check
/** <own-progress>: "12 today" in the header, and a panel of one's own figures. */

import { fragment } from "./api.js";
import { prefer, preferred } from "./preferences.js";
import { Tally } from "./tally.js";
import { word } from "./words.js";

/** After the task is there, it shall not wait for this. */
const SETTLING = 1_500;
const TIMES_ASKED = { OPEN: 2_000, RETRY: 30_000, SENT: 200 };

export class OwnProgress extends HTMLElement {
  #tally = new Tally();
  #stop = new AbortController();
  #day = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;

  // Lifecycle

  connectedCallback() {
    this.button = /** @type {HTMLElement} */ (this.querySelector("button"));
    this.panel = /** @type {HTMLElement} */ (this.querySelector("section"));
    const { signal } = this.#stop;
    this.button.addEventListener("click", () => this.#toggle(this.panel?.hidden === true));
    document.addEventListener("judgment-finished", (event) => this.#finished(event), { signal });
    document.addEventListener("pointerdown", (event) => this.#outside(event), { signal });
    document.addEventListener("keydown", (event) => this.#key(event), { signal, capture: true });
    document.addEventListener("visibilitychange", () => this.#look(), { signal });
    const slot = document.querySelector('[data-slot="task"]');
    if (slot) new MutationObserver(() => this.#shown(slot)).observe(slot, { childList: true });
    this.#rememberZone();
    this.#ask(SETTLING);
  }

  disconnectedCallback() {
    this.#stop.abort();
    clearTimeout(this.#timer);
  }

  // Private

  #rememberZone() {
    if (preferred("zone") !== zone()) prefer({ zone: zone() });
  }

  /** @param {Event} event */
  #finished(event) {
    const facts = /** @type {any} */ (event.target).facts;
    if (this.#day !== today()) this.#look();
    this.#tally.finish(String(facts.id), Boolean(facts.submission));
    this.#tell();
    if (!this.panel?.hidden) this.#ask(TIMES_ASKED.OPEN);
  }

  /** @param {Element} slot */
  #shown(slot) {
    this.#tally.show(slot.querySelector("[data-assignment]")?.getAttribute("data-assignment") ?? "");
    this.#tell();
  }

  /** The page comes back into sight, perhaps on another day. */
  #look() {
    if (document.visibilityState === "hidden" || this.#day === today()) return;
    this.#day = today();
    this.#tally.restart();
    this.#tell();
    this.#ask(SETTLING);
  }

  /** @param {number} wait */
  #ask(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fetch(), wait);
  }

  async #fetch() {
    const before = String(this.#unsent());
    const answer = await fragment(`${this.dataset.url}?zone=${encodeURIComponent(zone())}`);
    if (this.#stop.signal.aborted) return;
    if (answer.outcome === "refused" || !this.panel) return;
    if (answer.outcome !== "done") return this.#ask(TIMES_ASKED.RETRY);
    const unsent = this.#unsent();
    // What was sent meanwhile may be in these figures, or not.
    if (String(unsent) !== before) return this.#ask(TIMES_ASKED.SENT);
    this.panel.innerHTML = answer.body;
    const figures = /** @type {HTMLElement} */ (this.panel.firstElementChild);
    this.#tally.settle(Number(figures.dataset.today), unsent);
    this.#day = figures.dataset.day ?? "";
    this.hidden = false;
    this.#tell();
  }

  /** Assignments whose judgments are on their way. @returns {string[]} */
  #unsent() {
    const { outbox } = /** @type {any} */ (document.querySelector("labeling-screen")) ?? {};
    return [...(outbox?.assignments ?? [])].map(String);
  }

  #tell() {
    const count = this.#tally.today.toLocaleString(document.documentElement.lang || undefined);
    if (this.button) this.button.textContent = word("own-today", { count });
    const figure = this.panel?.querySelector('[data-part="figure-today"]');
    if (figure) figure.textContent = count;
  }

  /** @param {boolean} isOpen */
  #toggle(isOpen) {
    if (!this.panel || !this.button) return;
    this.panel.hidden = !isOpen;
    this.button.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) this.#ask(0);
  }

  /** @param {Event} event */
  #outside(event) {
    if (!this.panel?.hidden && !this.contains(/** @type {Node} */ (event.target))) this.#toggle(false);
  }

  /** Esc in the panel or on its button closes it; elsewhere it has its own meaning. @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Escape" || this.panel?.hidden || !this.contains(/** @type {Node} */ (event.target))) return;
    event.preventDefault();
    this.#toggle(false);
    this.button?.focus();
  }
}

/** As the server knows it: a name, where the browser has one. */
function zone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

/** The date here, as the server writes it. */
function today() {
  const now = new Date();
  const two = (/** @type {number} */ part) => String(part).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

customElements.define("own-progress", OwnProgress);
