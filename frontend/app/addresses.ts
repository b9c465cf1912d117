// Typing an address: the estates and buildings it may mean, and with one of them its point. The form works without.
import { announce, onContent } from "./page";

interface Address { id: string; name: string; name_en: string; label: string; lon: number; lat: number }

const WAIT = 250;
let lists = 0;

/** A combobox as ARIA knows it: the focus stays in the input, the arrows move through the list under it. */
class Suggestions {
  private readonly list = document.createElement("ul");
  private found: Address[] = [];
  private at = -1;
  private timer = 0;
  private asked = 0;

  constructor(private readonly box: HTMLElement, private readonly input: HTMLInputElement) {
    this.list.className = "suggestions";
    this.list.id = `addresses-${++lists}`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", box.dataset.sayList ?? "");
    this.list.hidden = true;
    const frame = document.createElement("div");
    frame.className = "suggesting";
    input.replaceWith(frame);
    frame.append(input, this.list);
    const said = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id, autocomplete: "off" };
    for (const [name, value] of Object.entries(said)) input.setAttribute(name, value);
    input.addEventListener("input", () => this.wait());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = (event.target as Element).closest<HTMLElement>("[role=option]");
      if (option) this.take(Number(option.dataset.n));
    });
  }

  private wait(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), WAIT);
  }

  private async ask(): Promise<void> {
    const text = this.input.value.trim();
    const mine = ++this.asked;
    if (text.length < 2) return this.close();
    const address = new URL(this.box.dataset.addresses ?? "", location.href);
    address.searchParams.set("q", text.slice(0, 200));
    const found = await fetch(address).then((answer) => (answer.ok ? (answer.json() as Promise<Address[]>) : [])).catch(() => []);
    if (mine === this.asked) this.show(found.slice(0, 8));
  }

  private show(found: Address[]): void {
    this.found = found;
    this.at = -1;
    const english = document.documentElement.lang.startsWith("en");
    this.list.replaceChildren(...found.map((one, n) => {
      const option = document.createElement("li");
      option.id = `${this.list.id}-${n}`;
      option.dataset.n = String(n);
      option.setAttribute("role", "option");
      const name = document.createElement("span");
      name.textContent = english ? one.name_en : one.name;
      const label = document.createElement("span");
      label.className = "muted fine data";
      label.textContent = one.label;
      option.append(name, label);
      return option;
    }));
    this.open(found.length > 0);
    this.list.scrollIntoView({ block: "nearest" });
    if (found.length > 0) announce((this.box.dataset.sayFound ?? "").replace("{}", String(found.length)));
  }

  private open(shown: boolean): void {
    this.list.hidden = !shown;
    this.input.setAttribute("aria-expanded", String(shown));
    if (!shown) this.input.removeAttribute("aria-activedescendant");
  }

  private close(): void {
    this.open(false);
  }

  private key(event: KeyboardEvent): void {
    if (this.list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") this.move(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Enter" && this.at >= 0) this.take(this.at);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private move(step: number): void {
    this.at = (this.at + step + this.found.length) % this.found.length;
    for (const option of this.list.children) option.setAttribute("aria-selected", String(option.id === `${this.list.id}-${this.at}`));
    this.input.setAttribute("aria-activedescendant", `${this.list.id}-${this.at}`);
    this.list.children[this.at]?.scrollIntoView({ block: "nearest" });
  }

  /** The address is written in full, and its point goes where the map and the position would put theirs. */
  private take(n: number): void {
    const one = this.found[n];
    if (!one) return;
    this.input.value = one.label;
    this.asked++;
    this.close();
    const part = (name: string): HTMLInputElement | null => this.box.querySelector(`input[data-part="${name}"]`);
    for (const [name, value] of [["lon", one.lon], ["lat", one.lat]] as const) {
      const input = part(name);
      if (!input) continue;
      input.value = value.toFixed(6);
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    const line = this.box.querySelector<HTMLElement>("[data-located]");
    if (line) line.textContent = (this.box.dataset.sayTaken ?? "{}").replace("{}", this.input.value);
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

onContent((root) => {
  for (const box of root.querySelectorAll<HTMLElement>("[data-addresses]:not([data-listening])")) {
    const input = box.closest("form")?.querySelector<HTMLInputElement>("input[name=address]");
    if (!input) continue;
    box.dataset.listening = "";
    new Suggestions(box, input);
  }
});
