// What a text will look like, asked of the server a moment after somebody stopped typing.

import { announce } from "./announce.js";
import { problemFrom } from "./api.js";
import { element, parse } from "./element.js";
import { t } from "./locale.js";

const pause = 400;

export class DocumentPreview {
  #timer = 0;
  /** @type {AbortController | undefined} */
  #asking;
  #shown = "";

  /**
   * @param {HTMLElement} host
   * @param {HTMLTextAreaElement} text
   */
  constructor(host, text) {
    this.host = host;
    this.text = text;
    this.section = /** @type {HTMLElement} */ (host.querySelector(".preview"));
    this.content = /** @type {HTMLElement} */ (host.querySelector(".preview-content"));
    text.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#update(), pause);
    });
    const button = host.querySelector('button[value="preview"]');
    button?.addEventListener("click", async (event) => {
      event.preventDefault();
      await this.#update();
      this.section.querySelector("h2")?.focus();
      announce(t("documents.preview.updated"));
    });
    if (text.value && this.section.hidden) this.#update();
  }

  async #update() {
    clearTimeout(this.#timer);
    const markdown = this.text.value;
    if (markdown === this.#shown && !this.section.hidden) return;
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const answer = await this.#fetch(markdown, asking.signal);
      this.content.replaceChildren(parse(answer));
      this.#shown = markdown;
    } catch (error) {
      if (asking.signal.aborted) return;
      this.content.replaceChildren(element("p", { class: "error" }, error instanceof Error ? error.message : String(error)));
    }
    this.section.hidden = false;
  }

  /**
   * @param {string} markdown
   * @param {AbortSignal} signal
   */
  async #fetch(markdown, signal) {
    const { path = "", csrf = "" } = this.host.dataset;
    let answer;
    try {
      answer = await fetch(`${path}/fragments/preview`, {
        method: "POST",
        credentials: "same-origin",
        headers: { "X-CSRF-Token": csrf },
        body: new URLSearchParams({ markdown }),
        signal,
      });
    } catch (error) {
      throw signal.aborted ? error : problemFrom(0, "", null);
    }
    if (answer.redirected) throw problemFrom(401, "", null);
    if (!answer.ok) throw problemFrom(answer.status, await answer.text(), answer.headers.get("Retry-After"));
    return answer.text();
  }
}
