// @ts-check
/** Where the labeler is on the screen: the card and the question with the caret. */

import { indexOf, nextStop, stopAfterPlacing, stopOn, stops } from "./caret.js";
import { elementOf, part } from "./ranking-view.js";

export class Place {
  /** @type {import("./caret.js").Stop | null} */ stop = null;
  /** @type {string | null} The card with the caret. */ focused = null;
  /** @type {string | null} The card that the labeler went to by themselves: the line goes under it. */ aim = null;

  /**
   * @param {HTMLElement} root @param {import("./ranking.js").Setup} setup
   * @param {(stop: import("./caret.js").Stop) => boolean} isAnswered
   * @param {() => number} gaps How many gaps are between the tiers now.
   */
  constructor(root, setup, isAnswered, gaps) {
    this.root = root;
    this.setup = setup;
    this.labels = setup.labels;
    this.isAnswered = isAnswered;
    this.gaps = gaps;
  }

  get #stops() {
    return stops(this.setup, this.gaps());
  }

  /** The stop that a digit answers: at the caret, else a pair's strength. */
  get answering() {
    return this.stop ?? this.#stops.find((stop) => !stop.name && stop.gap === undefined) ?? null;
  }

  start() {
    this.#stand(nextStop(this.#stops, 0, this.isAnswered));
  }

  /** After an answer: on to the next open question. @param {import("./caret.js").Stop} stop */
  goOnFrom(stop) {
    this.#stand(nextStop(this.#stops, indexOf(this.#stops, stop) + 1, this.isAnswered));
    this.#reveal();
  }

  /** After placing: what the card still asks, else what is open anywhere; the eyes stay where they are.
   * @param {string} label */
  placed(label) {
    this.stop = stopAfterPlacing(this.#stops, label, this.isAnswered);
    this.focused = label;
    this.aim = null;
  }

  /** Go to a card on purpose. @param {string} label @param {{scroll?: boolean}} [options] */
  goTo(label, { scroll = true } = {}) {
    this.stop = stopOn(this.#stops, label, this.isAnswered) ?? this.stop;
    this.focused = label;
    this.aim = label;
    const card = this.card(label);
    card?.focus({ preventScroll: true });
    if (scroll) card?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** Go to a question, or to the field that holds it. @param {string | null} label @param {string | null} name */
  goToQuestion(label, name) {
    const stop = this.#stops.find((one) => one.label === label && one.name === name) ?? null;
    if (stop) {
      this.#stand(stop);
      return this.#reveal();
    }
    const field = elementOf(this.root, { label, name })?.querySelector("textarea, input");
    if (field instanceof HTMLElement) field.focus();
  }

  /** @param {import("./judgment.js").Missing} missing */
  goToMissing({ what, label = null, name = null, gap }) {
    if (what === "question") this.goToQuestion(label, name);
    else if (what === "place" && label) this.goTo(label);
    else if (what === "strength" && part(this.root, "pair")) this.goToQuestion(null, null);
    else if (what === "strength") this.#stand({ label: null, name: null, gap });
  }

  /** To the card before or after. @param {-1 | 1} by */
  step(by) {
    const from = this.focused ? this.labels.indexOf(this.focused) : by > 0 ? -1 : this.labels.length;
    this.goTo(this.labels[Math.min(this.labels.length - 1, Math.max(0, from + by))]);
  }

  /** The flag under this letter, on the card with the caret. @param {string} letter @returns {any} */
  flagBox(letter) {
    const owner = (this.focused && this.card(this.focused)) || this.root.querySelector(".dock");
    return owner?.querySelector(`input[data-flag="${letter}"]`) ?? null;
  }

  /** The caret follows the focus of keyboard and mouse. @param {FocusEvent} event @returns {boolean} */
  follow(event) {
    const target = event.target instanceof Element ? event.target : null;
    const label = target?.closest("article[data-label]")?.getAttribute("data-label") ?? null;
    if (!label || label === this.focused) return false;
    this.focused = label;
    this.stop = stopOn(this.#stops, label, this.isAnswered) ?? this.stop;
    if (target?.matches("article")) this.aim = label;
    return true;
  }

  /** Out of a text field or button, back to the card. */
  leave() {
    const held = document.activeElement;
    const label = held?.closest("article[data-label]")?.getAttribute("data-label") ?? this.focused;
    if (held instanceof HTMLElement && held.matches("textarea, button, input, select")) held.blur();
    if (label) this.card(label)?.focus({ preventScroll: true });
  }

  /** @param {string} label @returns {HTMLElement | null} */
  card(label) {
    return this.root.querySelector(`article[data-label="${label}"]`);
  }

  /** @param {import("./caret.js").Stop | null} stop */
  #stand(stop) {
    this.stop = stop;
    this.focused = stop?.label ?? null;
    this.aim = null;
  }

  #reveal() {
    const element = elementOf(this.root, this.stop);
    element?.scrollIntoView({ block: "nearest" });
    const slider = element?.querySelector("input[type=range]");
    if (slider instanceof HTMLElement) slider.focus({ preventScroll: true });
    else if (this.focused) this.card(this.focused)?.focus({ preventScroll: true });
  }
}
