// The files to upload: three in flight, each with its own fate. Knows nothing of the page.

import { Problem } from "./api.js";

/** @typedef {"waiting" | "sending" | "done" | "duplicate" | "failed" | "cancelled"} UploadState */

/** One file and where it stands. */
export class Upload {
  /** @type {UploadState} */
  state = "waiting";
  sentBytes = 0;
  /** Why it failed, in words. */
  reason = "";
  /** How often the server asked to come back later. */
  deferrals = 0;
  /** @type {import("./upload-transfer.js").Transfer | null} */
  transfer = null;

  /** The asset that is the same file. */
  existingID = "";
  /** Whether it is taken even so. */
  isCopy = false;

  /**
   * @param {File} file
   * @param {string | null} folder where it lands
   */
  constructor(file, folder) {
    this.file = file;
    this.folder = folder;
  }
}

const inFlightLimit = 3;
const deferralLimit = 5;

/** Events: `change` (an upload, or null when many changed), `stored` (the asset), `idle` (nothing left to send). */
export class UploadQueue extends EventTarget {
  /** @type {Upload[]} */
  uploads = [];
  /** @type {Upload[]} those to send, next one last */
  #next = [];
  #inFlight = 0;
  #resumeTimer = 0;

  /**
   * @param {(upload: Upload, onProgress: (sentBytes: number) => void) => import("./upload-transfer.js").Transfer} send
   * @param {(file: File) => string | null} refuse words against a file that need not be sent, or null
   */
  constructor(send, refuse) {
    super();
    this.send = send;
    this.refuse = refuse;
  }

  /**
   * @param {File[]} files
   * @param {string | null} folder
   */
  add(files, folder) {
    const added = files.map((file) => new Upload(file, folder));
    this.uploads = this.uploads.concat(added);
    this.#enqueue(added);
  }

  /** @param {Upload} upload */
  cancel(upload) {
    if (upload.state !== "waiting" && upload.state !== "sending") return;
    upload.state = "cancelled";
    upload.transfer?.abort();
    this.#changed(upload);
    this.#finishIfIdle();
  }

  cancelAll() {
    const open = this.uploads.filter((upload) => upload.state === "waiting" || upload.state === "sending");
    for (const upload of open) upload.state = "cancelled";
    for (const upload of open) upload.transfer?.abort();
    this.#next = [];
    this.#changed(null);
    this.#finishIfIdle();
  }

  /** @param {Upload[]} uploads */
  retry(uploads) {
    const again = uploads.filter((upload) => upload.state === "failed" || upload.state === "cancelled");
    for (const upload of again) {
      upload.state = "waiting";
      upload.reason = "";
      upload.sentBytes = 0;
      upload.deferrals = 0;
    }
    this.#enqueue(again);
  }

  /** @param {Upload} upload */
  copy(upload) {
    upload.isCopy = true;
    upload.state = "failed";
    this.retry([upload]);
  }

  retryFailed() {
    this.retry(this.uploads.filter((upload) => upload.state === "failed"));
  }

  /** Forgets what needs no more attention. */
  clear() {
    this.uploads = this.uploads.filter((upload) => upload.state === "waiting" || upload.state === "sending");
    this.#changed(null);
  }

  get isBusy() {
    return this.#inFlight > 0 || this.#next.some((upload) => upload.state === "waiting");
  }

  /** How many are in each state, and the bytes sent of those that count. */
  get summary() {
    const summary = { waiting: 0, sending: 0, done: 0, duplicate: 0, failed: 0, cancelled: 0, sentBytes: 0, totalBytes: 0 };
    for (const upload of this.uploads) {
      summary[upload.state] += 1;
      if (upload.state === "failed" || upload.state === "cancelled" || upload.state === "duplicate") continue;
      summary.totalBytes += upload.file.size;
      summary.sentBytes += upload.state === "done" ? upload.file.size : upload.sentBytes;
    }
    return summary;
  }

  /** @param {Upload[]} uploads */
  #enqueue(uploads) {
    for (const upload of uploads) {
      const reason = this.refuse(upload.file);
      if (reason !== null) this.#fail(upload, reason);
    }
    const sendable = uploads.filter((upload) => upload.state === "waiting");
    this.#next = [...sendable.reverse(), ...this.#next];
    this.#changed(null);
    this.#fill();
    this.#finishIfIdle();
  }

  #fill() {
    while (this.#inFlight < inFlightLimit && this.#resumeTimer === 0) {
      const upload = this.#next.pop();
      if (!upload) return;
      if (upload.state === "waiting") this.#start(upload);
    }
  }

  /** @param {Upload} upload */
  async #start(upload) {
    this.#inFlight += 1;
    upload.state = "sending";
    upload.transfer = this.send(upload, (sentBytes) => {
      upload.sentBytes = sentBytes;
      this.#changed(upload);
    });
    this.#changed(upload);
    try {
      const asset = await upload.transfer.finished;
      upload.state = "done";
      this.dispatchEvent(new CustomEvent("stored", { detail: asset }));
    } catch (error) {
      if (upload.state === "sending") this.#failOrDefer(upload, error);
    }
    upload.transfer = null;
    this.#inFlight -= 1;
    this.#changed(upload);
    this.#fill();
    this.#finishIfIdle();
  }

  /**
   * @param {Upload} upload
   * @param {unknown} error
   */
  #failOrDefer(upload, error) {
    if (error instanceof Problem && error.code === "duplicate_asset") {
      upload.state = "duplicate";
      upload.existingID = error.assetID;
      return;
    }
    const isBusy = error instanceof Problem && (error.status === 429 || error.status === 503);
    if (!isBusy || upload.deferrals === deferralLimit) {
      return this.#fail(upload, error instanceof Error ? error.message : String(error));
    }
    upload.state = "waiting";
    upload.sentBytes = 0;
    upload.deferrals += 1;
    this.#next.push(upload);
    const seconds = Math.min(error.retryAfter || 2 ** upload.deferrals, 60);
    clearTimeout(this.#resumeTimer);
    this.#resumeTimer = setTimeout(() => {
      this.#resumeTimer = 0;
      this.#fill();
    }, seconds * 1000);
  }

  /**
   * @param {Upload} upload
   * @param {string} reason
   */
  #fail(upload, reason) {
    upload.state = "failed";
    upload.reason = reason;
  }

  /** @param {Upload | null} upload */
  #changed(upload) {
    this.dispatchEvent(new CustomEvent("change", { detail: upload }));
  }

  #finishIfIdle() {
    if (!this.isBusy) this.dispatchEvent(new CustomEvent("idle"));
  }
}
