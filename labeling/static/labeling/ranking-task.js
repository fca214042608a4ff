// @ts-check
/**
 * <ranking-task>: one ranking on the screen. Keys, clicks and fields become commands; each goes to the areas in turn
 * (ordering, answers, reading, rewrites), and what none of them takes goes up to the screen.
 */

import { describe, objection } from "./announcements.js";
import { Answering } from "./answering.js";
import { given, isAnswered } from "./answers.js";
import { contradictions } from "./contradictions.js";
import { Drag } from "./drag.js";
import { fromJudgment, missing, toJudgment } from "./judgment.js";
import { Keyboard } from "./keyboard.js";
import { Ordering } from "./ordering.js";
import { Place } from "./place.js";
import { RankingInputs } from "./ranking-inputs.js";
import { showOrder } from "./order-view.js";
import { part, sentence, show, showMissing } from "./ranking-view.js";
import * as ranking from "./ranking.js";
import { Reading } from "./reading.js";
import { Rewrites } from "./rewrites.js";
import { isBarred, isSealed, seal } from "./sealed.js";
import { Steps } from "./steps.js";
import { word } from "./words.js";

export class RankingTask extends HTMLElement {
  /** @type {Steps<ranking.State>} */ #steps = new Steps(ranking.start());
  /** Whether the labeler was asked about contradictions and has changed nothing since. */ #isAsked = false;
  #keyboard = new Keyboard({
    act: (command) => this.act(command),
    onPending: (name) => this.toggleAttribute("data-awaits-flag", name === "flag"),
  });

  // Lifecycle

  #showAgain = () => this.show();

  connectedCallback() {
    this.facts = JSON.parse(this.querySelector("#assignment-facts")?.textContent ?? "{}");
    this.setup = { labels: this.facts.labels, ranking: this.facts.ranking, form: this.facts.form };
    this.place = new Place(this, this.setup, (stop) => isAnswered(this.state, stop), () => this.state.strengths.length);
    this.reading = new Reading(this);
    this.rewrites = new Rewrites(this);
    this.areas = [new Ordering(this), new Answering(this), this.reading, this.rewrites];
    new RankingInputs(this, {
      form: this.setup.form,
      act: (command) => this.act(command),
      strength: (gap, level) => this.take(ranking.setStrength(this.state, gap, level)),
      give: (label, name, value, field) => this.take(given(this.state, label, name, value), field),
      undo: () => this.undo() || this.#send("wanted", { what: "undo-submit" }),
      leave: () => this.place.leave(),
    });
    this.drag = new Drag(this);
    this.addEventListener("focusin", (event) => this.place.follow(event) && this.show());
    document.addEventListener("keys-changed", this.#showAgain);
    this.place.start();
    seal(this);
    this.show();
    this.#keyboard.start();
  }

  disconnectedCallback() {
    this.#keyboard.stop();
    document.removeEventListener("keys-changed", this.#showAgain);
    this.drag?.cancel();
  }

  // Actions

  get judgment() {
    return toJudgment(this.state, this.setup);
  }

  /** What the screen noticed on the way: kept with the submission. */
  get signals() {
    const pairs = contradictions(this.state, this.setup).map(({ below, above }) => [below, above]);
    return { seen: /** @type {any} */ (this.reading).seen ?? {}, contradictions: pairs };
  }

  get hasSteps() {
    return this.#steps.count > 0;
  }

  /** Begin from what was said before. @param {any} judgment */
  restore(judgment) {
    this.#steps = new Steps(fromJudgment(judgment, this.setup));
    this.place.start();
    this.show();
  }

  /** Take over a newer draft as a step, so that it can be taken back. @param {any} judgment */
  load(judgment) {
    this.take(fromJudgment(judgment, this.setup));
  }

  undo() {
    if (!this.#steps.back()) return false;
    this.#changed();
    return true;
  }

  /** To the next thing missing, or submit. */
  goOn() {
    const [first] = missing(this.state, this.setup);
    if (!first) return this.#object() || this.#send("judgment-finished", { judgment: this.judgment });
    this.say(sentence(first, this.setup));
    // What is missing is a rewrite of the best, wherever the labeler went to last.
    if (first.what.startsWith("rewrite")) this.act({ do: "rewrite", label: ranking.rewriteBase(this.state, this.setup, null) ?? "" });
    else this.place.goToMissing(first);
    this.show();
    part(this, "missing").toggleAttribute("data-called", true);
  }

  /** @param {import("./keys.js").Command} command @returns {boolean | void} false leaves the press to the browser. */
  act(command) {
    if (this.hasAttribute("data-busy") || isBarred(this, command.do)) return;
    if (this.areas.some((area) => area.act(command))) return;
    const { do: name, label = this.place.focused ?? "" } = command;
    switch (name) {
      // The letter of a card that is not there.
      case "place": case "tie": return false;
      case "previous": case "next": return this.place.step(name === "next" ? 1 : -1), this.show();
      case "back": return this.say(word(this.undo() ? "taken-back" : "nothing-to-take-back"));
      case "on": case "submit": return this.goOn();
      case "leave": return this.place.leave(), this.#send("wanted", { what: "leave" });
      case "await-tie": return this.say(word("await-tie"));
      case "await-flag": return this.say(word("await-flag", { label }));
      default: return this.#send("wanted", { what: name });
    }
  }

  // For the areas

  get state() {
    return this.#steps.state;
  }

  /** Take a step, show it, announce it. @param {ranking.State} state @param {string | null} [field]
   * @param {string} [about] The card that was moved. */
  take(state, field = null, about = "") {
    const before = this.state;
    if (isSealed(this) || !this.#steps.take(state, field)) return false;
    this.say(describe(before, state, this.setup, about));
    this.#changed();
    return true;
  }

  show() {
    showOrder(this, this.state, this.setup);
    show(this, this.state, this.setup, { focused: this.place.focused, stop: this.place.stop });
    showMissing(this, missing(this.state, this.setup), this.setup);
    this.reading?.show();
    this.rewrites?.show(this.state.rewrite);
  }

  /** @param {string} text */
  say(text) {
    if (text) this.#send("announced", { text });
  }

  // Private

  /** The soft check: once per state of things, something that looks wrong is asked about. */
  #object() {
    const found = contradictions(this.state, this.setup);
    if (!found.length || this.#isAsked) return false;
    this.#isAsked = true;
    const text = objection(found);
    part(this, "missing").textContent = text;
    part(this, "missing").toggleAttribute("data-called", true);
    this.say(text);
    return true;
  }

  #changed() {
    this.#isAsked = false;
    part(this, "missing").removeAttribute("data-called");
    this.show();
    this.#send("judgment-changed", { judgment: this.judgment });
  }

  /** @param {string} name @param {any} detail */
  #send(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }
}

customElements.define("ranking-task", RankingTask);
