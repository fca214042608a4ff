// @ts-check
/** The View menu in the header: layout, size of the texts, formatted or as written. */

import "./more-menu.js";
import { view } from "./view.js";

const menu = document.querySelector("#view-menu");

menu?.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("button") : null;
  if (!button) return;
  const { layout, size, raw } = button.dataset;
  if (layout) view.setLayout(layout);
  if (size) view.changeFontSize(/** @type {-1 | 0 | 1} */ (Number(size)));
  if (raw) view.setRaw(raw === "yes");
});

function show() {
  document.documentElement.style.setProperty("--reading-scale", String(view.fontSize / 100));
  for (const button of menu?.querySelectorAll("button") ?? []) {
    const { layout, raw } = button.dataset;
    if (layout) button.setAttribute("aria-pressed", String(layout === view.layout));
    if (raw) button.setAttribute("aria-pressed", String((raw === "yes") === view.isRaw));
  }
  const size = menu?.querySelector('[data-part="font-size"]');
  if (size) size.textContent = `${view.fontSize} %`;
}

view.addEventListener("change", show);
show();
