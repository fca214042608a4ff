// @ts-check
/** A task of a sealed project: its judgment can be read, not changed. */

/** What reading needs; a placed card's letter only goes to it. */
const READS = new Set([
  "ask", "difference", "fold", "fold-prompt", "go", "guidelines", "keep", "layout", "leave", "legend", "next", "place",
  "preview", "previous", "prompt", "raw",
]);

/** @param {HTMLElement} task */
export function isSealed(task) {
  return task.hasAttribute("data-sealed");
}

/** Whether this command would change a sealed judgment, or skip a submitted one. @param {HTMLElement} task @param {string} name */
export function isBarred(task, name) {
  return isSealed(task) ? !READS.has(name) : name === "skip" && !task.querySelector("#skip");
}

/** Fields that can be read and copied, buttons that cannot be pressed. @param {HTMLElement} task */
export function seal(task) {
  if (!isSealed(task)) return;
  for (const field of task.querySelectorAll("textarea")) field.readOnly = true;
  for (const control of task.querySelectorAll("input, select, [data-mark]")) control.setAttribute("disabled", "");
  for (const button of task.querySelectorAll("button[data-do]")) {
    if (!READS.has(button.getAttribute("data-do") ?? "")) button.setAttribute("disabled", "");
  }
}
