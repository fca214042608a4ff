// @ts-check
/**
 * Buttons that copy a text of the page: `data-copy` is its id, `data-copied` what the button says for a while then.
 * Without this module the texts can still be selected: the buttons stay hidden.
 */

const SHOWN = 2000;
/** What a button says when it has not just copied. @type {WeakMap<HTMLElement, string>} */
const words = new WeakMap();

/** @param {string | undefined} id */
export function textOf(id) {
  const source = document.getElementById(id ?? "");
  return source instanceof HTMLTextAreaElement ? source.value : (source?.textContent ?? "");
}

/** @param {string} text */
async function copy(text) {
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
}

/** Show the buttons; those of parts that htmx brought in later, too. */
function offer() {
  for (const button of document.querySelectorAll("button[data-copy]")) button.removeAttribute("hidden");
}

document.addEventListener("click", async ({ target }) => {
  const button = target instanceof Element ? target.closest("button[data-copy]") : null;
  if (!(button instanceof HTMLElement)) return;
  await copy(textOf(button.dataset.copy));
  button.focus();
  if (!words.has(button)) words.set(button, button.innerHTML);
  button.setAttribute("aria-live", "polite");
  button.textContent = button.dataset.copied ?? "";
  setTimeout(() => (button.innerHTML = words.get(button) ?? ""), SHOWN);
});
document.addEventListener("htmx:afterSettle", offer);
offer();
