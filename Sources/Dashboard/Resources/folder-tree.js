// The folder tree: opens one level at a time, and marks where the address says one is.

import { parse, setIcon } from "./element.js";

export class FolderTree {
  /**
   * @param {import("./api.js").LibraryAPI} api
   * @param {(error: unknown) => void} onFailure
   */
  constructor(api, onFailure) {
    this.api = api;
    this.onFailure = onFailure;
    this.#nav?.classList.add("is-ready");
    document.getElementById("sidebar")?.addEventListener("click", (event) => this.#onClick(event));
  }

  get #nav() {
    return document.getElementById("folders");
  }

  /**
   * Marks the open folder and opens the tree down to what is in it; one that the tree does not know yet is fetched with the way to it.
   * @param {URL} url
   */
  async follow(url) {
    const link = this.#mark(url);
    if (!link) return await this.reload(url);
    const item = link.closest("li");
    for (let list = item?.closest("ul"); list?.parentElement?.matches("li"); list = list.parentElement.closest("ul")) show(list, true);
    const own = item?.querySelector(":scope > ul");
    const toggle = item?.querySelector(":scope > .folder-row > .toggle");
    if (own instanceof HTMLElement) show(own, true);
    else if (toggle instanceof HTMLElement) await this.#toggle(toggle);
  }

  /**
   * Fetches the tree anew: folders came, went or moved.
   * @param {URL} url
   */
  async reload(url) {
    const folder = url.searchParams.get("folder");
    const search = folder ? `?${new URLSearchParams({ folder })}` : "";
    const fresh = parse(await this.api.fragment("tree", search)).firstElementChild;
    if (!fresh) return;
    const focused = document.activeElement?.closest("#folders a")?.getAttribute("href");
    fresh.classList.add("is-ready");
    this.#nav?.replaceWith(fresh);
    const again = focused && fresh.querySelector(`a[href="${CSS.escape(focused)}"]`);
    if (again instanceof HTMLElement) again.focus({ preventScroll: true });
  }

  /**
   * Marks the link to the open folder, and answers it when there is one.
   * @param {URL} url
   * @returns {Element | null}
   */
  #mark(url) {
    const folder = url.searchParams.get("folder");
    let marked = null;
    for (const link of this.#nav?.querySelectorAll("a[data-action='go']") ?? []) {
      const isHere = link instanceof HTMLAnchorElement && new URL(link.href).searchParams.get("folder") === folder;
      if (isHere) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
      if (isHere) marked = link;
    }
    return marked;
  }

  /** @param {MouseEvent} event */
  async #onClick(event) {
    const target = event.target instanceof Element ? event.target : null;
    const toggle = target?.closest(".toggle");
    const more = target?.closest(".folder-more a");
    try {
      if (toggle instanceof HTMLElement) await this.#toggle(toggle);
      else if (more instanceof HTMLAnchorElement && isPlain(event)) {
        event.preventDefault();
        await this.#loadMore(more);
      }
    } catch (error) {
      this.onFailure(error);
    }
  }

  /** @param {HTMLElement} toggle */
  async #toggle(toggle) {
    const item = toggle.closest("li");
    const list = item?.querySelector(":scope > ul");
    if (!item || toggle.getAttribute("aria-busy") === "true") return;
    if (list instanceof HTMLElement) return show(list, list.hasAttribute("hidden"));
    toggle.setAttribute("aria-busy", "true");
    try {
      const search = new URLSearchParams({ in: item.dataset.folder ?? "" });
      const level = document.createElement("ul");
      level.append(parse(await this.api.fragment("folders", `?${search}`)));
      item.append(level);
      show(level, true);
      if (level.children.length === 0) toggle.classList.add("is-leaf");
      this.#mark(new URL(location.href));
    } finally {
      toggle.removeAttribute("aria-busy");
    }
  }

  /** @param {HTMLAnchorElement} link */
  async #loadMore(link) {
    const item = link.closest("li");
    const { in: parent = "", after = "" } = link.dataset;
    const rest = parse(await this.api.fragment("folders", `?${new URLSearchParams({ in: parent, after })}`));
    const first = rest.querySelector("a");
    item?.replaceWith(rest);
    first?.focus();
  }
}

/** @param {MouseEvent} event */
function isPlain(event) {
  return event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
}

/**
 * Opens or closes what is below a folder.
 * @param {HTMLElement} list
 * @param {boolean} isOpen
 */
function show(list, isOpen) {
  list.hidden = !isOpen;
  const row = list.parentElement?.querySelector(":scope > .folder-row");
  row?.querySelector(".toggle")?.setAttribute("aria-expanded", String(isOpen));
  const picture = row?.querySelector("a .icon");
  if (picture) setIcon(picture, isOpen ? "folderOpen" : "folder");
}
