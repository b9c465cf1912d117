// The desk by keyboard: j and k walk the list, Enter opens, / searches, a goes to the next move, x ticks a row,
// b moves what is ticked, u goes back to the list, a letter on a button makes its move; ? explains.
import { onContent } from "./page";
import { pickGo, pickHere, pickNone } from "./pick";

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

function walk(step: number): void {
  const entries = [...document.querySelectorAll<HTMLAnchorElement>("[data-rows] a.entry")];
  if (!entries.length) return;
  const here = entries.findIndex((entry) => entry === document.activeElement);
  const open = entries.findIndex((entry) => entry.hasAttribute("aria-current"));
  const from = here >= 0 ? here : open;
  const next = entries[Math.max(0, Math.min(entries.length - 1, from + step))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function act(): void {
  const find = (what: string) => document.querySelector<HTMLElement>(`[data-moves] ${what}`);
  const first = find(".move :is(input:not([type=hidden]), textarea, select)") ?? find(":is(a, button, summary)");
  first?.focus();
  first?.scrollIntoView({ block: "nearest" });
}

/** Every move in the bar gets a letter of its own name that nothing else uses, and shows it. */
const letters = new Map<string, HTMLElement>();

function letter(root: ParentNode): void {
  letters.clear();
  for (const button of root.querySelectorAll<HTMLElement>("[data-moves] > .buttons :is(a.button, button)")) {
    const address = button.getAttribute("href") ?? button.closest("form")?.getAttribute("action") ?? "";
    const name = /\/moves\/([a-z_]+)\//.exec(address)?.[1] ?? "";
    const free = [...name.replace(/_/g, ""), ..."123456789"].find((key) => !(key in actions) && !letters.has(key));
    if (!name || !free) continue;
    letters.set(free, button);
    if (button.querySelector("kbd")) continue;
    const shown = document.createElement("kbd");
    shown.textContent = free;
    shown.setAttribute("aria-hidden", "true");
    button.append(" ", shown);
    button.setAttribute("aria-keyshortcuts", free);
  }
}

function back(): void {
  document.querySelector<HTMLAnchorElement>(".pane-list h1 a, .to-list a, a.to-list")?.click();
}

const actions: Record<string, () => void> = {
  j: () => walk(1),
  k: () => walk(-1),
  a: act,
  x: () => pickHere(false),
  X: () => pickHere(true),
  b: pickGo,
  u: back,
  Escape: pickNone,
  "/": () => document.querySelector<HTMLInputElement>("[data-search]")?.select(),
  "?": () => document.querySelector<HTMLDialogElement>("dialog#keys")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (!document.body.hasAttribute("data-keys") || document.querySelector("dialog[open]")) return;
  const action = actions[event.key] ?? (letters.has(event.key) ? () => letters.get(event.key)?.click() : undefined);
  if (!action) return;
  if (event.key !== "Escape") event.preventDefault();
  action();
});

// <button data-open="keys"> opens the dialog of that id.
document.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLElement>("[data-open]");
  if (button) document.querySelector<HTMLDialogElement>(`dialog#${button.dataset.open}`)?.showModal();
  if ((event.target as Element).closest("[data-print]")) window.print();
});

// The chosen row is marked at once; the server's answer only brings the case.
document.addEventListener("click", (event) => {
  const entry = (event.target as Element).closest<HTMLAnchorElement>("[data-rows] a.entry");
  if (!entry || event.ctrlKey || event.metaKey) return;
  document.querySelectorAll("[data-rows] a.entry[aria-current]").forEach((old) => old.removeAttribute("aria-current"));
  entry.setAttribute("aria-current", "true");
  entry.closest(".split")?.classList.add("has-case");
});

onContent(letter);
