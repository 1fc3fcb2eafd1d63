// The folder tree: opens one level at a time, and marks where the address says one is.

import { parse } from "./element.js";

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
   * Marks the open folder; one that the tree does not show yet is fetched with the way down to it.
   * @param {URL} url
   */
  async follow(url) {
    if (!this.#mark(url)) await this.reload(url);
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

  /** @param {URL} url */
  #mark(url) {
    const folder = url.searchParams.get("folder");
    let isShown = false;
    for (const link of this.#nav?.querySelectorAll("a[data-action='go']") ?? []) {
      const isHere = link instanceof HTMLAnchorElement && new URL(link.href).searchParams.get("folder") === folder;
      if (isHere) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
      isShown ||= isHere;
    }
    return isShown;
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
    if (list) {
      const isOpen = list.toggleAttribute("hidden") === false;
      toggle.setAttribute("aria-expanded", String(isOpen));
      return;
    }
    toggle.setAttribute("aria-busy", "true");
    try {
      const search = new URLSearchParams({ in: item.dataset.folder ?? "" });
      const level = document.createElement("ul");
      level.append(parse(await this.api.fragment("folders", `?${search}`)));
      toggle.setAttribute("aria-expanded", "true");
      item.append(level);
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
