// @ts-check
/** Whether each card's end was on the screen for a moment: who has not seen an end cannot have read it. */

// How long a glance takes; scrolling past is shorter.
const GLANCE = 1000;

export class Seen {
  /** @type {Record<string, boolean>} */ ends = {};
  /** @type {Map<Element, ReturnType<typeof setTimeout>>} */ #looks = new Map();

  /** @param {HTMLElement} root @param {string[]} labels @param {() => void} onChange */
  constructor(root, labels, onChange) {
    this.root = root;
    this.onChange = onChange;
    for (const label of labels) this.ends[label] = false;
    const dock = root.querySelector(".dock")?.clientHeight ?? 0;
    const observer = new IntersectionObserver((entries) => entries.forEach((entry) => this.#look(entry)), {
      rootMargin: `0px 0px -${dock}px 0px`,
    });
    root.querySelectorAll('[data-part="end"]').forEach((end) => observer.observe(end));
  }

  /** @param {IntersectionObserverEntry} entry */
  #look({ target, isIntersecting }) {
    clearTimeout(this.#looks.get(target));
    if (isIntersecting) this.#looks.set(target, setTimeout(() => this.#see(target), GLANCE));
  }

  /** @param {Element} end */
  #see(end) {
    const card = end.closest("article[data-label]");
    const label = card?.getAttribute("data-label");
    if (!label || this.ends[label] || !this.root.isConnected) return;
    // Somewhere else, or folded: look again as long as it stands there.
    if (document.visibilityState === "hidden" || card?.hasAttribute("data-folded")) {
      this.#looks.set(end, setTimeout(() => this.#see(end), GLANCE));
      return;
    }
    this.ends[label] = true;
    card?.setAttribute("data-seen", "");
    this.onChange();
  }
}
