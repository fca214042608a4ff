// @ts-check
/** Shows a ranking's state on the markup that the server sent: marks, chips, what is missing. */

import { ownKeyboard } from "./hints.js";
import { capOf } from "./keys.js";
import { preferred } from "./preferences.js";
import { showAnswers } from "./questions.js";
import { tierOf } from "./ranking.js";
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
  card.querySelector('[data-do="better"]')?.setAttribute("aria-pressed", String(tier === 1 && !isTied));
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
  if (stop.gap !== undefined) return root.querySelector(`.gap:has([data-gap="${stop.gap}"])`);
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
  const first = left[0] ? sentence(left[0], setup) : word(preferred("keys_off") ? "ready" : "complete");
  part(root, "missing").textContent = left.length > 1 ? word("to-go", { first, count: left.length - 1 }) : first;
}

/** What is missing, as a sentence for somebody who sees the screen for the first time.
 * @param {import("./judgment.js").Missing} one @param {Setup} setup */
export function sentence(one, setup) {
  const { what, label = null, gap = 0 } = one;
  const isPair = setup.labels.length === 2;
  if (isPair && what === "place") return word(setup.ranking.strength ? "missing-pair" : "missing-better");
  if (what === "strength" && !isPair) return word("missing-gap", { tier: gap + 1, next: gap + 2 });
  if (what === "line") return lineWanted();
  const questions = label ? setup.form.completion : setup.form.task;
  const question = questions?.find((other) => other.name === one.name);
  const kind = question ? `-${question.type}` : "";
  const key = what === "question" ? `missing-${label ? "card" : "task"}${kind}` : `missing-${what}`;
  return word(key, { label: label ?? "", name: question?.label ?? "" });
}

/** The line is new to most: its key stands with it, as this person has it. */
function lineWanted() {
  const { keys, isOff } = ownKeyboard();
  return keys.line && !isOff ? word("missing-line-key", { key: capOf(keys.line) }) : word("missing-line");
}
