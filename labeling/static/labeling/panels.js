// @ts-check
/** What opens beside or over a task. */

import "./labeler-questions.js";

export { Guidelines } from "./guidelines.js";
export { openLegend } from "./legend.js";
export { askWhy } from "./skip-dialog.js";
