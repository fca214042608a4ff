// @ts-check
/** What this person prefers: the account's values came with the page, changes go back to it. */

import { send } from "./api.js";

/** @type {Record<string, any> | null} */
let preferences = null;

function all() {
  preferences ??= JSON.parse(document.getElementById("preferences")?.textContent || "{}") ?? {};
  return /** @type {Record<string, any>} */ (preferences);
}

/** @param {string} name @param {any} [otherwise] */
export function preferred(name, otherwise) {
  return all()[name] ?? otherwise;
}

/** Holds at once; a server that cannot be reached costs the memory of it, never the switch. @param {Record<string, any>} changes */
export function prefer(changes) {
  Object.assign(all(), changes);
  void send("POST", "/account/preferences/", changes);
}
