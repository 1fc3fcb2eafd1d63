// What is selected in the grid: the boxes on the cards are the truth, here they get keys, ranges and a count.

import { announce } from "./announce.js";
import { plural, t } from "./locale.js";
import { areOn as shortcutsAreOn, isTyping } from "./shortcuts.js";

export class Selection {
  /** Where a range begins. @type {HTMLInputElement | null} */
  #anchor = null;

  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
    host.addEventListener("change", (event) => {
      if (event.target instanceof HTMLInputElement && isBox(event.target)) this.#changed();
    });
    host.addEventListener("click", (event) => this.#onClick(event), { capture: true });
    host.addEventListener("reset", (event) => {
      // The boxes are empty only after the event.
      if (event.target instanceof Element && event.target.matches("#bulk")) setTimeout(() => this.#cleared());
    });
    document.addEventListener("keydown", (event) => this.#onKey(event));
  }

  get #boxes() {
    return [...this.host.querySelectorAll(".card-check")].filter((box) => box instanceof HTMLInputElement);
  }

  /** The ids of the assets selected. */
  get ids() {
    return this.#boxes.filter((box) => box.checked).map((box) => box.value);
  }

  /**
   * Selects again what is still there, after the cards were drawn anew.
   * @param {string[]} ids
   */
  restore(ids) {
    const kept = new Set(ids);
    for (const box of this.#boxes) box.checked = kept.has(box.value);
    this.#show();
  }

  /** True when there was something to clear. */
  clear() {
    if (this.ids.length === 0) return false;
    for (const box of this.#boxes) box.checked = false;
    this.#cleared();
    return true;
  }

  #cleared() {
    this.#anchor = null;
    this.#show();
    announce(t("bulk.cleared"));
  }

  /** @param {MouseEvent} event */
  #onClick(event) {
    const card = event.target instanceof Element ? event.target.closest(".card") : null;
    const box = card?.querySelector(".card-check");
    if (!(box instanceof HTMLInputElement)) return;
    const isOnBox = event.target === box;
    if (event.shiftKey && this.#anchor?.isConnected) {
      if (!isOnBox) {
        event.preventDefault();
        event.stopPropagation();
        box.checked = true;
      }
      this.#range(this.#anchor, box);
      getSelection()?.removeAllRanges();
    } else if (isOnBox) {
      this.#anchor = box;
    }
  }

  /**
   * Both ends and what lies between become as the far end is.
   * @param {HTMLInputElement} from
   * @param {HTMLInputElement} to
   */
  #range(from, to) {
    const boxes = this.#boxes;
    const ends = [boxes.indexOf(from), boxes.indexOf(to)].sort((one, other) => one - other);
    for (const box of boxes.slice(ends[0], ends[1] + 1)) box.checked = to.checked;
    this.#changed();
  }

  /** @param {HTMLInputElement} box */
  #toggle(box) {
    box.checked = !box.checked;
    this.#anchor = box;
    this.#changed();
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const inDialog = document.querySelector("dialog[open], :popover-open") !== null;
    if (event.defaultPrevented || inDialog) return;
    if (event.key === "a" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && !isInText(event)) {
      if (this.#boxes.length === 0) return;
      event.preventDefault();
      for (const box of this.#boxes) box.checked = true;
      this.#changed();
    } else if (event.key.toLowerCase() === "x" && shortcutsAreOn() && !isTyping(event)) {
      const box = document.activeElement?.closest(".card")?.querySelector(".card-check");
      if (!(box instanceof HTMLInputElement)) return;
      event.preventDefault();
      this.#toggle(box);
    }
  }

  #changed() {
    this.#show();
    announce(this.#words());
  }

  #show() {
    const count = this.host.querySelector(".bulk-count");
    if (count) count.textContent = this.#words();
  }

  #words() {
    const [chosen, all] = [this.ids.length, this.#boxes.length];
    if (chosen === 0) return t("bulk.cleared");
    return plural(chosen === all && all > 1 ? "bulk.selectedAll" : "bulk.selected", chosen);
  }
}

/** @param {Element} element */
function isBox(element) {
  return element.matches(".card-check");
}

/** @param {KeyboardEvent} event */
function isInText(event) {
  return event.target instanceof Element
    && event.target.closest("input:not([type='checkbox']), textarea, select, [contenteditable]") !== null;
}
