// Suggests tags that exist while one is typed, a few at a time: by what the word begins with, the most used first.

const breath = 150;
const limit = 10;

/** @param {import("./api.js").LibraryAPI} api */
export function suggestTags(api) {
  let timer = 0;
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || !("tags" in field.dataset)) return;
    clearTimeout(timer);
    // Choosing a suggestion asks for nothing.
    if (event instanceof InputEvent && event.inputType === "insertReplacementText") return;
    timer = setTimeout(() => suggest(field, api), breath);
  });
}

/**
 * @param {HTMLInputElement} field
 * @param {import("./api.js").LibraryAPI} api
 */
async function suggest(field, api) {
  const list = field.list;
  const start = field.value.lastIndexOf(",") + 1;
  const before = field.value.slice(0, start) + (start > 0 ? " " : "");
  const prefix = field.value.slice(start).trim();
  if (!list || prefix === "") return list?.replaceChildren();
  const names = await api.tags(prefix, limit).catch(() => []);
  list.replaceChildren(...names.map((name) => new Option(name, before + name)));
}
