// Choosing rows of a list: a tick beside each, x on the keyboard, Shift for a run of rows, one for the whole page.
import { announce, onContent } from "./page";

const boxes = (): HTMLInputElement[] => [...document.querySelectorAll<HTMLInputElement>(".pick input[name=case]")];
let last: HTMLInputElement | null = null;

/** Tick or untick a row; with `through`, every row from the last one ticked to here. */
function pick(box: HTMLInputElement, on: boolean, through: boolean): void {
  const all = boxes();
  const [from, to] = [last && through ? all.indexOf(last) : -1, all.indexOf(box)];
  const run = from < 0 ? [box] : all.slice(Math.min(from, to), Math.max(from, to) + 1);
  for (const one of run) one.checked = on;
  last = box;
  show();
}

function show(): void {
  const all = boxes();
  const count = all.filter((box) => box.checked).length;
  const form = document.getElementById("pick");
  if (!form) return;
  form.classList.toggle("some", count > 0);
  const go = form.querySelector<HTMLButtonElement>("[data-pick-go]");
  const number = form.querySelector<HTMLElement>("[data-pick-count]");
  const whole = form.querySelector<HTMLInputElement>("[data-pick-all]");
  if (go) go.disabled = count === 0;
  if (number) {
    number.hidden = count === 0;
    number.textContent = String(count);
  }
  if (whole) {
    whole.checked = count > 0 && count === all.length;
    whole.indeterminate = count > 0 && count < all.length;
  }
  for (const box of all) box.closest("li")?.classList.toggle("picked", box.checked);
}

document.addEventListener("click", (event) => {
  const box = event.target as HTMLInputElement;
  if (!(box instanceof HTMLInputElement)) return;
  if (box.matches(".pick input[name=case]")) pick(box, box.checked, event.shiftKey);
  if (box.matches("[data-pick-all]")) {
    for (const one of boxes()) one.checked = box.checked;
    show();
  }
});

/** The tick of the row that has the focus, for the keyboard. */
export function pickHere(through: boolean): void {
  const box = document.activeElement?.closest("li")?.querySelector<HTMLInputElement>(".pick input[name=case]");
  if (!box) return;
  pick(box, through || !box.checked, through);
  announce(document.querySelector("[data-pick-count]")?.textContent ?? "");
}

export function pickNone(): void {
  for (const box of boxes()) box.checked = false;
  last = null;
  show();
}

/** A move for whatever is ticked. */
export function pickGo(): void {
  const form = document.getElementById("pick");
  if (form instanceof HTMLFormElement && boxes().some((box) => box.checked)) form.requestSubmit();
}

onContent(show);
