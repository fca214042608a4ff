// @ts-check
/** The reasons to skip: a digit, a click or a tap chooses one. */

/**
 * Ask why; resolves with the reason, or null when the labeler thought better of it.
 * @param {HTMLDialogElement} dialog @returns {Promise<{reason: string, note: string} | null>}
 */
export function askWhy(dialog) {
  const note = /** @type {HTMLTextAreaElement} */ (dialog.querySelector("textarea"));
  const listening = new AbortController();
  restFocus(dialog);
  note.value = "";
  dialog.returnValue = "";
  dialog.showModal();
  dialog.querySelector("h2")?.focus();
  return new Promise((resolve) => {
    const choose = (/** @type {Element | null} */ button) => button && dialog.close(button.getAttribute("data-reason") ?? "");
    dialog.addEventListener("click", (event) =>
      choose(event.target instanceof Element ? event.target.closest("[data-reason]") : null), listening);
    dialog.addEventListener("keydown", (event) => {
      if (event.target === note || event.repeat || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      const button = dialog.querySelector(`[aria-keyshortcuts="${event.key}"]`);
      if (button) event.preventDefault();
      choose(button);
    }, listening);
    dialog.addEventListener("close", () => {
      listening.abort();
      resolve(dialog.returnValue ? { reason: dialog.returnValue, note: note.value } : null);
    }, { once: true });
  });
}

/**
 * Where the focus goes back to when a dialog closes: at once, so that the next key is for the task. Without a place
 * of its own it would stay in the closed dialog's field until the next paint.
 * @param {HTMLDialogElement} dialog
 */
export function restFocus(dialog) {
  if (document.activeElement !== document.body) return;
  const prompt = dialog.closest("labeling-screen")?.querySelector('[data-part="prompt"]');
  if (prompt instanceof HTMLElement) prompt.focus({ preventScroll: true });
}
