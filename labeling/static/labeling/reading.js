// @ts-check
/** How the texts of a task are shown: layout, folded cards, as written or formatted. Remembered in this browser. */

const LAYOUTS = ["auto", "columns", "grid", "stack"];
const KEY = "annotator-layout";

export class Reading {
  /** @param {import("./ranking-task.js").RankingTask} task */
  constructor(task) {
    this.task = task;
    this.root = task;
    this.texts = task.facts.texts;
    task.dataset.layout = remembered(KEY) ?? "auto";
  }

  /** @param {import("./keys.js").Command} command @returns {boolean} Whether it was taken. */
  act({ do: name, label = "" }) {
    switch (name) {
      case "layout": case "raw": case "prompt": return this[name](), true;
      case "fold": return this.fold(label || this.task.place.focused || ""), true;
      default: return false;
    }
  }

  layout() {
    const now = LAYOUTS.indexOf(this.root.dataset.layout ?? "auto");
    this.root.dataset.layout = LAYOUTS[(now + 1) % LAYOUTS.length];
    try {
      localStorage.setItem(KEY, this.root.dataset.layout);
    } catch {
      // A browser that keeps nothing shows the default next time.
    }
  }

  /** @param {string} label */
  fold(label) {
    this.root.querySelector(`article[data-label="${label}"]`)?.toggleAttribute("data-folded");
  }

  raw() {
    const isRaw = this.root.toggleAttribute("data-raw");
    for (const card of this.root.querySelectorAll("article[data-label]")) {
      const raw = card.querySelector('[data-part="raw"]');
      if (raw && !raw.textContent) raw.textContent = this.texts[card.getAttribute("data-label") ?? ""];
      raw?.toggleAttribute("hidden", !isRaw);
      card.querySelector('[data-part="text"]')?.toggleAttribute("hidden", isRaw);
    }
  }

  prompt() {
    const prompt = this.root.querySelector('[data-part="prompt"]');
    prompt?.scrollIntoView({ block: "start" });
    if (prompt instanceof HTMLElement) prompt.focus({ preventScroll: true });
  }
}

/** @param {string} key */
function remembered(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
