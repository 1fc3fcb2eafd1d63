// Files dropped, pasted or chosen while writing: each is uploaded, and its logical path goes into the text at the caret.

import { announce } from "./announce.js";
import { problemFrom } from "./api.js";
import { element, iconButton } from "./element.js";
import { t } from "./locale.js";

export class DocumentUploads {
  /** One after another: the text keeps the order of the files. */
  #queue = Promise.resolve();

  /**
   * @param {HTMLElement} host
   * @param {HTMLTextAreaElement} text
   */
  constructor(host, text) {
    this.host = host;
    this.text = text;
    this.list = element("ul", { class: "adding-list", "aria-label": t("documents.upload.list"), hidden: "" });
    const chooser = element("input", { type: "file", multiple: "", hidden: "" });
    const button = element("button", { type: "button", class: "button" }, t("documents.upload"));
    button.addEventListener("click", () => chooser.click());
    chooser.addEventListener("change", () => {
      this.#add([...(chooser.files ?? [])]);
      chooser.value = "";
    });
    const hint = element("span", { class: "hint" }, t("documents.upload.hint"));
    const field = /** @type {HTMLElement} */ (text.closest(".field"));
    field.after(element("div", { class: "adding" }, button, hint, chooser), this.list);
    this.#watch(field);
  }

  /** @param {HTMLElement} field */
  #watch(field) {
    /** @param {DragEvent} event */
    const carriesFiles = (event) => event.dataTransfer?.types.includes("Files") ?? false;
    // Missing the field must not make the browser leave the page for the file.
    document.addEventListener("dragover", (event) => {
      if (carriesFiles(event)) event.preventDefault();
    });
    document.addEventListener("drop", (event) => {
      if (carriesFiles(event)) event.preventDefault();
    });
    field.addEventListener("dragover", (event) => field.classList.toggle("is-target", carriesFiles(event)));
    field.addEventListener("dragleave", () => field.classList.remove("is-target"));
    field.addEventListener("drop", (event) => {
      field.classList.remove("is-target");
      this.#add([...(event.dataTransfer?.files ?? [])]);
    });
    this.text.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      this.#add(files);
    });
  }

  /** @param {File[]} files */
  #add(files) {
    for (const file of files) {
      const row = element("li", {}, element("bdi", { class: "clip" }, file.name));
      const progress = element("progress", { max: "1", value: "0", "aria-label": t("documents.upload.progress", { name: file.name }) });
      row.append(progress);
      this.list.append(row);
      this.list.hidden = false;
      this.#queue = this.#queue.then(() => this.#upload(file, row, progress, files.length > 1));
    }
  }

  /**
   * @param {File} file
   * @param {HTMLElement} row
   * @param {HTMLProgressElement} progress
   * @param {boolean} isOneOfMany
   */
  async #upload(file, row, progress, isOneOfMany) {
    try {
      const path = await this.#send(file, (share) => {
        progress.value = share;
      });
      this.#insert(reference(file, path) + (isOneOfMany ? "\n\n" : ""));
      this.#remove(row);
      announce(t("documents.upload.done", { name: file.name }));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const words = element("p", { class: "error", role: "alert" }, t("documents.upload.failed", { name: file.name, reason }));
      row.replaceChildren(words, iconButton("close", t("documents.upload.dismiss"), () => this.#remove(row)));
    }
  }

  /** @param {HTMLElement} row */
  #remove(row) {
    row.remove();
    this.list.hidden = this.list.childElementCount === 0;
  }

  /**
   * The logical path the file was given. XMLHttpRequest, because fetch does not tell how much was sent.
   * @param {File} file
   * @param {(share: number) => void} onProgress
   * @returns {Promise<string>}
   */
  #send(file, onProgress) {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append("image", file, file.name);
    request.open("POST", "/images/upload");
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRF-Token", this.host.dataset.csrf ?? "");
    request.setRequestHeader("X-Organization", this.host.dataset.organization ?? "");
    request.upload.addEventListener("progress", (event) => onProgress(event.total ? event.loaded / event.total : 0));
    return new Promise((resolve, reject) => {
      const fail = () => reject(problemFrom(request.status, request.responseText, request.getResponseHeader("Retry-After")));
      request.addEventListener("load", () => {
        if (request.status < 200 || request.status > 299) return fail();
        try {
          resolve(JSON.parse(request.responseText).data.filePath);
        } catch {
          fail();
        }
      });
      request.addEventListener("error", fail);
      request.addEventListener("abort", fail);
      request.send(form);
    });
  }

  /** @param {string} words */
  #insert(words) {
    const { selectionStart, selectionEnd } = this.text;
    // The old command alone keeps what the browser can take back.
    const focused = document.activeElement;
    this.text.focus();
    if (!document.execCommand("insertText", false, words)) {
      this.text.setRangeText(words, selectionStart, selectionEnd, "end");
      this.text.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (focused instanceof HTMLElement && focused !== document.body) focused.focus();
  }
}

/**
 * Markdown that shows what can be shown, and links to the rest.
 * @param {File} file
 * @param {string} path
 */
function reference(file, path) {
  const words = file.name.replace(/[\\[\]<&`*_]/g, "\\$&");
  const mark = /^(image|video|audio)\//.test(file.type) ? "!" : "";
  return `${mark}[${words}](${destination(path)})`;
}

/**
 * A path as an address in Markdown: what ends one, means something in it, or makes it another kind of address is percent-encoded.
 * @param {string} path
 */
export function destination(path) {
  return path.replace(/[\s%()<>\\#?&:*_~`"']/g, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x80 ? `%${code.toString(16).toUpperCase().padStart(2, "0")}` : encodeURIComponent(character);
  });
}
