// @ts-check
/** Which layout the cards stand in, and which two are on the screen in focus-two. Pure. */

/** @typedef {"columns" | "grid" | "stack" | "focus"} Layout */
/** @typedef {{left: string, right: string, pinned: string | null}} Seats */

export const LAYOUTS = ["auto", "columns", "grid", "stack", "focus"];

/** Narrower than this is a phone, or a page zoomed in far: one card under the other. In CSS pixels. */
const PHONE = 768;
/** From here on four columns, or three, keep a readable measure. */
const WIDE = 1600;
const WIDE_FOR_THREE = 1440;

/**
 * The layout that a choice means for so many cards on a window of this width.
 * @param {string} choice @param {number} count @param {number} width @returns {Layout}
 */
export function layoutFor(choice, count, width) {
  if (width < PHONE) return "stack";
  if (choice === "focus" && count === 2) return "columns";
  if (choice !== "auto" && LAYOUTS.includes(choice)) return /** @type {Layout} */ (choice);
  if (count >= 5) return "focus";
  if (count === 4) return width < WIDE ? "grid" : "columns";
  return count === 3 && width < WIDE_FOR_THREE ? "grid" : "columns";
}

/**
 * How many columns fit: never one narrower than `narrowest`.
 * @param {Layout} layout @param {number} count @param {number} room @param {number} narrowest
 */
export function columnsOf(layout, count, room, narrowest) {
  const wanted = { columns: count, grid: count > 4 && room >= WIDE_FOR_THREE ? 3 : 2, stack: 1, focus: 2 }[layout];
  return Math.max(1, Math.min(wanted, Math.floor(room / narrowest)));
}

/** The choice that L brings next: one that looks different. @param {string} choice @param {number} count @param {number} width */
export function nextChoice(choice, count, width) {
  const now = layoutFor(choice, count, width);
  const from = Math.max(0, LAYOUTS.indexOf(choice));
  const order = [...LAYOUTS.slice(from + 1), ...LAYOUTS.slice(0, from)];
  return order.find((one) => layoutFor(one, count, width) !== now) ?? order[0];
}

/** The side of a card, for ever. @param {string[]} labels @param {string} label @returns {"left" | "right"} */
export function sideOf(labels, label) {
  return labels.indexOf(label) % 2 ? "right" : "left";
}

/** @param {string[]} labels @returns {Seats} */
export function firstSeats(labels) {
  return { left: labels[0], right: labels[1], pinned: null };
}

/** Show a card: on its own side, or beside the pinned card where that one holds the side.
 * @param {Seats} seats @param {string[]} labels @param {string} label @returns {Seats} */
export function seat(seats, labels, label) {
  if (seats.left === label || seats.right === label) return seats;
  const own = sideOf(labels, label);
  const side = seats.pinned && seats[own] === seats.pinned ? other(own) : own;
  return { ...seats, [side]: label };
}

/** Show two cards together, the first on its own side. @param {Seats} seats @param {string[]} labels @param {string} one @param {string} two @returns {Seats} */
export function seatBoth(seats, labels, one, two) {
  const side = sideOf(labels, one);
  return { left: "", right: "", pinned: seats.pinned, [side]: one, [other(side)]: two };
}

/** Keep a card where it is, or let it go again; then every card is back on its own side.
 * @param {Seats} seats @param {string[]} labels @param {string} label @returns {Seats} */
export function pin(seats, labels, label) {
  const shown = seat({ ...seats, pinned: null }, labels, label);
  if (seats.pinned !== label) return { ...shown, pinned: label };
  const own = sideOf(labels, label);
  const beside = seats[other(sideIn(seats, label))];
  const isAtHome = sideOf(labels, beside) !== own;
  const right = isAtHome ? beside : neighbour(labels, label);
  return { left: "", right: "", pinned: null, [own]: label, [other(own)]: right };
}

/** @param {"left" | "right"} side */
function other(side) {
  return side === "left" ? "right" : "left";
}

/** @param {Seats} seats @param {string} label */
function sideIn(seats, label) {
  return seats.left === label ? "left" : "right";
}

/** @param {string[]} labels @param {string} label */
function neighbour(labels, label) {
  const at = labels.indexOf(label);
  return labels[at + 1] && at % 2 === 0 ? labels[at + 1] : labels[at - 1];
}
