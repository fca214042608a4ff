// @ts-check
/**
 * The one caret: which question a digit answers, and where it goes next. Pure.
 *
 * @typedef {{label: string | null, name: string | null}} Stop  A question of a card, of the task (label null), or the
 *   strength of a pair (both null).
 * @typedef {import("./ranking.js").Question} Question
 */

import { asksStrength } from "./ranking.js";

/** Whether digits answer this question: scales up to 9 and choices of up to nine. @param {Question} question */
export function takesDigits(question) {
  if (question.type === "scale") return (question.max ?? 0) <= 9;
  return question.type === "choice" && (question.options?.length ?? 0) <= 9;
}

/** The answer that a digit gives; undefined when it gives none. @param {Question} question @param {number} digit */
export function answerOf(question, digit) {
  if (question.type === "scale") return digit >= (question.min ?? 0) && digit <= (question.max ?? 9) ? digit : undefined;
  return question.options?.[digit - 1];
}

/** All stops in reading order. @param {import("./ranking.js").Setup} setup @returns {Stop[]} */
export function stops(setup) {
  const named = (/** @type {Question[] | undefined} */ questions, /** @type {string | null} */ label) =>
    (questions ?? []).filter(takesDigits).map((question) => ({ label, name: question.name }));
  const isPair = setup.labels.length === 2 && asksStrength(setup);
  return [
    ...setup.labels.flatMap((label) => named(setup.form.completion, label)),
    ...(isPair ? [{ label: null, name: null }] : []),
    ...named(setup.form.task, null),
  ];
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
  return stop ? all.findIndex((other) => other.label === stop.label && other.name === stop.name) : -1;
}

/**
 * Where the caret stands when a card gets it: its first unanswered question, else its first.
 * @param {Stop[]} all @param {string} label @param {(stop: Stop) => boolean} isAnswered @returns {Stop | null}
 */
export function stopOn(all, label, isAnswered) {
  const own = all.filter((stop) => stop.label === label);
  return nextStop(own, 0, isAnswered) ?? own[0] ?? null;
}
