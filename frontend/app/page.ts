// Small helpers that every part shares: words come from the page, never from the script.

/** A word or sentence in the page's language, from `data-say-…` on the body. */
export function say(key: string): string {
  return document.body.dataset[`say${key[0]?.toUpperCase() ?? ""}${key.slice(1)}`] ?? "";
}

/** Tell people who listen to the page what has just happened. */
export function announce(text: string): void {
  const line = document.getElementById("announce");
  if (line) line.textContent = text;
}

/** Run on this page's content now, and on whatever is swapped in later. */
export function onContent(work: (root: ParentNode) => void): void {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => work(document));
  else work(document);
  document.addEventListener("htmx:after:swap", () => work(document));
}

/** Move focus to a region or message without leaving it in the tab order. */
export function focusOn(element: HTMLElement): void {
  if (element.tabIndex < 0 && !element.hasAttribute("tabindex")) element.setAttribute("tabindex", "-1");
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "nearest" });
}
