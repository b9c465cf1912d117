// The desk by keyboard: j and k walk the list, Enter opens, / searches, a goes to the next move, ? explains.

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

const actions: Record<string, () => void> = {
  j: () => walk(1),
  k: () => walk(-1),
  a: act,
  "/": () => document.querySelector<HTMLInputElement>("[data-search]")?.select(),
  "?": () => document.querySelector<HTMLDialogElement>("dialog#keys")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (!document.body.hasAttribute("data-keys") || document.querySelector("dialog[open]")) return;
  const action = actions[event.key];
  if (!action) return;
  event.preventDefault();
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
