// Asks before an asset is deleted, in the words of the link that was followed; the focus starts on Cancel.

import { Problem } from "./api.js";

export class DeleteDialog {
  #dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("delete-dialog"));

  get isAvailable() {
    return this.#dialog !== null;
  }

  /**
   * Resolves to true once deleted, to false when the person thought better of it.
   * @param {DOMStringMap} words what the link says about it: `name`, `question`, `warning`, `confirm`
   * @param {() => Promise<void>} remove
   * @returns {Promise<boolean>}
   */
  ask(words, remove) {
    const dialog = this.#dialog;
    const confirm = dialog?.querySelector("[data-action='confirm-delete']");
    if (!dialog || !(confirm instanceof HTMLButtonElement)) return Promise.resolve(false);
    setText(dialog, "h2", words.question);
    setText(dialog, ".dialog-name bdi", words.name);
    setText(dialog, "#delete-warning", words.warning);
    confirm.textContent = words.confirm ?? "";
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
 * @param {string | undefined} text
 */
function setText(dialog, selector, text) {
  const place = dialog.querySelector(selector);
  if (place) place.textContent = text ?? "";
}

/**
 * @param {Element} dialog
 * @param {string} text
 */
function setError(dialog, text) {
  setText(dialog, ".error", text);
  dialog.querySelector(".error")?.toggleAttribute("hidden", text === "");
}
