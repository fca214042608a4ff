// @ts-check
/** Proposes the short name while the name is typed, until somebody edits the short name. */

const name = document.querySelector("input[name=name]");
const slug = document.querySelector("input[name=slug]");

/** @param {string} text */
function slugOf(text) {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 100);
}

if (name instanceof HTMLInputElement && slug instanceof HTMLInputElement) {
  let isFree = slug.value === "";
  slug.addEventListener("input", () => (isFree = slug.value === ""));
  name.addEventListener("input", () => {
    if (isFree) slug.value = slugOf(name.value);
  });
}
