// The grid worker's phone: identifiers and moments made on the device, and which grid a position lies in.
import { onContent } from "./page";

interface Answer { place: { id: string } | null; path: { tier: string; name: string; name_en: string }[] }

/** A UUID of version 8 born in a township, as the server makes them: milliseconds, random, township, random. */
export function newId(township: number): string {
  const random = crypto.getRandomValues(new Uint32Array(2));
  const [low, high] = [BigInt(random[0] ?? 0), BigInt(random[1] ?? 0)];
  const value = (BigInt(Date.now()) << 80n) | (8n << 76n) | ((high & 0xfffn) << 64n) | (2n << 62n) | (BigInt(township) << 32n) | low;
  return value.toString(16).padStart(32, "0").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** This moment with the device's offset, to the second. */
export function moment(now = new Date()): string {
  const offset = -now.getTimezoneOffset();
  const local = new Date(now.getTime() + offset * 60_000).toISOString().slice(0, 19);
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${local}${offset < 0 ? "-" : "+"}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
}

// Written once, so that the same form sent twice stays the same request.
document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (!form.matches("[data-made-here], [data-moment]")) return;
  set(form, "happened_at", moment);
  const township = Number(form.dataset.madeHere);
  if (township) set(form, "id", () => newId(township));
}, { capture: true });

function set(form: HTMLFormElement, name: string, make: () => string): void {
  const input = form.querySelector<HTMLInputElement>(`input[name="${name}"]`);
  if (input && !input.value) input.value = make();
}

// Only the last question's answer is shown.
let asked = 0;

// Where: a position taken here names its grid; choosing a grid by hand takes the position away.
onContent((root) => {
  for (const box of root.querySelectorAll<HTMLElement>("[data-where]:not([data-watched])")) {
    box.dataset.watched = "yes";
    box.addEventListener("change", (event) => {
      const changed = event.target as HTMLElement;
      if (changed.dataset.part === "lat") void named(box);
      else if (changed instanceof HTMLSelectElement) chosen(box, changed);
    });
    box.querySelector("[data-forget]")?.addEventListener("click", () => forget(box));
    if (part(box, "lon")?.value) void named(box);
  }
});

function part(box: HTMLElement, name: string): HTMLInputElement | null {
  return box.querySelector(`input[data-part="${name}"]`);
}
function line(box: HTMLElement): HTMLElement | null {
  return box.querySelector("[data-shown-place]");
}

function write(box: HTMLElement, text: string): void {
  const shown = line(box);
  if (shown && text) shown.textContent = text;
}

function forget(box: HTMLElement): void {
  for (const name of ["lon", "lat"]) {
    const input = part(box, name);
    if (input) input.value = "";
  }
  asked++;
  const accuracy = box.querySelector("[data-located]");
  if (accuracy) accuracy.textContent = "";
  toggle(box, true);
  write(box, line(box)?.dataset.own ?? "");
}

function chosen(box: HTMLElement, select: HTMLSelectElement): void {
  forget(box);
  const option = select.selectedOptions[0];
  if (!option?.value) return;
  const group = option.closest("optgroup")?.label;
  write(box, group ? `${group} › ${option.text}` : option.text);
}

function toggle(box: HTMLElement, hidden: boolean): void {
  const button = box.querySelector<HTMLElement>("[data-forget]");
  if (button) button.hidden = hidden;
}

async function named(box: HTMLElement): Promise<void> {
  const [lon, lat] = [part(box, "lon")?.value ?? "", part(box, "lat")?.value ?? ""];
  if (!lon || !lat) return;
  const mine = ++asked;
  toggle(box, false);
  const select = box.querySelector("select");
  if (select) select.value = "";
  write(box, `${Number(lat).toFixed(5)}, ${Number(lon).toFixed(5)}`);
  const answer = await fetch(`/api/v1/places/locate?lon=${lon}&lat=${lat}&crs=WGS84`)
    .then((sent) => (sent.ok ? (sent.json() as Promise<Answer>) : null))
    .catch(() => null);
  if (mine !== asked || !answer) return;
  write(box, answer.place ? pathOf(answer) : (line(box)?.dataset.outside ?? ""));
}

function pathOf(answer: Answer): string {
  const english = document.documentElement.lang.startsWith("en");
  const near = answer.path.filter((step) => ["township", "community", "grid", "cell"].includes(step.tier));
  return near.map((step) => (english ? step.name_en : step.name)).join(" › ");
}
