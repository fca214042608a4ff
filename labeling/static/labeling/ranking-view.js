// @ts-check
/** Shows a ranking's state on the markup that the server sent: marks, chips, what is missing. */

import { showAnswers } from "./questions.js";
import { tierOf, unplaced } from "./ranking.js";
import { word } from "./words.js";

/** @typedef {import("./ranking.js").State} State @typedef {import("./ranking.js").Setup} Setup */

/** @param {Element} root @param {string} name @returns {any} */
export const part = (root, name) => root.querySelector(`[data-part="${name}"]`);

/**
 * @param {HTMLElement} root @param {State} state @param {Setup} setup
 * @param {{focused: string | null, stop: import("./caret.js").Stop | null}} caret
 */
export function show(root, state, setup, caret) {
  for (const card of root.querySelectorAll("article[data-label]")) {
    if (card instanceof HTMLElement) showCard(card, state, setup, caret);
  }
  showAnswers(root, "task", setup.form.task, state.answers);
  showStop(root, caret.stop);
  showPair(root, state, setup);
  showButtons(root, state, setup);
}

/** @param {HTMLElement} card @param {State} state @param {Setup} setup @param {{focused: string | null}} caret */
function showCard(card, state, setup, { focused }) {
  const label = card.dataset.label ?? "";
  const tier = tierOf(state, label);
  const isTied = tier > 0 && state.tiers[tier - 1].length > 1;
  card.dataset.tier = tier ? String(tier) : "";
  card.toggleAttribute("data-caret", label === focused);
  card.toggleAttribute("data-bad", tier > 0 && state.line !== null && tier > state.line);
  part(card, "rank").textContent = tier ? `${tier}${isTied ? " =" : ""}` : "";
  const canTie = state.tiers.length > 0 && !(tier === state.tiers.length && (isTied || state.tiers.length === 1));
  for (const tool of card.querySelectorAll("[data-while]")) {
    const when = tool.getAttribute("data-while");
    tool.toggleAttribute("hidden", when === "tieable" ? !canTie : (when === "placed") !== tier > 0);
  }
  showAnswers(card, label, setup.form.completion, state.ratings[label]);
}

/** @param {HTMLElement} root @param {import("./caret.js").Stop | null} stop */
function showStop(root, stop) {
  root.querySelectorAll("[data-stop]").forEach((old) => old.removeAttribute("data-stop"));
  elementOf(root, stop)?.setAttribute("data-stop", "");
}

/** The markup of a stop of the caret. @param {HTMLElement} root @param {import("./caret.js").Stop | null} stop */
export function elementOf(root, stop) {
  if (!stop) return null;
  if (!stop.name) return part(root, "pair");
  const owner = stop.label ? root.querySelector(`article[data-label="${stop.label}"]`) : root.querySelector(".dock");
  return owner?.querySelector(`[data-question="${stop.name}"]`) ?? null;
}

/** @param {HTMLElement} root @param {State} state @param {Setup} setup */
function showPair(root, state, setup) {
  const pair = part(root, "pair");
  if (!pair) return;
  const side = state.tiers.length === 2 ? state.tiers[0][0] : state.tiers[0]?.length === 2 ? "" : null;
  const level = state.strengths[0] ?? null;
  for (const button of pair.children) {
    const digit = Number(button.dataset.digit);
    const own = setup.ranking.strength === 4 ? (digit <= 4 ? 4 - digit : digit - 5) : Math.abs(4 - digit);
    const isChosen = button.dataset.side === side && (side === "" || level === own);
    button.setAttribute("aria-pressed", String(isChosen));
  }
}

/** @param {HTMLElement} root @param {State} state @param {Setup} setup */
function showButtons(root, state, setup) {
  const allBad = root.querySelector('[data-do="all-bad"]');
  allBad?.setAttribute("aria-pressed", String(state.line === 0));
  const tiePair = root.querySelector('.dock [data-do="tie"]');
  tiePair?.setAttribute("aria-pressed", String(state.tiers[0]?.length === 2 && state.line !== 0));
}

/** @param {HTMLElement} root @param {import("./judgment.js").Missing[]} left @param {Setup} setup */
export function showMissing(root, left, setup) {
  const submit = root.querySelector("#submit");
  submit?.toggleAttribute("data-complete", left.length === 0);
  const first = left[0] ? sentence(left[0], setup) : word("ready");
  part(root, "missing").textContent = left.length > 1 ? word("more", { first, count: left.length - 1 }) : first;
}

/** @param {import("./judgment.js").Missing} one @param {Setup} setup */
export function sentence(one, setup) {
  const questions = one.label ? setup.form.completion : setup.form.task;
  const name = questions?.find((question) => question.name === one.name)?.label ?? "";
  const key = one.what === "question" && !one.label ? "missing-task-question" : `missing-${one.what}`;
  return word(key, { label: one.label ?? "", name });
}

/**
 * The order so far: chips in their tiers, the line in its gap, the rest in the tray.
 * @param {HTMLElement} root @param {State} state @param {Setup} setup
 */
export function showOrder(root, state, setup) {
  const signature = JSON.stringify([state.tiers, state.line, state.strengths]);
  const tiers = part(root, "tiers");
  if (tiers.dataset.shows === signature) return;
  tiers.dataset.shows = signature;
  const held = document.activeElement;
  const chip = (/** @type {string} */ label) => root.querySelector(`.letter--chip[data-label="${label}"]`);
  const clone = (/** @type {string} */ name) => part(root, name).content.firstElementChild.cloneNode(true);
  const chips = new Map(setup.labels.map((label) => [label, chip(label)]));
  const tray = part(root, "tray");
  unplaced(state, setup).forEach((label) => tray.append(chips.get(label)));
  const rows = state.tiers.map((tier) => {
    const row = clone("tier");
    row.append(...tier.map((label) => chips.get(label)));
    return row;
  });
  const wantsGaps = setup.ranking.acceptability === true || setup.ranking.strength_beyond_pairs === true;
  if (wantsGaps && rows.length) {
    for (let at = state.tiers.length; at >= 0; at--) rows.splice(at, 0, gapAt(clone("gap"), at, state));
  }
  tiers.replaceChildren(...rows);
  for (const [label, button] of chips) button.toggleAttribute("data-placed", tierOf(state, label) > 0);
  if (held instanceof HTMLElement && held.matches(".letter--chip")) held.focus();
}

/** @param {HTMLElement} gap @param {number} at @param {State} state */
function gapAt(gap, at, state) {
  const button = gap.querySelector("button");
  if (button) {
    button.dataset.at = String(at);
    button.setAttribute("aria-pressed", String(state.line === at));
    button.setAttribute("aria-label", at ? word("line-gap", { tier: at }) : word("line-gap-top"));
    gap.toggleAttribute("data-line", state.line === at);
  }
  const select = gap.querySelector("select");
  const isBetween = at > 0 && at < state.tiers.length;
  if (select && isBetween) {
    select.dataset.gap = String(at - 1);
    select.value = String(state.strengths[at - 1] ?? "");
  } else {
    select?.remove();
  }
  return gap;
}
