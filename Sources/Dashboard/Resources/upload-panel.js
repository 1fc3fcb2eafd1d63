// The floating list of uploads. However many are queued, it draws at most fifty rows, a few times a second.

import { announce } from "./announce.js";
import { element, iconButton } from "./element.js";
import { byteCount } from "./format.js";
import { plural, t } from "./locale.js";
import { UploadRow } from "./upload-row.js";

/** @typedef {import("./upload-queue.js").Upload} Upload */

const rowLimit = 50;
/** Milliseconds between two drawings: seldom enough to leave the page responsive, often enough to look alive. */
const drawPause = 150;
/** What comes first in the list. @type {import("./upload-queue.js").UploadState[]} */
const order = ["sending", "failed", "duplicate", "waiting", "done", "cancelled"];
/** Percent between two spoken progress reports. */
const spokenStep = 25;

export class UploadPanel extends HTMLElement {
  /** @type {import("./upload-queue.js").UploadQueue | null} */
  #queue = null;
  /** @type {Map<Upload, UploadRow>} */
  #rows = new Map();
  #timer = 0;
  #needsSort = true;
  #spoken = 0;

  #title = element("h2", { id: "uploads-title" });
  #bar = element("progress", { max: "100", value: "0", "aria-labelledby": "uploads-title" });
  #bytes = element("span");
  #percent = element("span");
  #list = element("ul");
  #more = element("p", { class: "uploads-more", hidden: "" });
  #retry = button(t("upload.retryFailed"), () => this.#queue?.retryFailed());
  #cancel = button(t("upload.cancelAll"), () => this.#queue?.cancelAll());
  #fold = iconButton("chevron", t("upload.fold"), () => this.#toggle());
  #close = iconButton("close", t("upload.close"), () => this.#queue?.clear());
  #panel = element(
    "section",
    { class: "uploads", "aria-labelledby": "uploads-title", hidden: "" },
    element(
      "header",
      {},
      element("div", { class: "uploads-line" }, this.#title, this.#fold, this.#close),
      this.#bar,
      element("div", { class: "uploads-line uploads-total" }, this.#percent, this.#bytes, this.#retry, this.#cancel),
    ),
    this.#list,
    this.#more,
  );

  connectedCallback() {
    this.#fold.classList.add("fold");
    this.#fold.setAttribute("aria-expanded", "true");
    this.append(this.#panel);
  }

  /** @param {import("./upload-queue.js").UploadQueue} queue */
  watch(queue) {
    this.#queue = queue;
    queue.addEventListener("change", (event) => {
      const upload = /** @type {CustomEvent<Upload | null>} */ (event).detail;
      const row = upload && this.#rows.get(upload);
      if (row && row.state === upload.state) row.isStale = true;
      else this.#needsSort = true;
      this.#timer ||= setTimeout(() => this.#draw(), this.#rows.size === 0 ? 0 : drawPause);
    });
  }

  #toggle() {
    const isFolded = this.#panel.classList.toggle("is-folded");
    this.#fold.setAttribute("aria-expanded", String(!isFolded));
  }

  #draw() {
    this.#timer = 0;
    const queue = this.#queue;
    if (!queue) return;
    const hadFocus = this.#panel.contains(document.activeElement);
    this.#panel.hidden = queue.uploads.length === 0;
    this.#drawTotals(queue);
    if (this.#needsSort) this.#sort(queue);
    for (const row of this.#rows.values()) row.draw();
    if (hadFocus && !this.#panel.contains(document.activeElement)) this.#fold.focus();
  }

  /** @param {import("./upload-queue.js").UploadQueue} queue */
  #drawTotals(queue) {
    const sum = queue.summary;
    const left = sum.waiting + sum.sending;
    const percent = sum.totalBytes > 0 ? Math.floor((100 * sum.sentBytes) / sum.totalBytes) : left > 0 ? 0 : 100;
    this.#title.textContent = left > 0 ? plural("upload.left", left) : finishedText(sum);
    this.#bar.value = percent;
    this.#bytes.textContent = t("upload.bytes", { sent: byteCount(sum.sentBytes), total: byteCount(sum.totalBytes) });
    this.#percent.textContent = t("upload.percent", { percent: String(percent) });
    this.#retry.hidden = sum.failed === 0;
    this.#cancel.hidden = left === 0;
    this.#close.hidden = left > 0;
    this.#speak(left, percent, sum);
  }

  /**
   * Speaks at the start, every quarter and the end, never for each file.
   * @param {number} left
   * @param {number} percent
   * @param {{ done: number, duplicate: number, failed: number, cancelled: number }} sum
   */
  #speak(left, percent, sum) {
    if (left === 0) {
      if (this.#spoken > 0 && sum.done + sum.duplicate + sum.failed + sum.cancelled > 0) announce(finishedText(sum));
      this.#spoken = 0;
    } else if (this.#spoken === 0) {
      this.#spoken = spokenStep;
      announce(plural("upload.left", left));
    } else if (percent >= this.#spoken && percent < 100) {
      this.#spoken = (Math.floor(percent / spokenStep) + 1) * spokenStep;
      announce(t("upload.percent", { percent: String(percent) }));
    }
  }

  /** @param {import("./upload-queue.js").UploadQueue} queue */
  #sort(queue) {
    this.#needsSort = false;
    const shown = firstByState(queue.uploads, rowLimit);
    const kept = new Set(shown);
    for (const [upload, row] of this.#rows) {
      if (kept.has(upload)) continue;
      row.item.remove();
      this.#rows.delete(upload);
    }
    shown.forEach((upload, index) => this.#place(upload, index, queue));
    const hidden = queue.uploads.length - shown.length;
    this.#more.hidden = hidden === 0;
    this.#more.textContent = plural("upload.more", hidden);
  }

  /**
   * Moves only what is in the wrong place, so that focus stays where it is.
   * @param {Upload} upload
   * @param {number} index
   * @param {import("./upload-queue.js").UploadQueue} queue
   */
  #place(upload, index, queue) {
    let row = this.#rows.get(upload);
    if (!row) {
      row = new UploadRow(upload, queue, (id) => addressOf(id));
      this.#rows.set(upload, row);
    }
    row.isStale = true;
    const there = this.#list.children[index];
    if (there !== row.item) this.#list.insertBefore(row.item, there ?? null);
  }
}

/**
 * @param {string} text
 * @param {() => void} action
 */
function button(text, action) {
  const made = element("button", { type: "button", class: "button quiet small", hidden: "" }, text);
  made.addEventListener("click", action);
  return made;
}

/** @param {{ done: number, duplicate: number, failed: number }} sum */
function finishedText(sum) {
  if (sum.failed > 0) return plural("upload.failedCount", sum.failed);
  if (sum.duplicate > 0) return plural("upload.duplicates", sum.duplicate);
  return plural("upload.done", sum.done);
}

/**
 * An asset's details beside what is shown now.
 * @param {string} id
 */
function addressOf(id) {
  const url = new URL(location.href);
  url.searchParams.set("asset", id);
  return url.pathname + url.search;
}

/**
 * The first uploads in the order of their states, in one pass per state at most.
 * @param {Upload[]} uploads
 * @param {number} limit
 */
function firstByState(uploads, limit) {
  /** @type {Upload[]} */
  const found = [];
  for (const state of order) {
    for (const upload of uploads) {
      if (found.length === limit) return found;
      if (upload.state === state) found.push(upload);
    }
  }
  return found;
}
