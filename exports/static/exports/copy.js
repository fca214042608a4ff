// @ts-check
/** Buttons that copy a text: `data-copy` names it, `data-copied` is what the button says when it is done. */

/** How long the button says that it is done. */
const SAID_MS = 2000;

/** Show the buttons that can do something; those of parts that htmx brought in later, too. */
function offer() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("button[data-copy]")) button.removeAttribute("hidden");
}

document.addEventListener("click", async ({ target }) => {
  if (!(target instanceof HTMLButtonElement) || !target.dataset.copy) return;
  const source = document.getElementById(target.dataset.copy);
  await navigator.clipboard.writeText(source instanceof HTMLTextAreaElement ? source.value : source?.textContent ?? "");
  target.dataset.label ??= target.textContent ?? "";
  target.textContent = target.dataset.copied ?? target.dataset.label;
  setTimeout(() => { target.textContent = target.dataset.label ?? ""; }, SAID_MS);
});
document.addEventListener("htmx:afterSettle", offer);
offer();
