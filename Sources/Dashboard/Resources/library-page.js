// The library page: the address says what is shown, and everything here follows the address without a reload.

import { announce, show as showNote } from "./announce.js";
import { LibraryAPI, Problem } from "./api.js";
import { focusCard } from "./asset-grid.js";
import { copyFrom } from "./copy.js";
import { DeleteDialog } from "./delete-dialog.js";
import { Drawer } from "./drawer.js";
import { parse } from "./element.js";
import { FolderTree } from "./folder-tree.js";
import { t } from "./locale.js";
import { forgetDraft, hasDraft } from "./metadata-form.js";
import { PageDialog } from "./page-dialog.js";
import { forgetNotice, remember, restorePlace, viewOf, withoutNotice } from "./page-history.js";
import { ResultsView } from "./results-view.js";
import { SearchForm } from "./search-form.js";
import { Selection } from "./selection.js";
import { watchShortcuts } from "./shortcuts.js";
import { suggestTags } from "./tag-suggestions.js";
import { PendingThumbnails } from "./thumbnails.js";
import { UploadDesk } from "./upload-desk.js";

export class VitrineLibrary extends HTMLElement {
  #api = new LibraryAPI(this);
  #selection = new Selection(this);
  #results = new ResultsView(this.#api, this.#selection);
  #drawer = new Drawer(
    /** @type {HTMLElement} */ (document.getElementById("drawer")), this.#api, () => viewOf(location.href), (id) => this.#refreshCard(id));
  #search = new SearchForm((address, isNewEntry) => this.#go(address, isNewEntry ? "push" : "replace"));
  #pending = new PendingThumbnails(this.#api, () => viewOf(location.href), (card) => this.#thumbnailReady(card));
  #deleting = new DeleteDialog();
  #tree = new FolderTree(this.#api, (error) => this.#say(error));
  #pages = new PageDialog((answer) => this.#changed(answer));
  #shownView = viewOf(location.href);

  connectedCallback() {
    history.scrollRestoration = "manual";
    this.addEventListener("click", (event) => this.#onClick(event));
    this.addEventListener("submit", (event) => this.#onSubmit(event));
    document.addEventListener("keydown", (event) => this.#onKey(event));
    window.addEventListener("popstate", (event) => this.#onPop(event));
    window.addEventListener("scrollend", () => remember());
    window.addEventListener("pagehide", () => remember());
    if (this.hasAttribute("data-can-upload")) new UploadDesk(this, this.#api, this.#results, this.#pending);
    watchShortcuts();
    suggestTags(this.#api);
    forgetNotice();
    this.#pending.watch();
    restorePlace(history.state);
  }

  // Addresses

  /**
   * Shows what an address says.
   * @param {string} address
   * @param {"push" | "replace" | "none"} entry
   * @param {boolean} [takesFocus] whether an opened panel gets the focus in any case
   */
  async #go(address, entry, takesFocus = false) {
    const url = new URL(address, location.href);
    const id = url.searchParams.get("asset");
    const isNewView = viewOf(url.href) !== this.#shownView;
    if (entry === "push") {
      remember();
      history.pushState({ isOpened: id !== null && !isNewView }, "", url);
    } else if (entry === "replace") history.replaceState(history.state, "", url);
    try {
      if (isNewView) await this.#showView(url, entry !== "none");
      if (id !== this.#drawer.openID) await this.#showAsset(id, takesFocus);
    } catch (error) {
      this.#failed(error, url, entry);
    }
  }

  /**
   * @param {URL} url
   * @param {boolean} speaks
   */
  async #showView(url, speaks) {
    const before = this.#shownView;
    this.#shownView = viewOf(url.href);
    this.#search.follow(url);
    this.#tree.follow(url).catch(() => {});
    try {
      await this.#results.load(this.#shownView, speaks);
    } catch (error) {
      if (!isAbort(error)) this.#shownView = before;
      throw error;
    }
    this.#results.mark(url.searchParams.get("asset"));
    this.#pending.watch();
  }

  /**
   * @param {string | null} id
   * @param {boolean} takesFocus
   */
  async #showAsset(id, takesFocus) {
    this.#results.mark(id);
    if (id) await this.#drawer.open(id, takesFocus);
    else this.#closeDrawer();
  }

  #closeDrawer() {
    const id = this.#drawer.openID;
    const hadFocus = this.#drawer.slot.contains(document.activeElement);
    this.#drawer.close();
    if (hadFocus && id) focusCard(document.getElementById(`card-${id}`));
  }

  /**
   * @param {unknown} error
   * @param {URL} url
   * @param {"push" | "replace" | "none"} entry
   */
  #failed(error, url, entry) {
    if (isAbort(error)) return;
    if (!(error instanceof Problem) || error.status === 0) {
      showNote(error instanceof Error ? error.message : String(error));
      if (entry === "push") history.back();
      return;
    }
    // The server's own page says best what is wrong; a session that ended leads to signing in.
    location.assign(url);
  }

  // History

  /** @param {PopStateEvent} event */
  async #onPop(event) {
    await this.#go(location.href, "none");
    restorePlace(event.state);
  }

  // What people do

  /** @param {MouseEvent} event */
  #onClick(event) {
    const target = event.target instanceof Element ? event.target : null;
    const link = target?.closest("a");
    const action = target?.closest("[data-action]");
    if (action instanceof HTMLElement && action.dataset.action === "copy") return void copyFrom(action);
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.dataset.action === "close") return this.#take(event, () => this.#close());
    if (link.dataset.action === "delete" && this.#deleting.isAvailable) return this.#take(event, () => this.#delete(link));
    if (link.matches(".card-link, [data-action='open']")) return this.#take(event, () => this.#openCard(link, event.detail === 0));
    if (link.matches(".pagination a")) return this.#take(event, () => this.#turnPage(link));
    if (link.dataset.action === "go") return this.#take(event, () => this.#visit(link.href));
    if (link.dataset.action === "dialog") return this.#take(event, () => this.#pages.open(link.href).catch((error) => this.#say(error)));
  }

