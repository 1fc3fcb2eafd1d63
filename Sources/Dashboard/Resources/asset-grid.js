// The grid of cards as one tab stop: arrows, Home, End and Page keys move between them.

/** Rows a Page key moves. */
const pageRows = 3;

export class AssetGrid extends HTMLElement {
  connectedCallback() {
    this.refresh();
    this.addEventListener("keydown", (event) => this.#onKey(event));
    this.addEventListener("focusin", (event) => {
      const card = event.target instanceof Element && event.target.closest(".card");
      if (card) this.#setStop(card);
    });
  }

  get cards() {
    return [...this.querySelectorAll(".card")];
  }

  /** Makes exactly one card a tab stop; call after cards came or went. */
  refresh() {
    const cards = this.cards;
    const stop = cards.find((card) => card.querySelector("[aria-current]")) ?? cards.find(isStop) ?? cards[0];
    for (const card of cards) setTabIndex(card, card === stop ? 0 : -1);
  }

  /** @param {Element} stop */
  #setStop(stop) {
    for (const card of this.cards) setTabIndex(card, card === stop ? 0 : -1);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const cards = this.cards;
    const at = cards.findIndex((card) => card.contains(document.activeElement));
    const to = at < 0 ? null : this.#target(event.key, at, cards);
    if (to === null) return;
    event.preventDefault();
    focusCard(cards[Math.max(0, Math.min(cards.length - 1, to))]);
  }

  /**
   * @param {string} key
   * @param {number} at
   * @param {Element[]} cards
   * @returns {number | null}
   */
  #target(key, at, cards) {
    const columns = columnCount(cards);
    const forward = getComputedStyle(this).direction === "rtl" ? -1 : 1;
    const last = cards.length - 1;
    switch (key) {
      case "ArrowRight": return at + forward;
      case "ArrowLeft": return at - forward;
      case "ArrowDown": return at + columns <= last ? at + columns : at;
      case "ArrowUp": return at - columns >= 0 ? at - columns : at;
      case "PageDown": return at + pageRows * columns;
      case "PageUp": return at - pageRows * columns;
      case "Home": return 0;
      case "End": return last;
      default: return null;
    }
  }
}

/** @param {Element | null | undefined} card */
export function focusCard(card) {
  const link = card?.querySelector(".card-link");
  if (link instanceof HTMLElement) link.focus();
}

/** @param {Element} card */
function isStop(card) {
  return card.querySelector(".card-link")?.getAttribute("tabindex") === "0";
}

/**
 * @param {Element} card
 * @param {0 | -1} value
 */
function setTabIndex(card, value) {
  for (const control of card.querySelectorAll("a, button, input")) control.setAttribute("tabindex", String(value));
}

/** @param {Element[]} cards */
function columnCount(cards) {
  const top = cards[0].getBoundingClientRect().top;
  const second = cards.findIndex((card) => card.getBoundingClientRect().top > top + 1);
  return second < 0 ? cards.length : second;
}
