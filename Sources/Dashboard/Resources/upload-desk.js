// Where files come in: button, drop and paste feed one queue; what it stores appears in the grid.

import { parse } from "./element.js";
import { byteCount } from "./format.js";
import { t } from "./locale.js";
import { watchDrops } from "./drop-files.js";
import { UploadPanel } from "./upload-panel.js";
import { UploadQueue } from "./upload-queue.js";
import { send } from "./upload-transfer.js";

/** Up to this many uploads appear one by one; more refresh the grid now and then. */
const singleLimit = 50;
const refreshPause = 3000;

export class UploadDesk {
  #input = /** @type {HTMLInputElement} */ (document.getElementById("upload-files"));
  #queue;
  #refreshTimer = 0;
  #hasNews = false;

  /**
   * @param {HTMLElement} host
   * @param {import("./api.js").LibraryAPI} api
   * @param {import("./results-view.js").ResultsView} results
   * @param {import("./thumbnails.js").PendingThumbnails} pending
   */
  constructor(host, api, results, pending) {
    this.api = api;
    this.results = results;
    this.pending = pending;
    const limit = Number(host.dataset.maxFileBytes) || Infinity;
    this.#queue = new UploadQueue(
      ({ file, folder, isCopy }, onProgress) => send(file, { folder, isCopy, mediaType: mediaType()?.value }, api, onProgress),
      (file) => (file.size > limit ? t("upload.tooLarge", { size: byteCount(file.size), limit: byteCount(limit) }) : null),
    );
    const panel = new UploadPanel();
    host.append(panel);
    panel.watch(this.#queue);
    this.#listen(host);
  }

  /** @param {HTMLElement} host */
  #listen(host) {
    host.addEventListener("click", (event) => {
      const button = event.target instanceof Element && event.target.closest("[data-action='browse']");
      // Where files need a media type, the form's own address shows where to choose it.
      if (!button || mediaType()) return;
      event.preventDefault();
      this.#input.click();
    });
    this.#input.addEventListener("change", () => {
      this.#queue.add([...(this.#input.files ?? [])], openFolder());
      this.#input.value = "";
    });
    watchDrops((files) => this.#queue.add(files, openFolder()));
    this.#queue.addEventListener("stored", (event) => {
      this.#stored(/** @type {CustomEvent<import("./api.js").Asset>} */ (event).detail);
    });
    this.#queue.addEventListener("idle", () => this.#refreshSoon(0));
    window.addEventListener("beforeunload", (event) => {
      if (this.#queue.isBusy) event.preventDefault();
    });
  }

  /** @param {import("./api.js").Asset} asset */
  async #stored(asset) {
    this.#hasNews = true;
    // What landed in another folder is not among what is shown.
    if (openFolder() !== null && openFolder() !== asset.folderId) return;
    if (this.#queue.uploads.length > singleLimit || !this.#showsNewest) return this.#refreshSoon(refreshPause);
    try {
      const card = parse(await this.api.fragment(`card/${encodeURIComponent(asset.id)}`, location.search)).firstElementChild;
      if (card && this.#showsNewest) this.results.put(card);
      this.pending.watch();
    } catch {
      this.#refreshSoon(refreshPause);
    }
  }

  /** Whether a new asset belongs first on the page shown. */
  get #showsNewest() {
    const params = new URLSearchParams(location.search);
    const isFiltered = ["q", "kind", "tag", "path", "status", "sort", "page"].some((name) => params.has(name));
    return this.results.grid !== null && !isFiltered;
  }

  /** @param {number} delay */
  #refreshSoon(delay) {
    if (!this.#hasNews) return;
    if (delay > 0 && this.#refreshTimer !== 0) return;
    clearTimeout(this.#refreshTimer);
    this.#refreshTimer = setTimeout(() => this.#refresh(), delay);
  }

  async #refresh() {
    this.#refreshTimer = 0;
    this.#hasNews = false;
    const params = new URLSearchParams(location.search);
    const openID = params.get("asset");
    params.delete("asset");
    await this.results.load(params.size > 0 ? `?${params}` : "", false, true).catch(() => {});
    this.results.mark(openID);
    this.pending.watch();
  }
}

/** The folder shown; null for the whole library and for what lies in none. */
function openFolder() {
  const folder = new URLSearchParams(location.search).get("folder");
  return folder === "root" ? null : folder;
}

/** Where one says what the files are for, if the organization's rules ask for it. */
function mediaType() {
  return /** @type {HTMLSelectElement | null} */ (document.getElementById("upload-media-type"));
}
