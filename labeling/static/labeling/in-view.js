// @ts-check
/** The text of a task's parts that are on the screen, cut to the share that is seen. @param {HTMLElement} root */
export function textInView(root) {
  let text = "";
  for (const part of root.querySelectorAll(".prose")) {
    const { top, bottom, height } = part.getBoundingClientRect();
    const seen = Math.min(bottom, innerHeight) - Math.max(top, 0);
    if (seen <= 0 || !height) continue;
    const whole = part.textContent ?? "";
    text += `${whole.slice(0, Math.ceil((whole.length * seen) / height))} `;
  }
  return text;
}
