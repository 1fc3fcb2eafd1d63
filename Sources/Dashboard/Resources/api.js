// The library's HTTP interface, as this page uses it.

import { t } from "./locale.js";

/**
 * @typedef {object} FieldError
 * @property {string} field
 * @property {string} code
 * @property {string} detail
 */

/**
 * @typedef {object} Asset
 * @property {string} id
 * @property {string} displayName
 * @property {string} kind
 * @property {string} publicUrl
 * @property {string} thumbnailStatus
 * @property {string[]} tags
 * @property {string | null} folderId
 */

/** A refusal in the server's words. */
export class Problem extends Error {
  /**
   * @param {number} status 0 when the server was not reached
   * @param {string} message
   * @param {FieldError[]} [errors]
   * @param {number} [retryAfter] seconds
   * @param {string} [code]
   */
  constructor(status, message, errors = [], retryAfter = 0, code = "") {
    super(message);
    this.code = code;
    /** The asset that a refusal is about. */
    this.assetID = "";
    this.status = status;
    this.errors = errors;
    this.retryAfter = retryAfter;
  }
}

/**
 * A refusal from an answer's parts; anything that is not problem+json gets words by its status.
 * @param {number} status
 * @param {string} text
 * @param {string | null} retryAfter
 */
export function problemFrom(status, text, retryAfter) {
  const seconds = Number(retryAfter) || 0;
  if (status === 0) return new Problem(0, t("problem.network"));
  if (status === 401) return new Problem(401, t("problem.session"));
  try {
    const body = JSON.parse(text);
    return new Problem(status, body.detail || body.title || t("problem.unknown"), body.errors ?? [], seconds, body.code ?? "");
  } catch {
    return new Problem(status, t("problem.unknown"), [], seconds);
  }
}

export class LibraryAPI {
  /** @param {HTMLElement} host the element that carries the organization, its path and the CSRF token */
  constructor(host) {
    this.path = host.dataset.path ?? "";
    this.headers = {
      "X-CSRF-Token": host.dataset.csrf ?? "",
      "X-Organization": host.dataset.organization ?? "",
    };
  }

  /**
   * A piece of this page as markup.
   * @param {string} name such as `grid` or `asset/<id>`
   * @param {string} search the query of the view
   * @param {AbortSignal} [signal]
   */
  async fragment(name, search, signal) {
    const answer = await this.#send(`${this.path}/fragments/${name}${search}`, { signal });
    // A session that ended answers with the sign-in page.
    if (answer.redirected) throw new Problem(401, t("problem.session"));
    return answer.text();
  }

  /** @param {string} id */
  async etag(id) {
    const answer = await this.#send(`/organization/assets/${encodeURIComponent(id)}`, { headers: this.headers });
    return answer.headers.get("ETag") ?? "";
  }

  /**
   * @param {string} id
   * @param {string} etag
   * @param {Record<string, unknown>} fields
   * @param {boolean} rewritesReferences whether content follows a new logical path
   * @returns {Promise<{ asset: Asset, etag: string }>}
   */
  async save(id, etag, fields, rewritesReferences = false) {
    const references = rewritesReferences ? "?references=rewrite" : "";
    const answer = await this.#send(`/organization/assets/${encodeURIComponent(id)}${references}`, {
      method: "PATCH",
      headers: { ...this.headers, "Content-Type": "application/json", "If-Match": etag },
      body: JSON.stringify(fields),
    });
    return { asset: await answer.json(), etag: answer.headers.get("ETag") ?? "" };
  }

  /**
   * Names of tags that begin so, the most used first.
   * @param {string} prefix
   * @param {number} limit
   * @returns {Promise<string[]>}
   */
  async tags(prefix, limit) {
    const search = new URLSearchParams({ prefix, limit: String(limit) });
    const answer = await this.#send(`/organization/tags?${search}`, { headers: this.headers });
    const body = await answer.json();
    return body.items.map((/** @type {{ name: string }} */ tag) => tag.name);
  }

  /** @param {string} id */
  async remove(id) {
    await this.#send(`/organization/assets/${encodeURIComponent(id)}`, { method: "DELETE", headers: this.headers });
  }

  /**
   * @param {string} address
   * @param {RequestInit} options
   */
  async #send(address, options) {
    let answer;
    try {
      answer = await fetch(address, { credentials: "same-origin", ...options });
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") throw error;
      throw problemFrom(0, "", null);
    }
    if (answer.ok) return answer;
    throw problemFrom(answer.status, await answer.text(), answer.headers.get("Retry-After"));
  }
}
