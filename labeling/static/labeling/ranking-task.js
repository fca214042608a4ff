// @ts-check
/** <ranking-task>: one ranking on the screen. Keys, clicks and fields become steps; each is shown and announced. */

import { describe } from "./announcements.js";
import { given, isAnswered, said } from "./answers.js";
import { fromJudgment, missing, toJudgment } from "./judgment.js";
import { Keyboard } from "./keyboard.js";
import { Place } from "./place.js";
import { RankingInputs } from "./ranking-inputs.js";
import { part, sentence, show, showMissing, showOrder } from "./ranking-view.js";
import * as ranking from "./ranking.js";
import { Reading } from "./reading.js";
import { Rewrites } from "./rewrites.js";
import { Steps } from "./steps.js";
import { word } from "./words.js";

export class RankingTask extends HTMLElement {
  /** @type {Steps<ranking.State>} */ #steps = new Steps(ranking.start());
  #keyboard = new Keyboard({
    act: (command) => this.act(command),
    onPending: (name) => this.toggleAttribute("data-awaits-flag", name === "flag"),
  });

  // Lifecycle

  connectedCallback() {
    this.facts = JSON.parse(this.querySelector("#assignment-facts")?.textContent ?? "{}");
    this.setup = { labels: this.facts.labels, ranking: this.facts.ranking, form: this.facts.form };
    this.place = new Place(this, this.setup, (stop) => isAnswered(this.#state, stop));
    this.reading = new Reading(this, this.facts.texts);
    this.rewrites = new Rewrites(this, this.facts.texts, (rewrite, field) =>
      this.#take(ranking.setRewrite(this.#state, rewrite), field));
    new RankingInputs(this, {
      form: this.setup.form,
      act: (command) => this.act(command),
      line: (at) => this.#line(at),
      strength: (gap, level) => this.#take(ranking.setStrength(this.#state, gap, level)),
      give: (label, name, value, field) => this.#take(given(this.#state, label, name, value), field),
      undo: () => this.undo() || this.#send("wanted", { what: "undo-submit" }),
      leave: () => this.place.leave(),
    });
    this.addEventListener("focusin", (event) => this.place.follow(event) && this.#show());
    this.place.start();
    this.#show();
    this.#keyboard.start();
  }

  disconnectedCallback() {
    this.#keyboard.stop();
  }

  // Actions

  get judgment() {
    return toJudgment(this.#state, this.setup);
  }

  get hasSteps() {
    return this.#steps.count > 0;
  }

  /** Begin from what was said before. @param {any} judgment */
  restore(judgment) {
    this.#steps = new Steps(fromJudgment(judgment, this.setup));
    this.place.start();
    this.#show();
  }

  /** Take over a newer draft as a step, so that it can be taken back. @param {any} judgment */
  load(judgment) {
    this.#take(fromJudgment(judgment, this.setup));
  }

  undo() {
    if (!this.#steps.back()) return false;
    this.#changed();
    return true;
  }

  /** To the next thing missing, or submit. */
  goOn() {
    const [first] = missing(this.#state, this.setup);
    if (!first) return this.#send("judgment-finished", { judgment: this.judgment });
    this.#say(sentence(first, this.setup));
    if (first.what.startsWith("rewrite")) this.#rewrite(null);
    else this.place.goToMissing(first);
    part(this, "missing").toggleAttribute("data-called", true);
    this.#show();
  }

  /** @param {import("./keys.js").Command} command @returns {boolean | void} false leaves the press to the browser. */
  act({ do: name, label = "", digit = 0 }) {
    if (this.hasAttribute("data-busy")) return;
    const { reading, place, setup } = this;
    const on = label || place.focused || "";
    switch (name) {
      case "place": return setup.labels.includes(label) ? this.#put(label) : false;
      case "tie": return setup.labels.includes(label) ? this.#tie(label) : false;
      case "digit": return this.#answer(digit);
      case "line": return this.#line(place.aim ? ranking.tierOf(this.#state, place.aim) : this.#state.tiers.length);
      case "all-bad": return this.#line(0);
      case "up": return void this.#take(ranking.move(this.#state, setup, on, -1));
      case "down": return void this.#take(ranking.move(this.#state, setup, on, 1));
      case "unplace": return void this.#take(ranking.unplace(this.#state, setup, on));
      case "previous": case "next": return place.step(name === "next" ? 1 : -1), this.#show();
      case "back": return this.#say(word(this.undo() ? "taken-back" : "nothing-to-take-back"));
      case "on": case "submit": return this.goOn();
      case "prefer": return this.#answer(digit, { label: null, name: null });
      case "flag": return place.flagBox(label)?.click();
      case "rewrite": return this.#rewrite(label || place.aim);
      case "perfect": return this.rewrites?.perfect(label);
      case "drop-rewrite": return void this.#take(ranking.setRewrite(this.#state, null)) || this.rewrites?.close();
      case "leave": return this.place.leave(), this.#send("wanted", { what: "leave" });
      case "note": return this.querySelector(".dock textarea, .question--text textarea")?.focus();
      case "layout": case "raw": case "prompt": return reading?.[name]();
      case "fold": return reading?.fold(on);
      case "await-tie": return this.#say(word("await-tie"));
      case "await-flag": return this.#say(word("await-flag", { label: on }));
      default: return this.#send("wanted", { what: name });
    }
  }

  // Private

  get #state() {
    return this.#steps.state;
  }

  /** @param {string} label */
  #put(label) {
    if (ranking.tierOf(this.#state, label)) this.place.goTo(label);
    else if (this.#take(ranking.place(this.#state, this.setup, label))) this.place.placed(label);
    this.#show();
  }

  /** @param {string} label */
  #tie(label) {
    if (!this.setup.ranking.ties) return this.#say(word("no-ties"));
    if (this.#take(ranking.tie(this.#state, this.setup, label))) this.place.placed(label);
    this.#show();
  }

  /** @param {number} digit @param {import("./caret.js").Stop | null} [stop] */
  #answer(digit, stop = this.place.answering) {
    const state = stop && said(this.#state, this.setup, stop, digit);
    if (!state) return;
    this.#take(state);
    this.place.goOnFrom(stop);
    this.#show();
  }

  /** @param {number} at */
  #line(at) {
    this.#take(ranking.drawLine(this.#state, this.setup, at));
  }

  /** @param {string | null} label */
  #rewrite(label) {
    if (this.setup.ranking.rewrite === "off") return;
    const base = this.#state.rewrite ? this.#state.rewrite.of : ranking.rewriteBase(this.#state, this.setup, label);
    if (label === null && base === null && this.#state.line !== 0) return this.#say(word("missing-place", { label: "" }));
    this.rewrites?.open(label ?? base, this.#state.rewrite);
  }

  /** Take a step, show it, announce it. @param {ranking.State} state @param {string | null} [field] */
  #take(state, field = null) {
    const before = this.#state;
    if (!this.#steps.take(state, field)) return false;
    this.#say(describe(before, state, this.setup));
    this.#changed();
    return true;
  }

  #changed() {
    part(this, "missing").removeAttribute("data-called");
    this.#show();
    this.#send("judgment-changed", { judgment: this.judgment });
  }

  #show() {
    show(this, this.#state, this.setup, { focused: this.place.focused, stop: this.place.stop });
    showMissing(this, missing(this.#state, this.setup), this.setup);
    showOrder(this, this.#state, this.setup);
    this.rewrites?.show(this.#state.rewrite);
  }

  /** @param {string} text */
  #say(text) {
    if (text) this.#send("announced", { text });
  }

  /** @param {string} name @param {any} detail */
  #send(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }
}

customElements.define("ranking-task", RankingTask);
