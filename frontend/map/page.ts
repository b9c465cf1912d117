// The map page: the map and the list are two ways to the same place. A tap on a grid follows its link in the list.
import type { MapGeoJSONFeature, Marker } from "maplibre-gl";
import { areaOf, calm, type Canvas, draw, light, pin, show } from "./canvas";

// From here on a finger means a house, not the grid around it.
const NUMBERED = 16;

export async function page(element: HTMLElement): Promise<void> {
  const first = element.dataset.area;
  const canvas = await draw(element, { first });
  if (!canvas) return;
  if (first) {
    light(canvas, first);
    mark(first);
  }
  spot(canvas);
  document.addEventListener("htmx:after:swap", () => spot(canvas));
  canvas.map.on("click", (event) => {
    const house = canvas.map.getLayer("houses") ? canvas.map.queryRenderedFeatures(event.point, { layers: ["houses"] })[0] : undefined;
    const hit = canvas.map.queryRenderedFeatures(event.point, { layers: ["ground", "border-community"] })[0];
    if (house && canvas.map.getZoom() >= NUMBERED) address(String(house.properties.id));
    else if (hit) open(canvas, hit);
  });
  canvas.map.on("mousemove", (event) => {
    const over = canvas.map.queryRenderedFeatures(event.point, { layers: ["ground"] }).length > 0;
    canvas.map.getCanvas().style.cursor = over ? "pointer" : "";
  });
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLElement>("a[data-area]");
    if (link?.dataset.area) choose(canvas, link.dataset.area);
  });
  window.addEventListener("popstate", () => choose(canvas, new URLSearchParams(location.search).get("area") ?? ""));
}

/** What lies under a finger depends on how near one looks: first communities, then grids, then units. */
function open(canvas: Canvas, hit: MapGeoJSONFeature): void {
  const zoom = canvas.map.getZoom();
  const tiers = zoom < 14 ? ["community"] : zoom < 15 ? ["community", "grid"] : ["community", "grid", "cell"];
  let area = areaOf(canvas, String(hit.properties.id));
  while (area && !tiers.includes(area.properties.tier)) area = areaOf(canvas, area.properties.parent);
  if (area) follow(canvas, area.properties.id);
}

/** What is known of a house comes like that of a grid: the hidden form of the page asks for it. */
function address(id: string): void {
  const form = document.querySelector<HTMLFormElement>("form[data-house]");
  const input = form?.querySelector<HTMLInputElement>("[name=address]");
  if (!form || !input) return;
  input.value = id;
  form.requestSubmit();
}

/** The pin of the address that is shown, where there is one. */
let marked: Marker | null = null;
function spot(canvas: Canvas): void {
  marked?.remove();
  marked = null;
  const [lon, lat] = (document.querySelector<HTMLElement>("#place")?.dataset.at ?? "").split(",").map(Number);
  if (!lon || !lat) return;
  marked = pin(canvas, [lon, lat]);
  canvas.map.easeTo({ center: [lon, lat], zoom: Math.max(canvas.map.getZoom(), 16.6), duration: calm() ? 0 : 400 });
}

function follow(canvas: Canvas, id: string): void {
  const link = document.querySelector<HTMLAnchorElement>(`#places a[data-area="${id}"]`);
  if (link) link.click();
  else choose(canvas, id);
}

function choose(canvas: Canvas, id: string): void {
  light(canvas, id);
  mark(id);
  const area = areaOf(canvas, id);
  if (area) show(canvas, area);
}

/** The list opens down to the place and shows it. */
function mark(id: string): void {
  document.querySelectorAll("#places a[aria-current]").forEach((link) => link.removeAttribute("aria-current"));
  const link = document.querySelector<HTMLElement>(`#places a[data-area="${id}"]`);
  if (!link) return;
  link.setAttribute("aria-current", "true");
  const own = link.parentElement?.querySelector<HTMLDetailsElement>(":scope > details");
  if (own) own.open = true;
  for (let up = link.closest("details"); up; up = up.parentElement?.closest("details") ?? null) up.open = true;
  // Only the list scrolls: on a phone, where it is as long as its content, the map stays in sight.
  const list = link.closest<HTMLElement>(".map-list");
  if (list && list.scrollHeight > list.clientHeight) list.scrollTop += link.getBoundingClientRect().top - list.getBoundingClientRect().top - 80;
}
