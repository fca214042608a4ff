// @ts-check
/** The steps taken on one screen; any of them can be taken back. Pure. @template State */
export class Steps {
  /** @type {{state: State, field: string | null}[]} */ #past = [];
  /** @type {string | null} */ #field = null;

  /** @param {State} state */
  constructor(state) {
    this.state = state;
  }

  get count() {
    return this.#past.length;
  }

  /**
   * Take a step. Typing on in one field is one step.
   * @param {State} state @param {string | null} [field] @returns {boolean} Whether anything changed.
   */
  take(state, field = null) {
    if (state === this.state) return false;
    if (!field || field !== this.#field) this.#past.push({ state: this.state, field: this.#field });
    this.state = state;
    this.#field = field;
    return true;
  }

  /** Take the last step back; false when there is none. */
  back() {
    const before = this.#past.pop();
    if (!before) return false;
    this.state = before.state;
    // Typing after an undo begins a step of its own.
    this.#field = null;
    return true;
  }
}
