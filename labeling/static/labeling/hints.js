// @ts-check
/** The keys that a person has, and the hints on buttons that tell of them. */

import { capOf, keyboardOf } from "./keys.js";
import { preferred } from "./preferences.js";

/** Buttons that do what a key does, under another name. */
const SAME = /** @type {Record<string, string>} */ ({ "all-bad": "line" });

export function ownKeyboard() {
  return keyboardOf(preferred("keys", {}), preferred("keys_off", false) === true);
}

/** Bring the hints of the whole page up to date. */
export function showHints() {
  const { keys, isOff } = ownKeyboard();
  document.documentElement.toggleAttribute("data-keys-off", isOff);
  for (const cap of document.querySelectorAll("[data-do] > kbd")) {
    const button = /** @type {HTMLElement} */ (cap.parentElement);
    const name = SAME[button.dataset.do ?? ""] ?? button.dataset.do ?? "";
    if (!keys[name]) continue;
    cap.textContent = capOf(keys[name]);
    button.dataset.shortcut = keys[name];
    if (!isOff) button.setAttribute("aria-keyshortcuts", keys[name]);
  }
  for (const holder of document.querySelectorAll("[aria-keyshortcuts], [data-shortcut]")) {
    if (!(holder instanceof HTMLElement) || holder.closest("dialog")) continue;
    holder.dataset.shortcut ??= holder.getAttribute("aria-keyshortcuts") ?? "";
    if (isOff) holder.removeAttribute("aria-keyshortcuts");
    else holder.setAttribute("aria-keyshortcuts", holder.dataset.shortcut);
  }
}
