/**
 * Runs in the page before its own scripts. `watched.painted`: milliseconds from each Enter to the end of the first
 * frame with another task; `watched.usable`: when the first card was placed, from the start of the navigation.
 *
 * Event Timing would round to 8 ms and sees only the next frame after the event, not the frame that shows the task.
 * A message posted in a frame's callback arrives when that frame has been laid out and painted.
 */
(() => {
  const watched = { painted: [], usable: null };
  globalThis.watched = watched;
  /** @type {{at: number, before: string | null} | null} */ let waiting = null;
  const here = () => document.querySelector("ranking-task")?.getAttribute("data-assignment") ?? null;

  addEventListener("keydown", (event) => {
    if (event.key === "Enter") waiting = { at: event.timeStamp, before: here() };
  }, { capture: true });

  function afterPaint(then) {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => then(performance.now());
      port2.postMessage(null);
    });
  }

  new MutationObserver(() => {
    if (watched.usable === null && document.querySelector('article[data-label][data-tier]:not([data-tier=""])')) {
      watched.usable = performance.now();
    }
    const now = waiting && here();
    if (!now || now === waiting.before) return;
    const { at } = waiting;
    waiting = null;
    afterPaint((end) => watched.painted.push(end - at));
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-tier", "data-assignment"] });
})();
