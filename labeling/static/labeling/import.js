// @ts-check
/**
 * The import form: a file may be dropped anywhere on the zone, and a long upload shows how far it is.
 * Without this module the form still works: a file input and a button.
 */

function enliven() {
  const form = document.querySelector("form[data-upload]");
  if (!(form instanceof HTMLFormElement)) return;
  const zone = form.querySelector("[data-drop-zone]");
  const input = form.querySelector("input[type=file]");
  const bar = form.querySelector("[data-upload-progress]");
  if (zone instanceof HTMLElement && input instanceof HTMLInputElement) takeDrops(zone, input);
  form.addEventListener("submit", (event) => {
    if (!(bar instanceof HTMLProgressElement)) return;
    event.preventDefault();
    form.querySelector("button")?.setAttribute("disabled", "");
    bar.hidden = false;
    upload(form, (share) => (bar.value = share));
  });
}

/**
 * @param {HTMLElement} zone
 * @param {HTMLInputElement} input
 */
function takeDrops(zone, input) {
  const showChoice = () => {
    const file = input.files?.[0];
    const name = zone.querySelector("[data-drop-name]");
    if (!file || !name) return;
    name.textContent = `${file.name} · ${size(file.size)}`;
    zone.dataset.chosen = "";
  };
  for (const kind of ["dragenter", "dragover"]) {
    zone.addEventListener(kind, (event) => {
      event.preventDefault();
      zone.dataset.over = "";
    });
  }
  zone.addEventListener("dragleave", () => delete zone.dataset.over);
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    delete zone.dataset.over;
    if (!event.dataTransfer?.files.length) return;
    input.files = event.dataTransfer.files;
    showChoice();
  });
  input.addEventListener("change", showChoice);
  showChoice();
}

/** @param {number} bytes */
function size(bytes) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const step = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  const unit = { style: "unit", unit: units[step], unitDisplay: "short", maximumFractionDigits: 1 };
  return new Intl.NumberFormat(document.documentElement.lang, /** @type {any} */ (unit)).format(bytes / 1000 ** step);
}

/**
 * Send the form and go where the answer leads: to the import's page, or stay here with what was wrong.
 * @param {HTMLFormElement} form
 * @param {(share: number) => void} onProgress
 */
function upload(form, onProgress) {
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) onProgress(event.loaded / event.total);
  });
  request.addEventListener("load", () => {
    if (request.responseURL !== form.action) {
      location.assign(request.responseURL);
      return;
    }
    const main = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("main");
    if (main) document.querySelector("main")?.replaceWith(main);
    enliven();
  });
  // Whatever stopped it, the browser's own upload tells the person what.
  request.addEventListener("error", () => form.submit());
  request.send(new FormData(form));
}

enliven();
