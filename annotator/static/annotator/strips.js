// @ts-check
/** Rows of links that scroll sideways where there is little room: the one that is open comes into view. */

for (const strip of document.querySelectorAll("[data-strip]")) {
  const open = strip.querySelector("[aria-current]");
  if (!open) continue;
  const [around, at] = [strip.getBoundingClientRect(), open.getBoundingClientRect()];
  strip.scrollLeft += at.left + at.width / 2 - around.left - around.width / 2;
}
