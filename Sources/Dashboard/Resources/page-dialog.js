// Shows a small page in a dialog and sends its form from there. What comes back decides: the library, or the page again with what is wrong.

import { problemFrom } from "./api.js";
import { t } from "./locale.js";

/** @typedef {{ url: string, page: Document }} Answer */

export class PageDialog {
  #dialog = /** @type {HTMLDialogElement} */ (document.getElementById("page-dialog"));
  #isSending = false;

  /** @param {(answer: Answer) => Promise<void>} onLibrary called with the library as it is after what was done */
  constructor(onLibrary) {
    this.onLibrary = onLibrary;
    this.#dialog.addEventListener("click", (event) => this.#onClick(event));
    this.#dialog.addEventListener("submit", (event) => {
      event.preventDefault();
      if (event.target instanceof HTMLFormElement) this.send(event.target, event.submitter).catch((error) => this.#tell(error));
    });
  }

  /** @param {string} address */
  async open(address) {
    await this.#take(await ask(address));
  }

  /**
   * @param {HTMLFormElement} form
   * @param {HTMLElement | null} submitter
   */
  async send(form, submitter) {
    if (this.#isSending) return;
    this.#isSending = true;
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form, submitter)) fields.append(name, String(value));
    try {
      await this.#take(await ask(actionOf(form), { method: "POST", body: fields }));
    } finally {
      this.#isSending = false;
    }
  }

  /** @param {Answer} answer */
  async #take(answer) {
    if (answer.page.querySelector("vitrine-library")) {
      this.#dialog.close();
      return await this.onLibrary(answer);
    }
    const main = answer.page.querySelector("main.narrow");
    if (!main || answer.page.querySelector("form[action='/login']")) return location.assign(answer.url);
    const title = main.querySelector("h1");
    const heading = document.createElement("h2");
    heading.id = "page-dialog-title";
    heading.append(...(title?.childNodes ?? []));
    title?.replaceWith(heading);
    this.#dialog.replaceChildren(...main.childNodes);
    this.#dialog.setAttribute("aria-labelledby", heading.id);
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#focus();
  }

  /** On the field that asks or was refused, else on the way back. */
  #focus() {
    const target = this.#dialog.querySelector("[aria-invalid], [autofocus]") ?? this.#dialog.querySelector("[data-action='cancel']");
    if (target instanceof HTMLElement) target.focus();
    if (target instanceof HTMLInputElement && target.type === "text") target.select();
  }

  /** @param {MouseEvent} event */
  #onClick(event) {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const action = link.dataset.action;
    if (action !== "cancel" && action !== "dialog") return;
    event.preventDefault();
    event.stopPropagation();
    if (action === "cancel") this.#dialog.close();
    else this.open(link.href).catch((error) => this.#tell(error));
  }

  /** @param {unknown} error */
  #tell(error) {
    const place = document.createElement("p");
    place.className = "error";
    place.setAttribute("role", "alert");
    place.textContent = error instanceof Error ? error.message : String(error);
    for (const old of this.#dialog.querySelectorAll(":scope > .error")) old.remove();
    this.#dialog.prepend(place);
  }
}

/**
 * Read from the markup: a control named `action` takes the place of the property.
 * @param {HTMLFormElement} form
 */
function actionOf(form) {
  return form.getAttribute("action") ?? "";
}

/**
 * @param {string} address
 * @param {RequestInit} [options]
 * @returns {Promise<Answer>}
 */
async function ask(address, options) {
  let answer;
  try {
    answer = await fetch(address, { credentials: "same-origin", headers: { Accept: "text/html" }, ...options });
  } catch {
    throw problemFrom(0, "", null);
  }
  const text = await answer.text();
  const page = new DOMParser().parseFromString(text, "text/html");
  if (!page.querySelector("main")) throw problemFrom(answer.status, text, answer.headers.get("Retry-After"));
  // An error's own page says in words what is wrong.
  if (!answer.ok && !page.querySelector("main form[method='post'], vitrine-library")) {
    throw new Error(page.querySelector("main p")?.textContent ?? t("problem.unknown"));
  }
  return { url: answer.url, page };
}
