// @ts-check
/** The scripts of every page. Collected, they are one file. */

import "./theme.js";
import "./menu.js";
import "./sign-out.js";
import "./strips.js";
import "./wrong-field.js";
