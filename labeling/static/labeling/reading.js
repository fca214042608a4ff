// @ts-check
/** How the texts of a ranking are shown: layout, folded, as written, compared. It never changes what was said. */

import { Difference } from "./difference.js";
import { columnsOf, firstSeats, layoutFor, nextChoice, pin, seat, seatBoth } from "./layouts.js";
import { tierOf } from "./ranking.js";
import { Seen } from "./seen.js";
import { showStrip } from "./strip.js";
import { view } from "./view.js";
import { word } from "./words.js";

// A column narrower than so many times the size of its letters is no pleasure to read.
const NARROWEST = 20;

export class Reading {
  /** @type {string | null} The card visited before the one with the caret. */ #before = null;
  /** @type {string | null} */ #caret = null;

  /** @param {import("./ranking-task.js").RankingTask} task */
  constructor(task) {
    this.task = task;
    this.labels = task.setup.labels;
    this.texts = task.facts.texts;
    this.seats = firstSeats(this.labels);
    this.differences = new Difference(task, this.texts);
    this.ends = new Seen(task, this.labels, () => this.show());
    const arrange = () => this.#arrange();
    const onView = () => (task.isConnected ? this.#look() : view.removeEventListener("change", onView));
    view.addEventListener("change", onView);
    // What a card's menu offers is done at once; the menu has no more to say.
    task.addEventListener("click", ({ target }) => {
      if (target instanceof Element) target.closest(".card-menu .menu__action")?.closest("details")?.removeAttribute("open");
    });
    const reading = task.querySelector(".task__reading");
    if (reading) new ResizeObserver(arrange).observe(reading);
    this.#look();
  }

  /** @param {import("./keys.js").Command} command @returns {boolean} Whether it was taken. */
  act({ do: name, label = "" }) {
    const on = label || this.task.place.focused || "";
    switch (name) {
      case "layout": return this.layout(), true;
      case "raw": return this.raw(), true;
      case "prompt": return this.prompt(), true;
      case "fold": return this.fold(on), true;
      case "difference": return this.difference(on), true;
      case "keep": return this.keep(on), true;
      case "go": return this.go(label), true;
      default: return false;
    }
  }

  /** Per card whether its end was seen. @returns {Record<string, boolean>} */
  get seen() {
    return this.ends.ends;
  }

  layout() {
    view.setLayout(nextChoice(view.layout, this.labels.length, innerWidth));
    this.task.say(word(`layout-${view.layout}`));
  }

  /** @param {string} label */
  fold(label) {
    const card = this.#card(label);
    if (!card) return;
    const isFolded = card.toggleAttribute("data-folded");
    card.querySelector('[data-do="fold"]')?.setAttribute("aria-expanded", String(!isFolded));
    this.task.say(word(isFolded ? "folded" : "unfolded", { label }));
  }

  raw() {
    if (this.task.facts.ranking.plain) return this.task.say(word("plain"));
    view.setRaw(!view.isRaw);
    this.task.say(word(view.isRaw ? "raw" : "formatted"));
  }

  prompt() {
    const prompt = this.task.querySelector('[data-part="prompt"]');
    prompt?.scrollIntoView({ block: "start" });
    if (prompt instanceof HTMLElement) prompt.focus({ preventScroll: true });
  }

  /** Compare this card with the one visited before it, else with the best, else with the first other. @param {string} label */
  difference(label) {
    if (this.differences.pair) {
      this.differences.end();
      return this.task.say(word("difference-ended"));
    }
    const two = label || this.labels[0];
    const others = this.labels.filter((other) => other !== two);
    const wanted = [this.seats.pinned, this.#before, this.task.state.tiers[0]?.[0]];
    const one = wanted.find((other) => other && others.includes(other)) ?? others[0];
    const count = this.differences.start(one, two);
    this.seats = seatBoth(this.seats, this.labels, two, one);
    this.#showSeats();
    this.task.say(word("difference", { one, two, count }));
  }

  /** Keep this card on the screen whatever the caret does. @param {string} label */
  keep(label) {
    if (!this.labels.includes(label)) return;
    this.seats = pin(this.seats, this.labels, label);
    this.show();
    this.task.say(word(this.seats.pinned ? "kept-beside" : "not-kept-beside", { label }));
  }

  /** @param {string} label */
  go(label) {
    this.reveal(label);
    this.task.place.goTo(label);
    this.task.show();
  }

  /** Have a card on the screen. @param {string} label */
  reveal(label) {
    this.#seat(label);
  }

  /** After every step: the caret's card has its seat, the strip tells how things stand. */
  show() {
    const caret = this.task.place.focused;
    if (caret && caret !== this.#caret) {
      if (this.differences.pair && !this.differences.pair.includes(caret)) this.differences.end();
      this.#before = this.#caret ?? this.#before;
      this.#caret = caret;
      this.#seat(caret);
    }
    this.#showSeats();
    showStrip(this.task, {
      caret, seats: this.seats, seen: this.seen, placeOf: (label) => tierOf(this.task.state, label),
    });
  }

  // Private

  #look() {
    this.task.dataset.layout = view.layout;
    this.task.toggleAttribute("data-raw", view.isRaw && !this.task.facts.ranking.plain);
    if (view.isRaw) this.#writeRaw();
    this.#arrange();
  }

  #writeRaw() {
    for (const raw of this.task.querySelectorAll('[data-part="raw"]')) {
      if (raw.textContent) continue;
      const label = raw.closest("article[data-label]")?.getAttribute("data-label");
      raw.textContent = label ? this.texts[label] : this.task.facts.prompt[Number(raw.getAttribute("data-message"))];
    }
  }

  /** What the layout means here and now. The card that is read stays at its height. */
  #arrange() {
    const { task } = this;
    const shown = layoutFor(view.layout, this.labels.length, innerWidth);
    const room = task.querySelector(".task__reading")?.clientWidth || innerWidth;
    const narrowest = NARROWEST * 16 * (view.fontSize / 100);
    const columns = String(columnsOf(shown, this.labels.length, room, narrowest));
    if (task.dataset.shown === shown && task.style.getPropertyValue("--columns") === columns) return;
    const read = scrollY > 0 ? this.#card(task.place.focused ?? "") : null;
    const before = read?.getBoundingClientRect().top;
    task.dataset.shown = shown;
    task.style.setProperty("--columns", columns);
    this.show();
    if (read && before !== undefined) scrollBy(0, read.getBoundingClientRect().top - before);
  }

  /** @param {string} label */
  #seat(label) {
    const seats = seat(this.seats, this.labels, label);
    if (seats === this.seats) return;
    this.seats = seats;
    if (this.task.dataset.shown !== "focus") return;
    const held = document.activeElement;
    this.#showSeats();
    const card = this.#card(label);
    if (held === document.body || held?.closest("article[data-label]")) card?.focus({ preventScroll: true });
    // A new text is read from its beginning.
    if (card && card.getBoundingClientRect().top < 0) card.scrollIntoView({ block: "start" });
  }

  #showSeats() {
    for (const label of this.labels) {
      const card = this.#card(label);
      const side = label === this.seats.left ? "left" : label === this.seats.right ? "right" : "";
      if (card && card.dataset.seat !== side) card.dataset.seat = side;
      const isKept = label === this.seats.pinned;
      card?.toggleAttribute("data-kept", isKept);
      card?.querySelector('[data-do="keep"]')?.setAttribute("aria-pressed", String(isKept));
    }
  }

  /** @param {string} label @returns {HTMLElement | null} */
  #card(label) {
    return this.task.querySelector(`article[data-label="${label}"]`);
  }
}
