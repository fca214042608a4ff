// @ts-check
/** What the builder's page adds to htmx: open parts stay open, refusals stand at their fields. */

import "../annotator/copy.js";

/** The parts of the preview that were open, by their ids, and those that were closed. @type {Map<string, boolean>} */
const open = new Map();

/** @param {ParentNode} within @returns {NodeListOf<HTMLDetailsElement>} */
const parts = (within) => within.querySelectorAll("#look details[id]");

document.addEventListener("htmx:beforeSwap", () => {
  for (const part of parts(document)) open.set(part.id, part.open);
});

document.addEventListener("htmx:afterSettle", () => {
  for (const part of parts(document)) part.open = open.get(part.id) ?? part.open;
  showRefusals();
});

/** What the preview says of a field stands at the field, too. */
function showRefusals() {
  for (const old of document.querySelectorAll("#recipe .field__error")) old.remove();
  for (const told of document.querySelectorAll("#look [data-field]")) {
    if (!(told instanceof HTMLElement)) continue;
    const field = document.getElementById(`field-${told.dataset.field}`);
    const error = document.createElement("p");
    error.className = "field__error";
    error.textContent = told.dataset.why ?? "";
    field?.append(error);
  }
}

// The preview follows by itself.
for (const button of document.querySelectorAll("#recipe [name=preview]")) {
  if (button instanceof HTMLButtonElement) button.hidden = true;
}
