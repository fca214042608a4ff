// @ts-check
/** Calls to the server, sorted by what the caller can do about the answer. */

/**
 * done: it is there. refused: sending it again is no use. conflict: somebody was first. signed-out: after signing in
 * again it will do. unreachable: later it may.
 * @typedef {"done" | "refused" | "conflict" | "signed-out" | "unreachable"} Outcome
 * @typedef {{outcome: Outcome, status: number, body: any}} Answer
 */

const PATIENCE = 20_000;

/**
 * @param {string} method @param {string} url @param {unknown} [body] @param {{keepalive?: boolean}} [options]
 * @returns {Promise<Answer>}
 */
export function send(method, url, body, { keepalive = false } = {}) {
  const headers = { Accept: "application/json", "Content-Type": "application/json" };
  return call(url, { method, keepalive, headers, body: JSON.stringify(body) }, jsonOf);
}

/** A page's fragment as text; of an empty answer, why there is none. @param {string} url @param {RequestInit} [options] @returns {Promise<Answer>} */
export function fragment(url, options = {}) {
  return call(url, options, (response) =>
    response.status === 204 ? decodeURIComponent(response.headers.get("X-Nothing-Left-Detail") ?? "") : response.text());
}

/** A page's fragment, asked for with JSON. @param {string} url @param {unknown} body */
export function askFragment(url, body) {
  return fragment(url, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

/**
 * @param {string} url @param {RequestInit} options @param {(response: Response) => Promise<any>} read
 * @returns {Promise<Answer>}
 */
async function call(url, options, read) {
  try {
    let response = await request(url, options);
    // Signing in again in another tab changes the token: take the new one from a fresh page.
    if (response.status === 403 && (await renewToken())) response = await request(url, options);
    const answer = { outcome: outcomeOf(response.status), status: response.status, body: await read(response) };
    if (isOtherPerson(answer)) dispatchEvent(new Event("other-person"));
    return answer;
  } catch {
    return { outcome: "unreachable", status: 0, body: null };
  }
}

/** @param {string} url @param {RequestInit} options */
function request(url, options) {
  const headers = { ...options.headers, ...person(), "X-CSRFToken": tokenHolder()?.getAttribute("content") ?? "" };
  return fetch(url, { ...options, headers, credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) });
}

async function renewToken() {
  const response = await fetch(location.pathname, { headers: person(), signal: AbortSignal.timeout(PATIENCE) });
  if (!response.ok || response.redirected) return false;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const token = page.querySelector("meta[name=csrf-token]")?.getAttribute("content") ?? "";
  tokenHolder()?.setAttribute("content", token);
  return Boolean(token);
}

/** Whose page this is: the server does nothing for it when somebody else has signed in in another tab. */
function person() {
  const id = document.querySelector("meta[name=person]")?.getAttribute("content");
  return id ? { "X-Person": id } : {};
}

function tokenHolder() {
  return document.querySelector("meta[name=csrf-token]");
}

/** @param {number} status @returns {Outcome} */
export function outcomeOf(status) {
  if (status >= 200 && status < 300) return "done";
  if (status === 401 || status === 403) return "signed-out";
  if (status === 409) return "conflict";
  if (status === 408 || status === 425 || status === 429 || status >= 500) return "unreachable";
  return "refused";
}

/** Whether somebody else has signed in in this browser. @param {Answer} answer */
export function isOtherPerson({ status, body }) {
  return status === 401 && (body?.error === "other_person" || String(body).includes('"other_person"'));
}

/** @param {Response} response */
async function jsonOf(response) {
  if (response.status === 204 || !response.headers.get("content-type")?.includes("json")) return null;
  return response.json().catch(() => null);
}
