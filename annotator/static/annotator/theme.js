// @ts-check
/**
 * The theme switch of the account menu: acts at once, is kept in this browser and on the account.
 * The server has already put the account's theme on <html>; without an account the browser's own memory counts.
 */
import { post } from "./post.js";

const KEY = "theme";
const root = document.documentElement;

/** @param {string} theme "light", "dark", or "system" */
function show(theme) {
  if (theme === "system") {
    delete root.dataset.theme;
  } else {
    root.dataset.theme = theme;
  }
  for (const button of document.querySelectorAll("button[name=theme]")) {
    button.setAttribute("aria-pressed", String(button.getAttribute("value") === theme));
  }
}

if (!root.hasAttribute("data-signed-in")) {
  show(localStorage.getItem(KEY) ?? "system");
}

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !(button instanceof HTMLButtonElement) || button.name !== "theme") return;
  event.preventDefault();
  localStorage.setItem(KEY, button.value);
  show(button.value);
  void post(form.action, { theme: button.value });
});
