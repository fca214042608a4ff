// @ts-check
/** #sync-status: what is saved, what is unsent, what went wrong. */

import { word } from "./words.js";

/** @param {{count: number, isStuck: boolean, notice: string, draft: string}} state */
export function showStatus({ count, isStuck, notice, draft }) {
  const status = document.getElementById("sync-status");
  if (!status) return;
  const isUnsent = count > 0 && isStuck;
  const text = (isUnsent && word("unsent", { count })) || notice || (draft && word(draft)) || "";
  if (status.textContent !== text) status.textContent = text;
  status.dataset.tone = isUnsent || ["unsaved", "signed-out"].includes(draft) ? "warn" : "";
}

/** Why the server refused, in its own words. @param {any} answer */
export function reasons(answer) {
  const fields = Object.values(answer?.body?.fields ?? {}).flat();
  return [answer?.body?.detail, ...fields].filter(Boolean).join(" ");
}
