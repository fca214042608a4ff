// @ts-check
/** <review-desk>: one key for each verdict. A key presses the button that shows it; the server draws everything. */

const TEXT = "textarea, select, [contenteditable=true], input:not([type=hidden], [type=radio], [type=checkbox])";
// Of the judgments that one can go back to.
const MOST = 50;

export class ReviewDesk extends HTMLElement {
  #stop = new AbortController();
  /** The verdict whose reason is being written. */ #begun = "";
  #shownId = "";

  // Lifecycle

  connectedCallback() {
    const { signal } = this.#stop;
    document.addEventListener("keydown", (event) => this.#press(event), { signal });
    this.addEventListener("submit", (event) => this.#check(event), { signal, capture: true });
    this.addEventListener("click", (event) => this.#click(event), { signal });
    // In the swap itself: a key pressed a moment later must not lose the caret to us.
    this.addEventListener("htmx:afterSwap", () => this.#shown(), { signal });
    this.#shown();
  }

  disconnectedCallback() {
    this.#stop.abort();
  }

  // Actions

  /** To the judgment that was on the page before this one. */
  previous() {
    // One that has come a moment ago may not be among them yet.
    const seen = this.#seen;
    if (seen.at(-1) === this.#current) seen.pop();
    const before = seen.at(-1);
    if (!before) return;
    this.#keep(seen);
    // Into this page, not as a new one: a key pressed before a new page's scripts have run would be lost.
    const address = `${this.#root}${before}/${location.search}`;
    /** @type {any} */ (window).htmx.ajax("GET", address, { target: "#check", select: "#check", swap: "outerHTML show:body:top" });
  }

  // Private

  get #current() {
    return this.querySelector("[data-check]")?.getAttribute("data-check") ?? "";
  }

  /** The address of the queue: …/review/ */
  get #root() {
    return location.pathname.replace(/\/review\/.*$/, "/review/");
  }

  get #comment() {
    return /** @type {HTMLTextAreaElement | null} */ (this.querySelector("#review-comment"));
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.defaultPrevented || event.repeat || event.isComposing || event.keyCode === 229) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (target.matches(TEXT)) return this.#pressInText(event, target);
    const isOff = this.hasAttribute("data-keys-off") || event.ctrlKey || event.metaKey || event.altKey;
    if (isOff || document.querySelector("dialog[open], details.menu[open]")) return;
    const key = { ArrowRight: "N", ArrowLeft: "P" }[event.key] ?? event.key.toUpperCase();
    // Arrows scroll what is wider than its place.
    if (key !== event.key.toUpperCase() && target.closest("[role=region]")) return;
    const button = /** @type {HTMLElement | null} */ (/^[A-Z]$/.test(key) ? this.querySelector(`[data-key="${key}"]:not([hidden])`) : null);
    if (!button) return;
    event.preventDefault();
    if (button.hasAttribute("data-says-why") && !this.#comment?.value.trim()) return this.#ask(button);
    button.click();
  }

  /** @param {KeyboardEvent} event @param {Element} target */
  #pressInText(event, target) {
    if (target !== this.#comment) return;
    if (event.key === "Escape") this.#comment?.blur();
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    const begun = this.#begun || "returned";
    /** @type {HTMLElement | null} */ (this.querySelector(`button[name=verdict][value="${begun}"]`))?.click();
  }

  /** A verdict that says why waits for the words. @param {HTMLElement} button */
  #ask(button) {
    this.#begun = button.getAttribute("value") ?? "";
    for (const other of this.querySelectorAll("[data-says-why]")) other.toggleAttribute("data-begun", other === button);
    this.#comment?.focus();
  }

  /** @param {SubmitEvent} event */
  #check(event) {
    const button = event.submitter;
    if (!button?.hasAttribute("data-says-why") || this.#comment?.value.trim()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#ask(button);
  }

  /** @param {Event} event */
  #click(event) {
    if (event.target instanceof Element && event.target.closest("[data-previous]")) this.previous();
  }

  #shown() {
    this.#begun = "";
    const id = this.#current;
    if (!id) return;
    const seen = this.#seen;
    if (seen.at(-1) !== id) this.#keep([...seen, id].slice(-MOST));
    // A reload, and the labeling screen's way back, show this one again.
    const address = `${this.#root}${id}/${location.search}`;
    if (location.pathname !== `${this.#root}${id}/`) history.replaceState(null, "", address);
    this.querySelector("[data-previous]")?.toggleAttribute("hidden", this.#seen.length < 2);
    // htmx would keep the caret in the comment: the next key would be a letter of it, not a verdict.
    if (this.querySelector("#review-problem")) this.#comment?.focus();
    else if (id !== this.#shownId || this.#isNowhere) this.#name?.focus({ preventScroll: true });
    this.#shownId = id;
  }

  get #isNowhere() {
    return !document.activeElement || document.activeElement === document.body;
  }

  get #name() {
    return /** @type {HTMLElement | null} */ (this.querySelector("#check-title"));
  }

  /** @returns {string[]} */
  get #seen() {
    try {
      return JSON.parse(sessionStorage.getItem(`annotator-seen-${this.#root}`) ?? "[]");
    } catch {
      return [];
    }
  }

  /** @param {string[]} seen */
  #keep(seen) {
    try {
      sessionStorage.setItem(`annotator-seen-${this.#root}`, JSON.stringify(seen));
    } catch {
      // A browser that keeps nothing has no way back.
    }
  }
}

customElements.define("review-desk", ReviewDesk);
