// @ts-check
/** #sync-status: what is saved, what is unsent; and below it what the server refused. */

import { isOtherPerson } from "./api.js";
import { word } from "./words.js";

/** @param {import("./outbox.js").Outbox} outbox @param {{notice: string, draft: string}} state */
export function showStatus({ count, isStuck, trouble }, { notice, draft }) {
  const status = document.getElementById("sync-status");
  if (!status) return;
  const isUnsent = count > 0 && isStuck;
  const why = trouble?.outcome === "signed-out" ? `-${isOtherPerson(trouble) ? "other-person" : "signed-out"}` : "";
  const text = (isUnsent && word(`unsent${why}`, { count })) || notice || (draft && word(draft)) || "";
  if (status.textContent !== text) status.textContent = text;
  status.dataset.tone = isUnsent || ["unsaved", "signed-out"].includes(draft) ? "warn" : "";
}

/**
 * One line per refused submission, with the reason and the way back to its task.
 * @param {HTMLElement} screen @param {import("./letters.js").Letter[]} refused Those of tasks that are not on the screen.
 */
export function showRefusals(screen, refused) {
  const list = screen.querySelector('[data-part="refusals"]');
  const row = list?.querySelector("template");
  if (!list || !row) return;
  const keys = refused.map(({ key }) => key).join();
  if (list.getAttribute("data-keys") === keys) return;
  list.setAttribute("data-keys", keys);
  const lines = refused.map((letter) => {
    const line = /** @type {HTMLElement} */ (row.content.firstElementChild?.cloneNode(true));
    const [text, button] = line.children;
    text.textContent = word("refused", { detail: letter.refused ?? "" });
    button.setAttribute("data-letter", letter.key);
    return line;
  });
  list.replaceChildren(row, ...lines);
  list.toggleAttribute("hidden", !lines.length);
}

/** Why the server refused, in its own words. @param {any} answer */
export function reasons(answer) {
  const fields = Object.values(answer?.body?.fields ?? {}).flat();
  return [answer?.body?.detail, ...fields].filter(Boolean).join(" ");
}
