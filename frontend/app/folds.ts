// Groups of the rail stay open or shut as somebody left them, in this browser only. The group of the page at hand is
// open anyway: the server says so.
import { onContent } from "./page";

const shelf = (fold: HTMLDetailsElement): string => `gewu-${fold.dataset.remember}`;

function store(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null; // A browser that keeps nothing for us: groups then open with their page.
  }
}

document.addEventListener("click", (event) => {
  const summary = (event.target as HTMLElement).closest("details[data-remember] > summary");
  const fold = summary?.parentElement;
  if (fold instanceof HTMLDetailsElement) store()?.setItem(shelf(fold), fold.open ? "shut" : "open");
});

onContent((root) => {
  for (const fold of root.querySelectorAll<HTMLDetailsElement>("details[data-remember]")) {
    if (store()?.getItem(shelf(fold)) === "open") fold.open = true;
  }
});

// The rail scrolls by itself: the line of the page at hand is in sight when the page has come.
window.addEventListener("load", () =>
  document.querySelector(".rail [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" }),
);
