// The sentences of the page's language, from the same file the server reads.

/** @typedef {string | { one?: string, other: string }} Phrase */

const root = document.documentElement;

export const language = root.lang;

/** @type {Record<string, Phrase>} */
const phrases = await fetch(root.dataset.locale ?? "").then(
  (answer) => (answer.ok ? answer.json() : {}),
  () => ({}),
);

const pluralRules = new Intl.PluralRules(language);
const numbers = new Intl.NumberFormat(language);

/**
 * The sentence for a key, with its `{name}` places filled; the key itself when there is none.
 * @param {string} key
 * @param {Record<string, string>} [values]
 */
export function t(key, values = {}) {
  const phrase = phrases[key] ?? key;
  return fill(typeof phrase === "string" ? phrase : phrase.other, values);
}

/**
 * The sentence for a number, in its plural form, with `{count}` filled.
 * @param {string} key
 * @param {number} count
 * @param {Record<string, string>} [values]
 */
export function plural(key, count, values = {}) {
  const phrase = phrases[key] ?? key;
  const isOne = pluralRules.select(count) === "one";
  const form = typeof phrase === "string" ? phrase : (isOne && phrase.one) || phrase.other;
  return fill(form, { count: numbers.format(count), ...values });
}

/** @param {string} key */
export function has(key) {
  return key in phrases;
}

/**
 * @param {string} text
 * @param {Record<string, string>} values
 */
function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}
