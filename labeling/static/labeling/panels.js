// @ts-check
/** What opens beside or over a task: guidelines, the legend of keys, the reasons to skip. */

import { LEGEND } from "./keys.js";
import { word } from "./words.js";

/** The guidelines beside the task: open at first sight and when they are new; they never stand in the way. */
export class Guidelines {
  #room = new CSSStyleSheet();
  #dock = new ResizeObserver(([{ target }]) => {
    this.#room.replaceSync(`.desk { --dock-room: ${target.getBoundingClientRect().height}px; }`);
  });

  /** @param {HTMLElement} screen */
  constructor(screen) {
    this.screen = screen;
    document.adoptedStyleSheets.push(this.#room);
    this.key = `annotator-guidelines-${screen.dataset.user}-${screen.dataset.project}`;
  }

  get #panel() {
    const panel = this.screen.querySelector("#guidelines");
    return panel instanceof HTMLElement ? panel : null;
  }

  /** A task was shown. */
  meet() {
    this.#makeRoom();
    const panel = this.#panel;
    const button = document.querySelector('.desk-header [data-do="guidelines"]');
    button?.toggleAttribute("hidden", !panel);
    if (!panel) return;
    const seen = Number(remembered(this.key) ?? 0);
    const version = Number(panel.dataset.version);
    if (seen >= version) return;
    panel.hidden = false;
    const note = panel.querySelector('[data-part="new-version"]');
    note?.toggleAttribute("hidden", seen === 0);
  }

  toggle() {
    const panel = this.#panel;
    if (!panel) return;
    if (panel.hidden) {
      panel.hidden = false;
      panel.focus();
    } else this.close();
  }

  /** Panels end, and scrolling stops, where this task's dock begins. */
  #makeRoom() {
    const dock = this.screen.querySelector(".dock");
    this.#dock.disconnect();
    if (dock) this.#dock.observe(dock, { box: "border-box" });
  }

  close() {
    const panel = this.#panel;
    if (!panel || panel.hidden) return false;
    panel.hidden = true;
    remember(this.key, panel.dataset.version ?? "0");
    return true;
  }
}

/** @param {HTMLDialogElement} dialog @param {string} kind */
export function openLegend(dialog, kind) {
  const list = dialog.querySelector("dl");
  const row = list?.querySelector("template");
  if (!list || !row) return;
  const rows = LEGEND.filter(({ kinds }) => kinds.includes(kind)).map(({ name, keys }) => {
    const entry = /** @type {HTMLElement} */ (row.content.firstElementChild?.cloneNode(true));
    const [term, meaning] = entry.children;
    term.append(...keys.flatMap((key) => (key === "…" ? [" … "] : [keyCap(key), " "])));
    meaning.textContent = word(`key-${name}`);
    return entry;
  });
  list.replaceChildren(row, ...rows);
  dialog.showModal();
}

/** @param {string} key */
function keyCap(key) {
  const cap = document.createElement("kbd");
  cap.textContent = key;
  return cap;
}

/**
 * Ask why; resolves with the reason, or null when the labeler thought better of it.
 * @param {HTMLDialogElement} dialog @returns {Promise<{reason: string, note: string} | null>}
 */
export function askWhy(dialog) {
  const note = /** @type {HTMLTextAreaElement} */ (dialog.querySelector("textarea"));
  const listening = new AbortController();
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

/** @param {string} key */
function remembered(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** @param {string} key @param {string} value */
function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A browser that keeps nothing shows the guidelines again.
  }
}
