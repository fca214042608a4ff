// @ts-check
/** On a phone the header has room for one line: what does not fit hangs in one menu. Moved, not doubled. */

const nav = document.querySelector(".desk-header__nav");
const menu = document.querySelector("#more-menu");
const panel = menu?.querySelector(".menu__panel");
const isNarrow = matchMedia("(max-width: 40rem)");

function fold() {
  menu?.removeAttribute("open");
  const home = isNarrow.matches ? panel : nav;
  home?.append(...document.querySelectorAll(".desk-header__nav .quiet-button"));
}

// What was chosen is done at once, and hands the focus back to where it can be seen.
panel?.addEventListener("click", ({ target }) => {
  if (!(target instanceof Element) || !target.closest(".quiet-button")) return;
  menu?.removeAttribute("open");
  menu?.querySelector("summary")?.focus({ preventScroll: true });
});

isNarrow.addEventListener("change", fold);
if (isNarrow.matches) fold();
