// Tags in the details: each with its way off, and a field that adds one; both are done at once.

import { announce } from "./announce.js";
import { element, icon } from "./element.js";
import { t } from "./locale.js";

export class TagField {
  #list = element("ul", { class: "filter-chips" });
  #input = element("input", {
    id: "tag-entry", list: "tag-entry-tags", maxlength: "64", dir: "auto", autocomplete: "off", "data-tags": "",
    placeholder: t("field.tags.add"), "aria-label": t("field.tags.add"), enterkeyhint: "done",
  });
  /** One after another: each carries the state the one before left. */
  #queue = Promise.resolve();

  /**
   * @param {HTMLInputElement} field the text field that works without scripts
   * @param {(name: string, isAdded: boolean) => Promise<string[]>} change answers what the tags are then
   * @param {(error: unknown) => void} onRefused
   */
  constructor(field, change, onRefused) {
    this.field = field;
    this.change = change;
    this.onRefused = onRefused;
    field.hidden = true;
    field.closest(".field")?.querySelector(".hint")?.setAttribute("hidden", "");
    field.closest(".field")?.querySelector("label")?.setAttribute("for", this.#input.id);
    this.#input.removeAttribute("aria-label");
    field.before(
      element("div", { class: "tag-field" }, this.#list, this.#input, element("datalist", { id: "tag-entry-tags" })));
    this.#draw();
    this.#input.addEventListener("keydown", (event) => this.#onKey(event));
    // A suggestion chosen with the mouse arrives as a change of the whole value.
    this.#input.addEventListener("input", (event) => {
      if (!(event instanceof InputEvent) || event.inputType === "insertReplacementText") this.#add();
    });
  }

  get #names() {
    return this.field.value.split(",").map((name) => name.trim()).filter((name) => name !== "");
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.isComposing || (event.key !== "Enter" && event.key !== ",")) return;
    event.preventDefault();
    this.#add();
  }

  #add() {
    const name = this.#input.value.trim();
    if (name === "") return;
    this.#input.value = "";
    this.#input.list?.replaceChildren();
    this.#do(name, true);
  }

  /**
   * @param {string} name
   * @param {boolean} isAdded
   */
  #do(name, isAdded) {
    this.#queue = this.#queue.then(async () => {
      try {
        const names = await this.change(name, isAdded);
        this.field.value = names.join(", ");
        this.field.defaultValue = this.field.value;
        this.#draw();
        announce(t("notice.saved"));
      } catch (error) {
        if (isAdded && this.#input.value === "") this.#input.value = name;
        this.onRefused(error);
      }
    });
  }

  #draw() {
    const hadFocus = this.#list.contains(document.activeElement);
    this.#list.replaceChildren(...this.#names.map((name) => {
      const button = element(
        "button", { type: "button", class: "chip is-on", "aria-label": t("field.tags.remove", { tag: name }) },
        element("bdi", {}, name), icon("close"));
      button.addEventListener("click", () => this.#do(name, false));
      return element("li", {}, button);
    }));
    if (hadFocus) this.#input.focus();
  }
}