  /**
   * @param {Event} event
   * @param {() => void} act
   */
  #take(event, act) {
    event.preventDefault();
    act();
  }

  /**
   * @param {HTMLAnchorElement} link
   * @param {boolean} byKeyboard
   */
  #openCard(link, byKeyboard) {
    this.#go(link.href, this.#drawer.openID ? "replace" : "push", byKeyboard);
  }

  /** @param {HTMLAnchorElement} link */
  async #turnPage(link) {
    await this.#go(link.href, "push");
    scrollTo({ top: 0, behavior: "instant" });
    this.#results.section.focus({ preventScroll: true });
  }

  /**
   * Another place or filter; on phones the sheet with the tree goes.
   * @param {string} address
   */
  async #visit(address) {
    const sheet = document.getElementById("sidebar");
    if (sheet?.matches(":popover-open")) sheet.hidePopover();
    await this.#go(address, "push");
    scrollTo({ top: 0, behavior: "instant" });
  }

  /** @param {SubmitEvent} event */
  #onSubmit(event) {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    if (form.matches("#bulk")) {
      this.#take(event, () => this.#pages.send(form, event.submitter).catch((error) => this.#say(error)));
    } else if (form.matches(".tag-filter")) {
      this.#take(event, () => this.#filter(form));
    }
  }

  /** @param {HTMLFormElement} form */
  #filter(form) {
    const params = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (value !== "") params.append(name, String(value));
    }
    form.reset();
    this.#go(`${new URL(form.action).pathname}?${params}`, "push");
  }

  /** Going back keeps the history as it was before the panel was opened. */
  #close() {
    if (history.state?.isOpened) return history.back();
    const url = new URL(location.href);
    url.searchParams.delete("asset");
    this.#go(url.href, "replace");
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open], :popover-open")) return;
    if (this.#search.leave()) return focusCard(this.#results.grid?.querySelector(".card:has([tabindex='0'])"));
    if (this.#selection.clear()) return;
    if (this.#drawer.openID) this.#close();
  }

  /** @param {HTMLElement} link */
  async #delete(link) {
    const id = this.#drawer.openID;
    if (!id) return;
    let isInUse = false;
    const isDeleted = await this.#deleting.ask(link.dataset, async () => {
      try {
        await this.#api.remove(id);
      } catch (error) {
        // It came into use after the details were shown: the page with the places asks instead.
        if (!(error instanceof Problem) || error.code !== "asset_in_use") throw error;
        isInUse = true;
      }
    });
    if (isInUse) return this.#pages.open(/** @type {HTMLAnchorElement} */ (link).href).catch((error) => this.#say(error));
    if (!isDeleted) return link.focus();
    forgetDraft(id);
    const url = new URL(location.href);
    url.searchParams.delete("asset");
    history.replaceState({ ...history.state, isOpened: false }, "", url);
    this.#drawer.close();
    this.#results.remove(id);
    await this.#tell(link.dataset.notice ?? "", id);
    await this.#results.load(this.#shownView, false, true).catch(() => {});
  }

  /**
   * Shows the library as it is after a form of it was sent, with what it says about that.
   * @param {import("./page-dialog.js").Answer} answer
   */
  async #changed({ url, page }) {
    const address = withoutNotice(url);
    const isElsewhere = viewOf(address.href) !== viewOf(location.href);
    const isRefused = page.querySelector(".main > .notice.problem") !== null;
    const selected = isRefused ? this.#selection.ids : [];
    if (!isRefused && isElsewhere) history.pushState({}, "", address);
    if (!isRefused) this.#shownView = viewOf(location.href);
    this.#search.follow(new URL(location.href));
    this.#results.swap(page);
    this.#selection.restore(selected);
    this.#showNotices(page);
    this.#pending.watch();
    const openID = this.#drawer.openID;
    if (openID && isElsewhere) this.#closeDrawer();
    else if (openID && !hasDraft(openID)) await this.#drawer.refresh().catch(() => this.#closeDrawer());
    this.#results.mark(this.#drawer.openID);
    await this.#tree.reload(new URL(location.href)).catch(() => {});
  }

  /** @param {Document} page */
  #showNotices(page) {
    for (const old of this.querySelectorAll(".main > .notice")) old.remove();
    const notices = [...page.querySelectorAll(".main > .notice")];
    this.querySelector(".main > .toolbar")?.after(...notices);
    announce(notices.map((notice) => notice.querySelector("span, p")?.textContent ?? "").join(" "));
    if (document.activeElement === document.body) this.#results.section.focus({ preventScroll: true });
  }

  /** @param {unknown} error */
  #say(error) {
    showNote(error instanceof Error ? error.message : String(error));
  }

  /**
   * Says what was done, above the results, with the way to take it back where there is one.
   * @param {string} notice
   * @param {string} id
   */
  async #tell(notice, id) {
    announce(t(`notice.${notice}`));
    const search = new URLSearchParams(this.#shownView);
    search.set("notice", notice);
    if (notice !== "deleted") search.set("undo", id);
    try {
      const fresh = parse(await this.#api.fragment("notice", `?${search}`));
      for (const old of this.querySelectorAll(".main > .notice")) old.remove();
      this.querySelector(".main > .toolbar")?.after(fresh);
    } catch {
      showNote(t(`notice.${notice}`));
    }
  }

  // What changed

  /** @param {string} id */
  async #refreshCard(id) {
    if (!document.getElementById(`card-${id}`)) return;
    const card = parse(await this.#api.fragment(`card/${encodeURIComponent(id)}`, viewOf(location.href))).firstElementChild;
    if (!card) return;
    this.#results.put(card);
    this.#results.mark(this.#drawer.openID);
  }

  /** @param {Element} card */
  #thumbnailReady(card) {
    this.#results.put(card);
    const id = card.getAttribute("data-id");
    if (id !== this.#drawer.openID || !id) return;
    this.#results.mark(id);
    if (!hasDraft(id)) this.#drawer.refresh();
  }
}

/** @param {unknown} error */
function isAbort(error) {
  return error instanceof DOMException && error.name === "AbortError";
}
