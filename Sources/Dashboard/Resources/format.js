// Sizes and times in the reader's language.

import { language, t } from "./locale.js";

const units = ["unit.B", "unit.KB", "unit.MB", "unit.GB", "unit.TB"];
const oneDecimal = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });
const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric" });
const exact = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });

/**
 * `980 B`, `2.4 MB`, `31 MB`; 1 MB is 1,048,576 bytes.
 * @param {number} bytes
 */
export function byteCount(bytes) {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const format = unit > 0 && value < 9.95 ? oneDecimal : whole;
  return t(units[unit], { value: format.format(value) });
}

/**
 * Puts every `<time>` inside into local time and the reader's words.
 * @param {ParentNode} parent
 */
export function localizeTimes(parent) {
  for (const element of parent.querySelectorAll("time")) {
    const date = new Date(element.dateTime);
    if (Number.isNaN(date.getTime())) continue;
    element.textContent = ago(date) ?? day.format(date);
    element.title = exact.format(date);
  }
}

/** @param {Date} date */
function ago(date) {
  const minutes = Math.floor((Date.now() - date.getTime()) / 60000);
  if (minutes < -1 || minutes >= 7 * 24 * 60) return null;
  if (minutes < 1) return t("time.now");
  if (minutes < 60) return relative.format(-minutes, "minute");
  if (minutes < 24 * 60) return relative.format(-Math.floor(minutes / 60), "hour");
  return relative.format(-Math.floor(minutes / (24 * 60)), "day");
}
