// @ts-check
/**
 * Signing out with unsent work asks first; without, it does not even wait. Also: whatever page of the site one opens,
 * letters that an earlier visit left are delivered, and other tabs learn who is signed in.
 */
import { isOtherPerson, send } from "../labeling/api.js";
import { Outbox } from "../labeling/outbox.js";
import { tellPerson } from "../labeling/presence.js";
import { Store } from "../labeling/store.js";
import { Tabs } from "../labeling/tabs.js";

/** @typedef {import("../labeling/api.js").Answer | null} Trouble */

const person = document.querySelector("meta[name=person]")?.getAttribute("content");
const dialog = /** @type {HTMLDialogElement | null} */ (document.querySelector("#sign-out-dialog"));

if (person && dialog) {
  tellPerson(person);
  const store = new Store(person);
  // The labeling screen has an outbox of its own.
  const outbox = /** @type {any} */ (document.querySelector("labeling-screen"))?.outbox ?? new Outbox(store, new Tabs(person));
  if (!document.querySelector("labeling-screen")) void outbox.start();

  const unsent = async () => {
    const [drafts, letters] = await Promise.all([store.keys("drafts"), store.all("outbox")]).catch(() => [[], []]);
    // A task's draft and its submission are one; a question counts by itself.
    return new Set([...drafts, ...letters.map(({ key, assignment, isAside }) => (isAside ? key : assignment))]).size;
  };

  const show = (/** @type {number} */ count, /** @type {string} */ reason = "") => {
    const text = dialog.querySelector("[data-part=unsent]");
    if (text) text.textContent = String(count);
    for (const why of dialog.querySelectorAll("[data-why]")) {
      why.toggleAttribute("hidden", why.getAttribute("data-why") !== reason);
    }
    if (!dialog.open) dialog.showModal();
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.hasAttribute("data-sign-out")) return;
    event.preventDefault();
    const count = await unsent();
    if (!count) {
      await store.clear().catch(() => {});
      return form.submit();
    }
    show(count);
    dialog.onclick = async ({ target }) => {
      const choice = target instanceof Element ? target.closest("[data-choice]")?.getAttribute("data-choice") : null;
      if (choice === "stay") dialog.close();
      if (choice === "keep") form.submit();
      if (choice !== "send") return;
      await outbox.hurry();
      const trouble = (await sendDrafts(store)) ?? (outbox.count ? outbox.trouble : null);
      const left = await unsent();
      if (left) return show(left, reasonOf(trouble));
      form.submit();
    };
  });
}

/** @param {Store} store @returns {Promise<Trouble>} Why one could not be sent. */
async function sendDrafts(store) {
  let trouble = null;
  for (const assignment of await store.keys("drafts")) {
    const { judgment, revision } = await store.get("drafts", assignment);
    const answer = await send("PUT", `/api/assignments/${assignment}/draft/`, { revision: revision + 1, judgment });
    // A conflict: the server has a newer one.
    if (answer.outcome === "done" || answer.outcome === "conflict") await store.remove("drafts", assignment);
    else trouble = answer;
  }
  return trouble;
}

/** @param {Trouble} trouble */
function reasonOf(trouble) {
  if (!trouble) return "refused";
  if (trouble.outcome === "unreachable") return "unreachable";
  if (trouble.outcome === "signed-out") return isOtherPerson(trouble) ? "other-person" : "signed-out";
  return "refused";
}
