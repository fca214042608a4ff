// @ts-check
/** Requests that change something carry the CSRF token, which stands in a meta tag: the cookie may be unreadable. */

/** @returns {string} */
export function csrfToken() {
  return document.querySelector("meta[name=csrf-token]")?.getAttribute("content") ?? "";
}

/**
 * @param {string} url
 * @param {Record<string, string>} fields
 * @returns {Promise<Response>}
 */
export function post(url, fields) {
  return fetch(url, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { "X-CSRFToken": csrfToken() },
    credentials: "same-origin",
  });
}
