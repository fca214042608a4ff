// @ts-check
/** The questions of the form as they stand in the page: reading an input, showing an answer. */

/** @typedef {import("./ranking.js").Question} Question */

/**
 * The question that an input belongs to and the answer it gives now.
 * @param {Element} input @param {{completion?: Question[], task?: Question[]}} form
 * @returns {{label: string | null, name: string, question: Question, value: any} | null}
 */
export function readInput(input, form) {
  if (!(input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement) || !input.name.includes(".")) return null;
  const dot = input.name.indexOf(".");
  const owner = input.name.slice(0, dot);
  const name = input.name.slice(dot + 1);
  const label = owner === "task" ? null : owner;
  const question = (label ? form.completion : form.task)?.find((one) => one.name === name);
  if (!question) return null;
  return { label, name, question, value: valueOf(input, question) };
}

/** @param {HTMLInputElement | HTMLTextAreaElement} input @param {Question} question */
function valueOf(input, question) {
  if (question.type === "flag") return input instanceof HTMLInputElement && input.checked;
  return question.type === "scale" ? Number(input.value) : input.value;
}

/**
 * Show the answers of one owner ("A", or "task").
 * @param {ParentNode} root @param {string} owner @param {Question[] | undefined} questions
 * @param {Record<string, any> | undefined} answers
 */
export function showAnswers(root, owner, questions, answers) {
  for (const question of questions ?? []) {
    const value = answers?.[question.name];
    for (const input of root.querySelectorAll(`[name="${owner}.${question.name}"]`)) showAnswer(input, value);
  }
}

/** @param {Element} input @param {any} value */
function showAnswer(input, value) {
  if (input instanceof HTMLTextAreaElement) {
    if (input.value !== (value ?? "")) input.value = value ?? "";
  } else if (!(input instanceof HTMLInputElement)) {
    return;
  } else if (input.type === "checkbox") {
    input.checked = value === true;
  } else if (input.type === "radio") {
    input.checked = value !== undefined && value !== null && String(value) === input.value;
  } else if (input.type === "range") {
    // A slider always shows a place; untouched it must not look like an answer.
    const isGiven = value !== undefined && value !== null;
    input.toggleAttribute("data-untouched", !isGiven);
    if (isGiven) input.value = String(value);
    if (input.nextElementSibling) input.nextElementSibling.textContent = isGiven ? String(value) : "–";
  }
}
