// The toolbar's form, live: typing searches after a breath, choosing searches at once.

import { element } from "./element.js";

const breath = 220;

export class SearchForm {
  #form = /** @type {HTMLFormElement} */ (document.getElementById("toolbar"));
  #input = /** @type {HTMLInputElement} */ (document.getElementById("search"));
  #timer = 0;
  /** One stretch of typing is one entry in the history. */
  #isTyping = false;

  /** @param {(address: string, isNewEntry: boolean) => void} onSearch */
  constructor(onSearch) {
    this.onSearch = onSearch;
    this.#input.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#typed(), breath);
    });
    this.#input.addEventListener("blur", () => {
      this.#isTyping = false;
    });
    this.#form.addEventListener("change", (event) => {
      if (event.target !== this.#input) this.#submit(true);
    });
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit(true);
    });
  }

  /**
   * Shows what an address asks for.
   * @param {URL} url
   */
  follow(url) {
    const params = url.searchParams;
    if (document.activeElement !== this.#input) this.#input.value = params.get("q") ?? "";
    for (const box of this.#form.querySelectorAll("input[type='checkbox']")) {
      if (box instanceof HTMLInputElement) box.checked = params.getAll(box.name).includes(box.value);
    }
    this.#keep(params);
    for (const list of this.#form.querySelectorAll("select")) list.value = params.get(list.name) ?? list.options[0].value;
  }

  /**
   * What the form has no control for stays as it is.
   * @param {URLSearchParams} params
   */
  #keep(params) {
    for (const field of this.#form.querySelectorAll("input[type='hidden']")) field.remove();
    for (const name of ["folder", "tag", "path"]) {
      for (const value of params.getAll(name)) this.#form.append(element("input", { type: "hidden", name, value }));
    }
  }

  /** Escape in an empty search leaves it; true when it was there. */
  leave() {
    if (document.activeElement !== this.#input || this.#input.value !== "") return false;
    this.#input.blur();
    return true;
  }

  #typed() {
    this.#submit(!this.#isTyping);
    this.#isTyping = document.activeElement === this.#input;
  }

  /** @param {boolean} isNewEntry */
  #submit(isNewEntry) {
    clearTimeout(this.#timer);
    const params = new URLSearchParams();
    for (const [name, value] of new FormData(this.#form)) {
      const isDefault = value === this.#form.querySelector(`select[name="${name}"] option`)?.getAttribute("value");
      if (typeof value === "string" && value !== "" && !isDefault) params.append(name, value);
    }
    const address = `${new URL(this.#form.action).pathname}${params.size > 0 ? `?${params}` : ""}`;
    const isSame = address === location.pathname + location.search;
    if (!isSame) this.onSearch(address, isNewEntry);
  }
}
