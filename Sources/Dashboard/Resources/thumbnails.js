// Asks now and then for the pictures still being made, less and less often, and not at all while nobody looks.

import { parse } from "./element.js";

const firstDelay = 1200;
const longestDelay = 30000;
/** More pending cards than this are asked for by one look at the whole page of results. */
const singleLimit = 4;

export class PendingThumbnails {
  #timer = 0;
  #delay = firstDelay;

  /**
   * @param {import("./api.js").LibraryAPI} api
   * @param {() => string} search the query of the view
   * @param {(card: Element) => void} onReady
   */
  constructor(api, search, onReady) {
    this.api = api;
    this.search = search;
    this.onReady = onReady;
    document.addEventListener("visibilitychange", () => this.watch());
  }

  /** Starts over with short waits; call when cards came. */
  watch() {
    this.#delay = firstDelay;
    this.#schedule();
  }

  #schedule() {
    clearTimeout(this.#timer);
    if (document.hidden || pending().length === 0) return;
    this.#timer = setTimeout(() => this.#look(), this.#delay);
    this.#delay = Math.min(this.#delay * 1.6, longestDelay);
  }

  async #look() {
    const waiting = pending();
    try {
      const names = waiting.length > singleLimit ? ["grid"] : waiting.map((card) => `card/${card.dataset.id}`);
      const answers = await Promise.all(names.map((name) => this.api.fragment(name, this.search())));
      for (const html of answers) {
        for (const card of parse(html).querySelectorAll(".card")) this.#update(card);
      }
    } catch {
      // The next look comes later; nothing the person did has failed.
    }
    this.#schedule();
  }

  /** @param {Element} card */
  #update(card) {
    const old = document.getElementById(card.id);
    const isNews = card instanceof HTMLElement && card.dataset.thumbnail !== "pending";
    if (isNews && old?.dataset.thumbnail === "pending") this.onReady(card);
  }
}

/** @returns {HTMLElement[]} */
function pending() {
  return [...document.querySelectorAll(".card[data-thumbnail='pending']")].filter((card) => card instanceof HTMLElement);
}
