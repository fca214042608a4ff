// @ts-check
/** The scripts of the labeling screen, the shell's too. Collected, they are one file. */

import "../annotator/theme.js";
import "../annotator/menu.js";
import "./view-menu.js";
import "./screen.js";
// Last: it looks for the screen's outbox.
import "../annotator/sign-out.js";
