// @ts-check
/** What opens beside or over a task. */

export { Guidelines } from "./guidelines.js";
export { openLegend } from "./legend.js";
export { askWhy } from "./skip-dialog.js";
// Last: where an export follows it, its file's hash would be put into that export's address twice.
import "./labeler-questions.js";
