// Files dropped or pasted anywhere on the page, folders included.

import { element, icon } from "./element.js";
import { t } from "./locale.js";

/** @param {(files: File[]) => void} onFiles */
export function watchDrops(onFiles) {
  const veil = element("div", { class: "drop-veil", hidden: "" }, icon("upload"), t("upload.drop"));
  document.body.append(veil);
  /** @param {DragEvent} event */
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files") ?? false;

  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
    veil.hidden = document.querySelector("dialog[open]") !== null;
  });
  document.addEventListener("dragleave", (event) => {
    // Leaving for a child has that child as related target; leaving the window has none.
    if (event.relatedTarget === null) veil.hidden = true;
  });
  document.addEventListener("drop", async (event) => {
    if (!carriesFiles(event) || !event.dataTransfer) return;
    event.preventDefault();
    veil.hidden = true;
    onFiles(await filesOf(event.dataTransfer));
  });
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    onFiles(files);
  });
}

/** @param {DataTransfer} transfer */
async function filesOf(transfer) {
  // The entries must be taken before the first await: afterwards the transfer is empty.
  const entries = [...transfer.items].map((item) => (item.kind === "file" ? item.webkitGetAsEntry() : null));
  if (!entries.some((entry) => entry?.isDirectory)) return [...transfer.files];
  /** @type {File[]} */
  const files = [];
  for (const entry of entries) {
    if (entry) await collect(entry, files);
  }
  return files;
}

/**
 * @param {FileSystemEntry} entry
 * @param {File[]} files
 */
async function collect(entry, files) {
  if (entry.isFile) {
    const fileEntry = /** @type {FileSystemFileEntry} */ (entry);
    files.push(await new Promise((resolve, reject) => fileEntry.file(resolve, reject)));
    return;
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  for (;;) {
    // At most a hundred come at a time; an empty answer is the end.
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return;
    for (const child of some) await collect(child, files);
  }
}
