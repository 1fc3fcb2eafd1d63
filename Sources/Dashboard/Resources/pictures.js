// Pictures while they load, and when they do not.

import { decode } from "./blurhash.js";
import { element, icon } from "./element.js";
import { t } from "./locale.js";

const edge = 32;

/**
 * Puts a blurred placeholder over every picture still loading, and words in the place of one that fails.
 * @param {ParentNode} parent
 */
export function preparePictures(parent) {
  for (const image of parent.querySelectorAll("img.picture")) {
    if (image instanceof HTMLImageElement) prepare(image);
  }
}

/** @param {HTMLImageElement} image */
function prepare(image) {
  if (image.complete) {
    if (image.naturalWidth === 0) giveUp(image);
    return;
  }
  const placeholder = placeholderFor(image);
  if (placeholder) image.before(placeholder);
  image.addEventListener("load", () => placeholder?.remove(), { once: true });
  image.addEventListener("error", () => {
    placeholder?.remove();
    giveUp(image);
  }, { once: true });
}

/** @param {HTMLImageElement} image */
function placeholderFor(image) {
  const hash = image.dataset.placeholder;
  if (!hash) return null;
  const ratio = (Number(image.getAttribute("width")) || 4) / (Number(image.getAttribute("height")) || 3);
  const width = Math.max(1, Math.round(ratio >= 1 ? edge : edge * ratio));
  const height = Math.max(1, Math.round(ratio >= 1 ? edge / ratio : edge));
  const picture = decode(hash, width, height);
  if (!picture) return null;
  const canvas = element("canvas", { class: "placeholder", "aria-hidden": "true" });
  canvas.width = width;
  canvas.height = height;
  canvas.getContext("2d")?.putImageData(picture, 0, 0);
  return canvas;
}

/** @param {HTMLImageElement} image */
function giveUp(image) {
  image.replaceWith(element("span", { class: "no-picture" }, icon("image"), t("thumbnail.failed")));
}
