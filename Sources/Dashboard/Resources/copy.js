// Buttons that copy a public address.

import { show } from "./announce.js";
import { setIcon } from "./element.js";
import { t } from "./locale.js";

/** @param {HTMLElement} button carries what to copy as `data-copy` */
export async function copyFrom(button) {
  const isCopied = await copy(button.dataset.copy ?? "");
  show(isCopied ? t("asset.copied") : t("asset.copyFailed"));
  const picture = button.querySelector(".icon");
  if (!isCopied || !picture) return;
  button.classList.add("is-done");
  setIcon(picture, "check");
  setTimeout(() => {
    button.classList.remove("is-done");
    setIcon(picture, "copy");
  }, 1600);
}

/** @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/**
 * The way that works without https, where the clipboard interface is missing.
 * @param {string} text
 */
function copyBySelection(text) {
  const focused = document.activeElement;
  const field = document.createElement("textarea");
  field.className = "visually-hidden";
  field.value = text;
  document.body.append(field);
  field.select();
  const isCopied = document.execCommand("copy");
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return isCopied;
}
