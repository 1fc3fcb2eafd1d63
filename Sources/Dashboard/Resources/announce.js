// Telling people what happened: politely to screen readers, and on demand in a passing note everybody sees.

import { element } from "./element.js";

const voice = element("p", { role: "status", class: "visually-hidden" });
const toast = element("p", { class: "toast", "aria-hidden": "true", hidden: "" });
document.body.append(voice, toast);

let hideTimer = 0;

/**
 * Says it without interrupting. The same words twice in a row are said twice.
 * @param {string} text
 */
export function announce(text) {
  voice.textContent = voice.textContent === text ? `${text}\u00A0` : text;
}

/**
 * Says it and shows it for a few seconds.
 * @param {string} text
 */
export function show(text) {
  announce(text);
  toast.textContent = text;
  toast.hidden = false;
  // A modal dialog makes the rest of the page unreachable to assistive technology, and covers it.
  const home = document.querySelector("dialog[open]") ?? document.body;
  home.append(voice, toast);
  clearTimeout(hideTimer);
  hideTimer = setTimeout(() => {
    toast.hidden = true;
  }, 5000);
}
