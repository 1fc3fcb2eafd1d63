// The results: swapped from a fragment when the search changes, kept current as uploads land.

import { announce } from "./announce.js";
import { AssetGrid, focusCard } from "./asset-grid.js";
import { parse } from "./element.js";
import { localizeTimes } from "./format.js";
import { preparePictures } from "./pictures.js";

const pageSize = 50;

export class ResultsView {
  /** @type {AbortController | null} */
  #loading = null;

  /**
   * @param {import("./api.js").LibraryAPI} api
   * @param {import("./selection.js").Selection} selection
   */
  constructor(api, selection) {
    this.api = api;
    this.selection = selection;
    this.#prepare(this.section);
  }

  get section() {
    return /** @type {HTMLElement} */ (document.getElementById("results"));
  }

  get grid() {
    const grid = this.section.querySelector("asset-grid");
    return grid instanceof AssetGrid ? grid : null;
  }

  /**
   * Shows another view; an older request still under way is dropped.
   * @param {string} search
   * @param {boolean} speaks whether the new count is said
   * @param {boolean} [isSameView] whether what is selected stays so
   */
  async load(search, speaks, isSameView = false) {
    this.#loading?.abort();
    const loading = new AbortController();
    this.#loading = loading;
    this.section.setAttribute("aria-busy", "true");
    try {
      const fresh = parse(await this.api.fragment("grid", search, loading.signal));
      const selected = isSameView ? this.selection.ids : [];
      this.swap(fresh);
      this.selection.restore(selected);
    } finally {
      if (this.#loading === loading) this.section.removeAttribute("aria-busy");
    }
    if (speaks) announce(this.section.querySelector(".summary, .empty p")?.textContent ?? "");
  }

  /**
   * Puts results, the way to Trash and the storage card in the place of those shown.
   * @param {ParentNode} fragment
   */
  swap(fragment) {
    const focused = document.activeElement?.closest(".card")?.id;
    const focusedField = document.activeElement?.id;
    const hadFocus = this.section.contains(document.activeElement);
    for (const id of ["results", "trash-link", "storage"]) {
      const fresh = fragment.querySelector(`#${id}`);
      if (fresh) document.getElementById(id)?.replaceWith(fresh);
    }
    this.#prepare(this.section);
    const field = hadFocus && !focused && focusedField ? document.getElementById(focusedField) : null;
    if (focused && document.getElementById(focused)) focusCard(document.getElementById(focused));
    else if (field) field.focus({ preventScroll: true });
    else if (hadFocus) this.section.focus({ preventScroll: true });
  }

  /**
   * Puts a card in the place of the one with its id, or first.
   * @param {Element} card
   */
  put(card) {
    const list = this.section.querySelector(".grid");
    const old = document.getElementById(card.id);
    const hadFocus = old?.contains(document.activeElement);
    const selected = this.selection.ids;
    if (old) old.replaceWith(card);
    else list?.prepend(card);
    while (list && list.children.length > pageSize) list.lastElementChild?.remove();
    this.#prepare(card);
    this.grid?.refresh();
    if (hadFocus) focusCard(card);
    this.selection.restore(selected);
  }

  /**
   * Takes a card away and moves the focus to the one that follows.
   * @param {string} id
   */
  remove(id) {
    const card = document.getElementById(`card-${id}`);
    const next = card?.nextElementSibling ?? card?.previousElementSibling;
    card?.remove();
    this.grid?.refresh();
    this.selection.restore(this.selection.ids);
    if (next) focusCard(next);
    else this.section.focus();
  }

  /** @param {string | null} id */
  mark(id) {
    for (const link of this.section.querySelectorAll(".card-link[aria-current]")) link.removeAttribute("aria-current");
    if (id) document.querySelector(`#card-${CSS.escape(id)} .card-link`)?.setAttribute("aria-current", "true");
    this.grid?.refresh();
  }

  /** @param {ParentNode} parent */
  #prepare(parent) {
    localizeTimes(parent);
    preparePictures(parent);
  }
}
