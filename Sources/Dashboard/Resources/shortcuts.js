// The single-letter keys and the help that lists them. They can be turned off (WCAG 2.1.4).

const storageKey = "vitrine.shortcuts";

/** Whether single letters do something. */
export function areOn() {
  const choice = document.getElementById("shortcuts");
  return choice instanceof HTMLInputElement && choice.checked;
}

export function watchShortcuts() {
  const help = document.getElementById("help-dialog");
  const search = document.getElementById("search");
  const choice = document.getElementById("shortcuts");
  if (!(help instanceof HTMLDialogElement) || !(choice instanceof HTMLInputElement)) return;

  const button = document.querySelector(".help-button");
  button?.addEventListener("click", () => help.showModal());
  button?.classList.add("is-ready");
  choice.checked = stored() !== "off";
  choice.addEventListener("change", () => store(choice.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    if (!choice.checked || isTyping(event) || document.querySelector("dialog[open]")) return;
    if (event.key === "/" && search instanceof HTMLInputElement) {
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === "?") {
      event.preventDefault();
      help.showModal();
    }
  });
}

/** @param {KeyboardEvent} event */
export function isTyping(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return true;
  return event.target instanceof Element
    && event.target.closest("input:not([type='checkbox']), textarea, select, [contenteditable]") !== null;
}

function stored() {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

/** @param {string} value */
function store(value) {
  try {
    localStorage.setItem(storageKey, value);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}
