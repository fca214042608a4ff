// @ts-check
/** A labeler's shift: from one task to the next, back to an earlier one, on from what another tab finished. */

import { isErrand, leaveWhenSent } from "./errand.js";
import { Past } from "./past.js";
import { Source } from "./source.js";
import { Stage } from "./stage.js";
import { Supply, whyNot } from "./supply.js";
import { Turn } from "./turn.js";

// How often an empty or paused project is asked again.
const POLL = 10_000, RETRY = 3_000, MINUTE = 60_000;

/** Events: "shown" a task was painted over, "left" one was finished (detail: {assignment, settled}), "changed" anything that the status tells. */
export class Shift extends EventTarget {
  past = new Past();
  draftState = "";
  /** What the labeler should know about the task on the screen, by its name in `words`. */ notice = "";
  #turn = new Turn();
  /** What was finished here: an answer asked for before may bring it once more. @type {Set<string>} */ #done = new Set();

  /** @param {HTMLElement} screen @param {import("./outbox.js").Outbox} outbox */
  constructor(screen, outbox) {
    super();
    this.screen = screen;
    this.outbox = outbox;
    this.stage = new Stage(screen, outbox.store);
    this.source = new Source(screen.dataset.project ?? "", outbox.store);
    this.supply = new Supply({
      ask: (ahead, besides) => this.source.next(ahead, [...this.#held, ...besides]),
      prepare: (html) => this.source.prepare(html),
    });
  }

  // Lifecycle

  /** @param {string | undefined} askedFor An assignment to begin with. */
  async start(askedFor) {
    this.outbox.addEventListener("change", () => this.#delivered());
    this.outbox.tabs.addEventListener("news", (event) => this.#heard(/** @type {CustomEvent} */ (event).detail));
    addEventListener("online", () => this.screen.dataset.state === "offline" && this.#next());
    setInterval(() => document.visibilityState === "visible" && this.#lookAhead(), MINUTE);
    await this.outbox.start();
    await (askedFor ? this.#open(askedFor) : this.#next());
  }

  end() {
    this.sitting?.end();
    this.#turn.begin();
  }

  // Actions

  get sitting() {
    return this.stage.sitting;
  }

  /** On its way, and on to the next, which is painted with the next frame if it lies ready. @param {any} judgment */
  submit(judgment) {
    const sitting = this.sitting;
    if (!sitting) return;
    const letter = sitting.submission(judgment);
    this.past.add({ key: letter.key, ready: sitting.asSubmitted(judgment) });
    this.#finish(letter);
  }

  /** @param {string} reason @param {string} note */
  skip(reason, note) {
    if (this.sitting) this.#finish(this.sitting.skip(reason, note));
  }

  /** Take the last submission up again; the task on the screen comes after it. */
  undoSubmit() {
    const ready = this.past.takeBack((key) => this.outbox.recall(key));
    if (ready) this.#setAside();
    if (ready) this.#show(ready);
  }

  /** To a task whose submission was refused, with what was said. @param {import("./letters.js").Letter} letter */
  goBack(letter) {
    this.#setAside();
    this.stage.say("loading");
    const { judgment } = letter.body;
    return this.#open(letter.assignment, judgment ? { judgment, isUnsaved: true } : {});
  }

  /** Somebody else has signed in in this browser: what is on the screen is not for their eyes. */
  giveWay() {
    this.#turn.begin();
    this.#setAside();
    this.#wait("other-person");
  }

  /** In this turn if one lies ready; else as soon as the server has given one. */
  goOn() {
    const ready = this.supply.take();
    if (ready) return this.#show(ready);
    this.#wait("loading");
    this.#next();
  }

  // Private

  /** What the server may give again, but this page has. */
  get #held() {
    return [...(this.sitting ? [this.sitting.assignment] : []), ...this.outbox.assignments];
  }

  /** @param {any} letter */
  #finish(letter) {
    this.#done.add(letter.assignment);
    const settled = this.outbox.post(letter, this.stage.leave());
    this.dispatchEvent(new CustomEvent("left", { detail: { assignment: letter.assignment, settled } }));
    if (location.search) history.replaceState(null, "", location.pathname); // A reload is for the next one.
    if (!isErrand(this.screen)) return this.goOn();
    this.#wait("loading");
    leaveWhenSent(this.screen, this.outbox);
  }

  async #next() {
    const isCurrent = this.#turn.begin("next");
    const { state, ready, why } = await this.supply.next();
    const isNew = ready && !this.#held.includes(ready.id) && !this.#done.has(ready.id);
    if (!isCurrent()) return isNew && this.supply.keep(ready);
    if (ready) return isNew ? this.#show(ready) : this.#wait("loading", RETRY);
    const [refused] = this.outbox.refused;
    if (refused && state !== "offline") return this.goBack(refused);
    // The hands are full as long as a submission is on its way: its arrival asks again.
    if (state === "empty" && this.outbox.count && !this.outbox.isStuck) return this.#wait("loading", RETRY);
    this.#wait(state, ["empty", "paused"].includes(state) ? POLL : RETRY);
    if (why) this.stage.explain(why);
  }

  /** One certain task, as the server has it now. @param {string} assignment @param {any} [more] @returns {Promise<void>} */
  async #open(assignment, more = {}) {
    const isCurrent = this.#turn.begin();
    const answer = await this.source.one(assignment);
    if (!isCurrent()) return;
    const state = whyNot(answer);
    if (answer.outcome !== "done") return this.#wait(state, state === "gone" ? 0 : RETRY, () => this.#open(assignment, more));
    const ready = { ...(await this.source.prepare(answer.body)), ...more };
    if (isCurrent()) this.#show(ready);
  }

  /** @param {import("./sitting.js").Ready} ready */
  #show(ready) {
    this.#turn.begin();
    this.supply.forget(ready.id);
    this.draftState = "";
    const sitting = this.stage.show(ready, {
      onDraft: (state) => this.sitting?.assignment === ready.id && this.#changed((this.draftState = state)),
      onNewer: () => this.#changed((this.notice = "newer")),
    });
    this.notice = sitting.task.matches("[data-sealed]") ? sitting.task.dataset.sealed || "sealed" : sitting.amends ? "amending" : "";
    this.dispatchEvent(new Event("shown"));
    this.#changed();
    this.#lookAhead();
  }

  /** The task on the screen comes next, with what was said so far. */
  #setAside() {
    const ready = this.sitting?.setAside();
    if (ready) this.supply.putBack(ready);
    this.stage.leave();
  }

  #delivered() {
    this.#changed();
    if (this.sitting) this.#lookAhead();
    else if (this.#turn.purpose === "next" && this.screen.dataset.state === "loading" && !this.outbox.count) this.#next();
  }

  /** As long as something is unsent the server takes it for unfinished, and gives nothing more. */
  #lookAhead() {
    if (this.sitting && !this.outbox.count && !isErrand(this.screen)) void this.supply.lookAhead();
  }

  /** Another tab finished a task. @param {import("./tabs.js").News} news */
  #heard({ what, assignment = "", key, isSubmission }) {
    if (what !== "posted") return;
    const sitting = this.sitting;
    if (sitting?.assignment !== assignment) return this.supply.forget(assignment);
    if (!sitting.isTouched) return this.goOn();
    if (isSubmission) sitting.amends = key;
    this.#changed((this.notice = isSubmission ? "submitted-elsewhere" : "skipped-elsewhere"));
  }

  /** @param {string} state @param {number} [delay] @param {() => void} [again] */
  #wait(state, delay = 0, again = () => this.#next()) {
    this.stage.say(state);
    this.#changed();
    if (delay) this.#turn.putOff(delay, again);
  }

  #changed(_news = "") {
    this.dispatchEvent(new Event("changed"));
  }
}
