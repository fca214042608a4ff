// @ts-check
/**
 * Buttons that copy a text of the page (`data-copy`) or save it as a file (`data-download`), each by the text's id.
 * Without this module the texts can still be selected: the buttons stay hidden.
 */

const SHOWN = 2000;

/** @param {string | undefined} id */
function textOf(id) {
  const source = document.getElementById(id ?? "");
  return source instanceof HTMLTextAreaElement ? source.value : (source?.textContent ?? "");
}

/** @param {HTMLElement} button */
async function copy(button) {
  const text = textOf(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Not over HTTPS, or not allowed: the old way.
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  const before = button.innerHTML;
  button.textContent = button.dataset.copied ?? "";
  setTimeout(() => (button.innerHTML = before), SHOWN);
}

/** @param {HTMLElement} button */
function save(button) {
  // A text area gives line ends as the page has them: a sheet wants its own. Excel takes UTF-8 with the mark only.
  const lines = textOf(button.dataset.download).replaceAll(/\r?\n/g, "\r\n");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", lines], { type: "text/csv;charset=utf-8" }));
  link.download = button.dataset.name ?? "";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), SHOWN);
}

for (const button of document.querySelectorAll("[data-copy], [data-download]")) {
  if (!(button instanceof HTMLElement)) continue;
  button.hidden = false;
  button.addEventListener("click", () => (button.dataset.copy ? copy(button) : save(button)));
}
