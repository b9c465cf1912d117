// A long choice with a box to find in it: options that do not hold the typed words step aside.
// The button of the form says what will happen: "Dispatch to…" becomes the name of what was chosen.
import { onContent } from "./page";

const fold = (text: string): string => text.toLocaleLowerCase().replace(/\s+/g, "");

document.addEventListener("input", (event) => {
  const box = event.target as HTMLInputElement;
  if (!(box instanceof HTMLInputElement) || !box.dataset.findIn) return;
  const select = document.getElementById(box.dataset.findIn);
  if (select instanceof HTMLSelectElement) narrow(select, fold(box.value));
});

function narrow(select: HTMLSelectElement, wanted: string): void {
  let first: HTMLOptionElement | null = null;
  let found = 0;
  for (const option of select.options) {
    if (!option.value) continue;
    const group = option.parentElement instanceof HTMLOptGroupElement ? option.parentElement.label : "";
    const fits = fold(option.text).includes(wanted) || fold(group).includes(wanted);
    option.hidden = option.disabled = !fits;
    if (fits) {
      first ??= option;
      found += 1;
    }
  }
  for (const group of select.querySelectorAll("optgroup")) {
    group.hidden = ![...group.querySelectorAll("option")].some((option) => !option.hidden);
  }
  // While somebody types, what is left is shown as a list; one that is left alone is chosen.
  select.size = wanted ? Math.min(8, found + 3) : 0;
  if (wanted && first && found === 1) {
    select.value = first.value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

document.addEventListener("keydown", (event) => {
  const box = event.target as HTMLInputElement;
  if (!(box instanceof HTMLInputElement) || !box.dataset.findIn) return;
  if (event.key === "Enter") event.preventDefault();
  if (event.key === "ArrowDown") {
    event.preventDefault();
    document.getElementById(box.dataset.findIn)?.focus();
  }
});

function sayWhatHappens(select: HTMLSelectElement): void {
  const button = select.form?.querySelector<HTMLElement>(`[data-names="${select.id}"]`);
  if (!button) return;
  const plain = (button.dataset.plain ??= button.textContent?.trim() ?? "");
  const name = select.value ? select.selectedOptions[0]?.text.trim() : "";
  const space = /\p{Script=Han}$/u.test(plain.replace(/…$/, "")) ? "" : " ";
  button.textContent = name ? plain.replace(/…$/, "").trimEnd() + space + name : plain;
}

document.addEventListener("change", (event) => {
  if (event.target instanceof HTMLSelectElement) sayWhatHappens(event.target);
});
onContent((root) => root.querySelectorAll("select").forEach(sayWhatHappens));
