// @ts-check
/**
 * Buttons that copy a text of the page, or save it as a file (`data-download`, the text's id).
 * Without this module the texts can still be selected: the buttons stay hidden.
 */

import { textOf } from "../annotator/copy.js";

const KEPT = 2000;

/** @param {HTMLElement} button */
function save(button) {
  // A text area gives line ends as the page has them: a sheet wants its own. Excel takes UTF-8 with the mark only.
  const lines = textOf(button.dataset.download).replaceAll(/\r?\n/g, "\r\n");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", lines], { type: "text/csv;charset=utf-8" }));
  link.download = button.dataset.name ?? "";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT);
}

for (const button of document.querySelectorAll("[data-download]")) {
  if (!(button instanceof HTMLElement)) continue;
  button.hidden = false;
  button.addEventListener("click", () => save(button));
}
