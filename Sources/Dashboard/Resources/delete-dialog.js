// Asks before an asset is deleted for good; the focus starts on Cancel.

import { Problem } from "./api.js";

export class DeleteDialog {
  #dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("delete-dialog"));

  get isAvailable() {
    return this.#dialog !== null;
  }

  /**
   * Resolves to true once deleted, to false when the person thought better of it.
   * @param {string} name
   * @param {() => Promise<void>} remove
   * @returns {Promise<boolean>}
   */
  ask(name, remove) {
    const dialog = this.#dialog;
    const confirm = dialog?.querySelector("[data-action='confirm-delete']");
    if (!dialog || !(confirm instanceof HTMLButtonElement)) return Promise.resolve(false);
    setText(dialog, ".dialog-name bdi", name);
    setError(dialog, "");
    dialog.showModal();

    return new Promise((resolve) => {
      let isDeleted = false;
      const onConfirm = async () => {
        confirm.disabled = true;
        try {
          await remove();
          isDeleted = true;
          dialog.close();
        } catch (error) {
          setError(dialog, error instanceof Problem ? error.message : String(error));
        }
        confirm.disabled = false;
      };
      confirm.addEventListener("click", onConfirm);
      dialog.addEventListener("close", () => {
        confirm.removeEventListener("click", onConfirm);
        resolve(isDeleted);
      }, { once: true });
    });
  }
}

/**
 * @param {Element} dialog
 * @param {string} selector
 * @param {string} text
 */
function setText(dialog, selector, text) {
  const place = dialog.querySelector(selector);
  if (place) place.textContent = text;
}

/**
 * @param {Element} dialog
 * @param {string} text
 */
function setError(dialog, text) {
  setText(dialog, ".error", text);
  dialog.querySelector(".error")?.toggleAttribute("hidden", text === "");
}
