// @ts-check
/**
 * The one caret: which question a digit answers, and where it goes next. Pure.
 *
 * @typedef {{label: string | null, name: string | null, gap?: number}} Stop  A question of a card, of the task (label
 *   null), the strength of a pair (both null), or that of a gap between two tiers.
 * @typedef {import("./ranking.js").Question} Question
 */

import { asksStrength } from "./ranking.js";

/** Whether digits answer this question: scales up to 9 and choices of up to nine. @param {Question} question */
export function takesDigits(question) {
  if (question.type === "scale") return !isSlider(question);
  return question.type === "choice" && (question.options?.length ?? 0) <= 9;
}

/** Scales that are too wide for digits. @param {Question} question */
export function isSlider(question) {
  return question.type === "scale" && (question.max ?? 0) > 9;
}

/** The answer that a digit gives; undefined when it gives none. @param {Question} question @param {number} digit */
export function answerOf(question, digit) {
  if (question.type === "scale") return digit >= (question.min ?? 0) && digit <= (question.max ?? 9) ? digit : undefined;
  return question.options?.[digit - 1];
}

/**
 * All stops in reading order. Sliders are stops where they must be moved: nobody is held up by an optional one.
 * @param {import("./ranking.js").Setup} setup @param {number} [gaps] Between the tiers so far. @returns {Stop[]}
 */
export function stops(setup, gaps = 0) {
  const isStop = (/** @type {Question} */ question) => takesDigits(question) || (isSlider(question) && question.required);
  const named = (/** @type {Question[] | undefined} */ questions, /** @type {string | null} */ label) =>
    (questions ?? []).filter(isStop).map((question) => ({ label, name: question.name }));
  return [
    ...setup.labels.flatMap((label) => named(setup.form.completion, label)),
    ...strengthStops(setup, gaps),
    ...named(setup.form.task, null),
  ];
}

/** @param {import("./ranking.js").Setup} setup @param {number} gaps @returns {Stop[]} */
function strengthStops(setup, gaps) {
  if (!asksStrength(setup)) return [];
  if (setup.labels.length === 2) return [{ label: null, name: null }];
  return Array.from({ length: gaps }, (_, gap) => ({ label: null, name: null, gap }));
}

/**
 * The first unanswered stop at or after `from`; null when nothing is left for digits.
 * @param {Stop[]} all @param {number} from @param {(stop: Stop) => boolean} isAnswered @returns {Stop | null}
 */
export function nextStop(all, from, isAnswered) {
  return all.slice(from).find((stop) => !isAnswered(stop)) ?? null;
}

/** @param {Stop[]} all @param {Stop | null} stop */
export function indexOf(all, stop) {
  return stop
    ? all.findIndex(({ label, name, gap }) => label === stop.label && name === stop.name && gap === stop.gap)
    : -1;
}

/**
 * Where the caret stands when a card gets it: its first unanswered question, else its first.
 * @param {Stop[]} all @param {string} label @param {(stop: Stop) => boolean} isAnswered @returns {Stop | null}
 */
export function stopOn(all, label, isAnswered) {
  const own = all.filter((stop) => stop.label === label);
  return nextStop(own, 0, isAnswered) ?? own[0] ?? null;
}

/**
 * Where it stands after a card was placed: on what that card still asks, else on what is open anywhere.
 * @param {Stop[]} all @param {string} label @param {(stop: Stop) => boolean} isAnswered @returns {Stop | null}
 */
export function stopAfterPlacing(all, label, isAnswered) {
  const own = all.filter((stop) => stop.label === label);
  return nextStop(own, 0, isAnswered) ?? nextStop(all, 0, isAnswered) ?? own[0] ?? null;
}
