// @ts-check
/** A task that somebody came for from another page, such as a reviewer: when it is judged, they go back there. */

/** Whether this screen was opened for one task only. @param {HTMLElement} screen */
export function isErrand(screen) {
  return Boolean(screen.dataset.back);
}

/** Back as soon as the server has what was said; a refusal stays to be read. @param {HTMLElement} screen @param {import("./outbox.js").Outbox} outbox */
export function leaveWhenSent(screen, outbox) {
  const leave = () => {
    if (!outbox.count && !outbox.refused.length) location.assign(screen.dataset.back ?? "/");
  };
  outbox.addEventListener("change", leave);
  leave();
}
