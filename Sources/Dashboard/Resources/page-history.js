// What the history keeps of a view: where it was scrolled to, what had the focus, and what its address says.

/** @typedef {{ scroll?: number, focus?: string, isOpened?: boolean }} PageState */

export function remember() {
  const focus = document.activeElement?.closest(".card")?.id;
  /** @type {PageState} */
  const state = { ...history.state, scroll: scrollY, ...(focus && { focus }) };
  history.replaceState(state, "");
}

/** @param {PageState | null} state */
export function restorePlace(state) {
  if (state?.scroll !== undefined) scrollTo({ top: state.scroll, behavior: "instant" });
  const card = state?.focus && document.getElementById(state.focus);
  if (card && document.activeElement === document.body) card.querySelector("a")?.focus({ preventScroll: true });
}

/** A notice is about what just happened; after a reload it has not. */
export function forgetNotice() {
  const url = new URL(location.href);
  if (url.searchParams.has("notice")) history.replaceState(history.state, "", withoutNotice(url.href));
}

/**
 * An address that says nothing of what just happened.
 * @param {string} address
 */
export function withoutNotice(address) {
  const url = new URL(address);
  for (const name of ["notice", "undo", "count"]) url.searchParams.delete(name);
  return url;
}

/**
 * The part of an address that decides the results.
 * @param {string} address
 */
export function viewOf(address) {
  const params = withoutNotice(address).searchParams;
  params.delete("asset");
  return params.size > 0 ? `?${params}` : "";
}
