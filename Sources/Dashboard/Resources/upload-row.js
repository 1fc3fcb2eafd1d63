// One file in the list of uploads.

import { element, icon, iconButton, setIcon } from "./element.js";
import { byteCount } from "./format.js";
import { t } from "./locale.js";

/** @typedef {import("./upload-queue.js").Upload} Upload */

/** @type {Record<import("./upload-queue.js").UploadState, string>} */
const icons = { waiting: "other", sending: "upload", done: "check", failed: "warning", cancelled: "close", duplicate: "copy" };

export class UploadRow {
  isStale = true;
  /** The state that is drawn. @type {string} */
  state = "";

  #icon = icon("other");
  #words = element("span", { class: "upload-state" });
  #bar = element("progress", { max: "100", value: "0", hidden: "" });
  #cancel;
  #retry;
  #choice;

  /**
   * @param {Upload} upload
   * @param {import("./upload-queue.js").UploadQueue} queue
   * @param {(id: string) => string} addressOf an asset's details
   */
  constructor(upload, queue, addressOf) {
    this.upload = upload;
    const name = upload.file.name;
    this.#bar.setAttribute("aria-label", name);
    this.#cancel = iconButton("close", t("upload.cancelOne", { name }), () => queue.cancel(upload));
    this.#retry = iconButton("retry", t("upload.retryOne", { name }), () => queue.retry([upload]));
    this.addressOf = addressOf;
    const copy = element("button", { type: "button", class: "button small", "aria-label": t("upload.copyOf", { name }) }, t("upload.copy"));
    copy.addEventListener("click", () => queue.copy(upload));
    const existing = element(
      "a", { class: "button small", "data-action": "open", "aria-label": t("upload.useExistingOf", { name }) }, t("upload.useExisting"));
    this.#choice = element("div", { class: "upload-choice", hidden: "" }, existing, copy);
    this.item = element(
      "li",
      { class: "upload" },
      this.#icon,
      element(
        "div",
        { class: "upload-name" },
        element("bdi", { class: "clip", title: name }, name),
        this.#words,
        this.#bar,
        this.#choice,
      ),
      element("div", { class: "upload-buttons" }, this.#retry, this.#cancel),
    );
  }

  draw() {
    if (!this.isStale) return;
    this.isStale = false;
    const { state, sentBytes, file } = this.upload;
    this.#bar.value = file.size > 0 ? (100 * sentBytes) / file.size : 0;
    this.#words.textContent = this.#text();
    if (state === this.state) return;
    this.state = state;
    this.item.dataset.state = state;
    setIcon(this.#icon, icons[state]);
    this.#bar.hidden = state !== "sending";
    this.#cancel.hidden = state !== "waiting" && state !== "sending";
    this.#choice.hidden = state !== "duplicate";
    this.#choice.querySelector("a")?.setAttribute("href", this.addressOf(this.upload.existingID));
    this.#retry.hidden = state !== "failed" && state !== "cancelled";
  }

  #text() {
    const { state, sentBytes, file, reason } = this.upload;
    if (state === "failed") return reason;
    if (state === "sending" && sentBytes >= file.size) return t("upload.state.storing");
    if (state === "sending") return t("upload.bytes", { sent: byteCount(sentBytes), total: byteCount(file.size) });
    if (state === "duplicate") return t("upload.state.duplicate");
    if (state === "done") return t("upload.state.done");
    if (state === "cancelled") return t("upload.state.cancelled");
    return t("upload.state.waiting");
  }
}
