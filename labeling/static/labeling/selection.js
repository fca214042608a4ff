// @ts-check
/**
 * Choosing tasks of a list: ticks one by one, a stretch with Shift (click or Space), all of the page, all that fit.
 * Without this script the ticks and the buttons work as they are.
 */

const form = document.querySelector("[data-selection]");
if (form instanceof HTMLFormElement) choose(form);

/** @param {HTMLFormElement} form */
function choose(form) {
  const ticks = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("input[name=task]")]);
  const all = /** @type {HTMLInputElement} */ (form.querySelector("[data-selection-all]"));
  const everything = /** @type {HTMLInputElement} */ (form.querySelector("[data-selection-everything]"));
  const count = /** @type {HTMLElement} */ (form.querySelector("[data-selection-count]"));
  const action = /** @type {HTMLSelectElement} */ (form.querySelector("[data-selection-action]"));
  const value = /** @type {HTMLInputElement} */ (form.querySelector("[data-selection-value]"));
  const bar = /** @type {HTMLElement} */ (form.querySelector("[data-selection-bar]"));
  let last = -1;

  /** The other end of a stretch is the tick before this one. */
  function stretch(/** @type {MouseEvent} */ event) {
    const place = ticks.indexOf(/** @type {HTMLInputElement} */ (event.currentTarget));
    if (event.shiftKey && last >= 0) {
      for (const tick of ticks.slice(Math.min(place, last), Math.max(place, last) + 1)) tick.checked = ticks[place].checked;
    }
    last = place;
    show();
  }

  function show() {
    const chosen = ticks.filter((tick) => tick.checked).length;
    all.checked = chosen === ticks.length;
    all.indeterminate = chosen > 0 && chosen < ticks.length;
    count.textContent = chosen ? (count.dataset.some ?? "").replace("%s", String(chosen)) : (count.dataset.none ?? "");
    bar.toggleAttribute("data-active", chosen > 0 || everything.checked);
    const isValued = action.selectedOptions[0]?.hasAttribute("data-valued") ?? false;
    value.hidden = !isValued;
    value.required = isValued;
    for (const row of form.querySelectorAll("tbody tr")) {
      row.toggleAttribute("data-chosen", everything.checked || Boolean(row.querySelector("input[name=task]:checked")));
    }
  }

  for (const tick of ticks) tick.addEventListener("click", stretch);
  all.addEventListener("click", () => {
    for (const tick of ticks) tick.checked = all.checked;
    show();
  });
  everything.addEventListener("change", show);
  action.addEventListener("change", show);
  // Coming back to the page, the browser ticks again what was ticked.
  addEventListener("pageshow", show);
  show();
}
