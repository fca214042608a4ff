// @ts-check
/** A form that came back with errors: the first field that is wrong gets the focus, however far down it stands. */

const wrong = document.querySelector("form [aria-invalid='true']");

if (wrong instanceof HTMLElement && !document.querySelector("[autofocus]")) {
  for (let folded = wrong.closest("details:not([open])"); folded; folded = wrong.closest("details:not([open])")) {
    folded.setAttribute("open", "");
  }
  wrong.focus();
}
