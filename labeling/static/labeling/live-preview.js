// @ts-check
/**
 * Keeps a frame with the labeling screen in step with the fields of a form: after each change the form is sent to the
 * preview's address, and the task that comes back takes the place of the one in the frame. Nothing is stored.
 */

const PAUSE = 300;

class LivePreview {
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  /** @type {AbortController | null} */ #asking = null;

  /** @param {HTMLIFrameElement} frame @param {HTMLFormElement} form */
  constructor(frame, form) {
    this.frame = frame;
    this.form = form;
    this.state = document.querySelector("[data-preview-state]");
    for (const kind of ["input", "change"]) form.addEventListener(kind, () => this.#soon());
    // Rows that were added, moved or removed by the server.
    document.body.addEventListener("htmx:afterSettle", () => this.#soon());
    frame.addEventListener("load", () => this.#soon(0));
  }

  #soon(pause = PAUSE) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), pause);
  }

  async #ask() {
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    try {
      const address = this.frame.dataset.livePreview ?? "";
      const answer = await fetch(address, { method: "POST", body: new FormData(this.form), signal: asking.signal });
      this.#say(answer.status === 204 ? "behind" : answer.ok ? "" : "unreachable");
      if (answer.status === 200) this.#show(await answer.text());
    } catch {
      if (!asking.signal.aborted) this.#say("unreachable");
    }
  }

  /** @param {string} page */
  #show(page) {
    const task = new DOMParser().parseFromString(page, "text/html").querySelector('[data-slot="task"]');
    const screen = /** @type {any} */ (this.frame.contentDocument?.querySelector("labeling-screen"));
    if (task && screen?.show && screen.dataset.shown !== task.innerHTML) {
      screen.dataset.shown = task.innerHTML;
      screen.show(task.innerHTML);
    }
  }

  /** @param {string} name */
  #say(name) {
    if (this.state) this.state.textContent = name ? this.state.getAttribute(`data-${name}`) : "";
  }
}

for (const frame of document.querySelectorAll("iframe[data-live-preview]")) {
  const form = document.querySelector("form[data-previewed-form]");
  if (frame instanceof HTMLIFrameElement && form instanceof HTMLFormElement) new LivePreview(frame, form);
}
