// The detail panel: filled from a fragment, emptied again, and where the focus goes.

import { element, parse } from "./element.js";
import { localizeTimes } from "./format.js";
import { t } from "./locale.js";
import { forgetDraft, MetadataForm } from "./metadata-form.js";
import { preparePictures } from "./pictures.js";

const coversPage = matchMedia("(max-width: 639px)");
const isColumn = matchMedia("(min-width: 1200px)");

export class Drawer {
  /**
   * @param {HTMLElement} slot
   * @param {import("./api.js").LibraryAPI} api
   * @param {() => string} search the query of the view
   * @param {(id: string) => Promise<void>} onSaved
   */
  constructor(slot, api, search, onSaved) {
    this.slot = slot;
    this.api = api;
    this.search = search;
    this.onSaved = onSaved;
    coversPage.addEventListener("change", () => this.#setInert());
    this.#prepare();
  }

  get openID() {
    return this.#panel?.dataset.id ?? null;
  }

  get #panel() {
    const panel = this.slot.querySelector(".drawer");
    return panel instanceof HTMLElement ? panel : null;
  }

  /**
   * @param {string} id
   * @param {boolean} takesFocus whether the focus follows even when the panel is only a column beside the grid
   */
  async open(id, takesFocus) {
    const html = await this.api.fragment(`asset/${encodeURIComponent(id)}`, this.search());
    this.slot.replaceChildren(parse(html));
    this.#prepare();
    if (takesFocus || !isColumn.matches) this.#focusHeading();
  }

  /** Shows the newest facts, keeping scroll and focus. */
  async refresh() {
    const id = this.openID;
    if (!id) return;
    const focusedID = this.slot.contains(document.activeElement) ? document.activeElement?.id : null;
    const isOnSave = document.activeElement?.matches(".metadata [type='submit']");
    const scroll = this.slot.querySelector(".drawer-body")?.scrollTop ?? 0;
    const html = await this.api.fragment(`asset/${encodeURIComponent(id)}`, this.search());
    if (this.openID !== id) return;
    this.slot.replaceChildren(parse(html));
    this.#prepare();
    this.slot.querySelector(".drawer-body")?.scrollTo(0, scroll);
    const target = isOnSave ? this.slot.querySelector(".metadata [type='submit']") : focusedID && document.getElementById(focusedID);
    if (target instanceof HTMLElement) target.focus({ preventScroll: true });
  }

  close() {
    this.slot.replaceChildren();
    this.#setInert();
  }

  #focusHeading() {
    document.getElementById("details-title")?.focus({ preventScroll: true });
  }

  #prepare() {
    this.#setInert();
    const panel = this.#panel;
    const id = this.openID;
    if (!panel || !id) return;
    localizeTimes(panel);
    preparePictures(panel);
    const address = panel.querySelector("#public-url");
    if (address instanceof HTMLInputElement) address.addEventListener("focus", () => address.select());
    const form = panel.querySelector("form.metadata");
    if (form instanceof HTMLFormElement) new MetadataForm(form, id, this.api, () => this.#saved(id), () => this.onSaved(id));
  }

  /** @param {string} id */
  async #saved(id) {
    forgetDraft(id);
    await this.onSaved(id);
    await this.refresh();
    this.slot.querySelector(".save-state")?.replaceChildren(element("span", {}, t("notice.saved")));
  }

  /** A sheet over everything must be the only thing that can be reached. */
  #setInert() {
    const isSheet = this.#panel !== null && coversPage.matches;
    for (const part of document.querySelectorAll(".topbar, .main, .sidebar")) part.toggleAttribute("inert", isSheet);
  }
}
