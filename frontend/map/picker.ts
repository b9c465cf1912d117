// Point at where it is: a tap sets the pin, the server says which grid that is. The form works without it.
import type { Marker } from "maplibre-gl";
import { calm, type Canvas, draw, light, pin } from "./canvas";

interface Answer { place: { id: string } | null; path: { tier: string; name: string; name_en: string }[] }

export async function picker(element: HTMLElement): Promise<void> {
  const box = element.closest<HTMLElement>("[data-picker]");
  const canvas = await draw(element, { gentle: false });
  if (!box || !canvas) return;
  const part = (name: string): HTMLInputElement | null => box.querySelector(`input[data-part="${name}"]`);
  let marker: Marker | null = null;

  function put(lon: number, lat: number, move: boolean): void {
    if (!canvas) return;
    marker ??= pin(canvas, [lon, lat]);
    marker.setLngLat([lon, lat]);
    if (move) canvas.map.easeTo({ center: [lon, lat], zoom: Math.max(canvas.map.getZoom(), 15.2), duration: calm() ? 0 : 300 });
    toggle(false);
    void name(canvas, box as HTMLElement, lon, lat);
  }
  function pick(lon: number, lat: number): void {
    write(part("lon"), lon.toFixed(6));
    write(part("lat"), lat.toFixed(6));
    put(lon, lat, (canvas?.map.getZoom() ?? 20) < 14.6);
  }
  function toggle(hidden: boolean): void {
    const button = box?.querySelector<HTMLElement>("[data-unpick]");
    if (button) button.hidden = hidden;
  }
  function clear(): void {
    write(part("lon"), "");
    write(part("lat"), "");
    marker?.remove();
    marker = null;
    toggle(true);
    if (canvas) light(canvas, "");
    say(box as HTMLElement, "");
  }

  canvas.map.on("click", (event) => pick(event.lngLat.lng, event.lngLat.lat));
  canvas.map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const { lng, lat } = canvas.map.getCenter();
    pick(lng, lat);
  });
  // The position of the device arrives through the same inputs (app/places.ts).
  box.addEventListener("change", (event) => {
    if ((event.target as HTMLElement).dataset.part !== "lat") return;
    const [lon, lat] = [Number(part("lon")?.value), Number(part("lat")?.value)];
    if (lon && lat) put(lon, lat, true);
  });
  box.querySelector("[data-unpick]")?.addEventListener("click", clear);
  if (part("lon")?.value && part("lat")?.value) put(Number(part("lon")?.value), Number(part("lat")?.value), true);
}

function write(input: HTMLInputElement | null, value: string): void {
  if (!input) return;
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function say(box: HTMLElement, text: string): void {
  const line = box.querySelector<HTMLElement>("[data-picked]");
  if (line) line.textContent = text;
}

/** Say which grid the pin stands in. Only the last question's answer is shown. */
let asked = 0;
async function name(canvas: Canvas, box: HTMLElement, lon: number, lat: number): Promise<void> {
  const mine = ++asked;
  const { locator, sayAsking, sayOutside } = canvas.element.dataset;
  say(box, sayAsking ?? "");
  const answer = await fetch(`${locator}?lon=${lon.toFixed(6)}&lat=${lat.toFixed(6)}&crs=WGS84`)
    .then((sent) => (sent.ok ? (sent.json() as Promise<Answer>) : null))
    .catch(() => null);
  if (mine !== asked) return;
  light(canvas, answer?.place?.id ?? "");
  if (answer?.place) say(box, pathOf(answer));
  else say(box, answer ? (sayOutside ?? "") : "");
}

function pathOf(answer: Answer): string {
  const english = document.documentElement.lang.startsWith("en");
  const near = answer.path.filter((step) => ["community", "grid", "cell"].includes(step.tier));
  return near.map((step) => (english ? step.name_en : step.name)).join(" › ");
}
