// Saves the metadata form in place. What was typed is never thrown away: not by a refusal, a conflict, or closing the panel.

import { announce } from "./announce.js";
import { Problem } from "./api.js";
import { element, icon } from "./element.js";
import { has, t } from "./locale.js";
import { TagField } from "./tag-field.js";

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */

/** Unsaved words by asset, kept while the page is open. @type {Map<string, Record<string, string>>} */
const drafts = new Map();

window.addEventListener("beforeunload", (event) => {
  if (drafts.size > 0) event.preventDefault();
});

/** @param {string} id */
export function hasDraft(id) {
  return drafts.has(id);
}

/** @param {string} id */
export function forgetDraft(id) {
  drafts.delete(id);
}

export class MetadataForm {
  #isRefused;

  /**
   * @param {HTMLFormElement} form
   * @param {string} id the asset's
   * @param {import("./api.js").LibraryAPI} api
   * @param {() => Promise<void>} onSaved
   * @param {() => void} onTagged
   */
  constructor(form, id, api, onSaved, onTagged) {
    this.form = form;
    this.id = id;
    this.api = api;
    this.onSaved = onSaved;
    this.onTagged = onTagged;
    this.#isRefused = form.querySelector("[aria-invalid], .notice") !== null;
    this.#restore();
    const tags = form.elements.namedItem("tags");
    if (tags instanceof HTMLInputElement) new TagField(tags, (name, isAdded) => this.#tag(name, isAdded), (error) => this.#notTagged(error));
    form.addEventListener("input", () => this.#keepDraft());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save();
    });
  }

  get #controls() {
    const controls = this.form.querySelectorAll("input[name]:not([type='hidden'], [type='checkbox']), textarea, select");
    return /** @type {Control[]} */ ([...controls]);
  }

  /** What to send: what was changed, or everything when the server rendered words it had refused. */
  get #fields() {
    const controls = this.#controls;
    const changed = this.#isRefused ? controls : controls.filter((control) => control.value !== initial(control));
    return Object.fromEntries(changed.map((control) => [control.name, control.value]));
  }

  #restore() {
    const draft = drafts.get(this.id);
    if (!draft) return;
    for (const control of this.#controls) {
      if (control.name in draft) control.value = draft[control.name];
    }
    this.#setState(t("metadata.unsaved"));
  }

  #keepDraft() {
    const fields = this.#fields;
    const isUnchanged = Object.keys(fields).length === 0;
    if (isUnchanged) drafts.delete(this.id);
    else drafts.set(this.id, fields);
    this.#setState(isUnchanged ? "" : t("metadata.unsaved"));
  }

  async #save() {
    const button = this.form.querySelector("button[type='submit']");
    if (button?.getAttribute("aria-disabled") === "true") return;
    button?.setAttribute("aria-disabled", "true");
    this.#clearErrors();
    try {
      await this.api.save(this.id, this.#etag.value, forAPI(this.#fields), this.#rewritesReferences);
      drafts.delete(this.id);
      announce(t("notice.saved"));
      await this.onSaved();
    } catch (error) {
      await this.#refused(error instanceof Problem ? error : new Problem(0, String(error)));
    }
    button?.removeAttribute("aria-disabled");
  }

  /**
   * Adds a tag or takes one away, at once; what else was typed stays as it is.
   * @param {string} name
   * @param {boolean} isAdded
   */
  async #tag(name, isAdded) {
    this.#clearErrors();
    const field = /** @type {HTMLInputElement} */ (this.form.elements.namedItem("tags"));
    const others = namesIn(field.value).filter((other) => other !== name);
    const { asset, etag } = await this.api.save(this.id, this.#etag.value, { tags: isAdded ? [...others, name] : others });
    this.#etag.value = etag;
    this.onTagged();
    return asset.tags;
  }

  /** @param {unknown} error */
  #notTagged(error) {
    return this.#refused(error instanceof Problem ? error : new Problem(0, String(error)));
  }

  /** Whether content that names the file by its path is to follow another one. */
  get #rewritesReferences() {
    const box = this.form.elements.namedItem("references");
    return box instanceof HTMLInputElement && box.checked && "logicalPath" in this.#fields;
  }

  get #etag() {
    return /** @type {HTMLInputElement} */ (this.form.elements.namedItem("etag"));
  }

  /** @param {Problem} problem */
  async #refused(problem) {
    if (problem.status === 412 || problem.status === 409) {
      // Saving again replaces the other's version: the newest tag is fetched, the words stay.
      this.#etag.value = await this.api.etag(this.id).catch(() => this.#etag.value);
      return this.#showProblem(t("metadata.conflict"));
    }
    const unplaced = problem.errors.filter((error) => !this.#showFieldError(error));
    if (problem.errors.length === 0 || unplaced.length > 0) this.#showProblem(problem.message);
    const first = this.form.querySelector("[aria-invalid='true']");
    if (first instanceof HTMLElement) first.focus();
  }

  /** @param {import("./api.js").FieldError} error */
  #showFieldError(error) {
    const control = this.#controls.find((candidate) => candidate.name === error.field);
    const place = control && document.getElementById(`${control.id}-error`);
    if (!control || !place) return false;
    control.setAttribute("aria-invalid", "true");
    place.textContent = has(`error.${error.code}`) ? t(`error.${error.code}`) : error.detail;
    place.hidden = false;
    return true;
  }

  /** @param {string} text */
  #showProblem(text) {
    const notice = element("p", { class: "notice problem", role: "alert" }, icon("warning"), element("span", {}, text));
    this.form.querySelector(".actions")?.before(notice);
    notice.scrollIntoView({ block: "nearest" });
  }

  #clearErrors() {
    for (const notice of this.form.querySelectorAll(".notice")) notice.remove();
    for (const place of this.form.querySelectorAll(".error")) place.setAttribute("hidden", "");
    for (const control of this.#controls) control.removeAttribute("aria-invalid");
  }

  /** @param {string} text */
  #setState(text) {
    const state = this.form.querySelector(".save-state");
    if (state) state.textContent = text;
  }
}

/**
 * What the server rendered.
 * @param {Control} control
 */
function initial(control) {
  if (!(control instanceof HTMLSelectElement)) return control.defaultValue;
  return [...control.options].find((option) => option.defaultSelected)?.value ?? "";
}

/** @param {string} text */
function namesIn(text) {
  return text.split(",").map((name) => name.trim()).filter((name) => name !== "");
}

/**
 * The fields as the interface takes them: nothing chosen is null, tags are a list.
 * @param {Record<string, string>} fields
 */
function forAPI(fields) {
  /** @type {Record<string, unknown>} */
  const sent = { ...fields };
  if ("mediaType" in fields) sent.mediaType = fields.mediaType || null;
  if ("tags" in fields) sent.tags = namesIn(fields.tags);
  return sent;
}
