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
export async function send(method, url, body, { keepalive = false } = {}) {
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRFToken"] = csrfToken();
  if (body !== undefined) headers["Content-Type"] = "application/json";
  try {
    const response = await fetch(url, {
      method, headers, keepalive, body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE),
    });
    return { outcome: outcomeOf(response.status), status: response.status, body: await jsonOf(response) };
  } catch {
    return { outcome: "unreachable", status: 0, body: null };
  }
}

/** A page's fragment as text. @param {string} url @param {RequestInit} [options] @returns {Promise<Answer>} */
export async function fragment(url, options = {}) {
  const headers = { "X-Fragment": "1", ...(options.method === "POST" ? { "X-CSRFToken": csrfToken() } : {}) };
  try {
    const response = await fetch(url, { ...options, headers, signal: AbortSignal.timeout(PATIENCE) });
    return { outcome: outcomeOf(response.status), status: response.status, body: await response.text() };
  } catch {
    return { outcome: "unreachable", status: 0, body: null };
  }
}

/** @param {number} status @returns {Outcome} */
export function outcomeOf(status) {
  if (status >= 200 && status < 300) return "done";
  if (status === 401 || status === 403) return "signed-out";
  if (status === 409) return "conflict";
  if (status === 408 || status === 425 || status === 429 || status >= 500) return "unreachable";
  return "refused";
}

/** @param {Response} response */
async function jsonOf(response) {
  if (response.status === 204 || !response.headers.get("content-type")?.includes("json")) return null;
  return response.json().catch(() => null);
}

/** Read from the cookie at each call: signing in again in another tab changes it. */
function csrfToken() {
  const found = document.cookie.match(/(?:^|; )(?:__Host-)?csrf=([^;]+)/);
  return found?.[1] ?? document.querySelector("meta[name=csrf-token]")?.getAttribute("content") ?? "";
}
