// The map of a draft of borders: its grids over the old ones, chosen by a tap or in the list beside it. What draws
// lines (editor/main.ts) comes from a script of its own, for those who may draw.
import type { GeoJSONSource, Map } from "maplibre-gl";
import type { Marker } from "maplibre-gl";
import { calm, type Canvas, draw, pin, show } from "./canvas";
import { areasOf } from "./data";

export interface Grid { key: string; community: string; short: string; households: number; touched: boolean; wrong: boolean; at: [number, number] }
export type Draft = GeoJSON.FeatureCollection<GeoJSON.Polygon, Grid> & { version: number };
export interface Board { canvas: Canvas; tools: HTMLElement; chosen: Set<string>; draft: () => Draft; send: (fields: Record<string, string>, keys?: string[]) => void; hint: (text: string) => void; mark: () => void }
interface Editor { start(board: Board): void }

const EMPTY: Draft = { type: "FeatureCollection", version: 0, features: [] };

export async function borders(element: HTMLElement): Promise<void> {
  const tools = element.closest(".map")?.querySelector<HTMLElement>("[data-border-tools]");
  const canvas = await draw(element);
  if (!canvas || !tools) return;
  const chosen = new Set<string>();
  let drawn: Draft = EMPTY;
  const mark = (): void => {
    if (canvas.map.getLayer("draft-chosen")) canvas.map.setFilter("draft-chosen", ["in", ["get", "key"], ["literal", [...chosen]]]);
    for (const box of document.querySelectorAll<HTMLInputElement>("#draft input[name=keys]")) box.checked = chosen.has(box.value);
  };
  const read = async (): Promise<void> => {
    const answer = await fetch(tools.dataset.mapUrl ?? "", { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    drawn = (await answer.json()) as Draft;
    const keys = new Set(drawn.features.map((grid) => grid.properties.key));
    for (const key of chosen) if (!keys.has(key)) chosen.delete(key);
    lay(canvas.map, drawn);
    mark();
    element.dataset.version = String(drawn.version);
  };
  await new Promise<void>((done) => (canvas.map.loaded() ? done() : void canvas.map.once("load", () => done())));
  await read();
  void canvas.map.once("idle", () => performance.mark("map-draft"));
  canvas.map.on("style.load", () => { lay(canvas.map, drawn); mark(); });
  tell(canvas);
  const board: Board = { canvas, tools, chosen, draft: () => drawn, send, hint, mark };
  function hint(text: string): void {
    const line = tools?.querySelector<HTMLElement>("[data-border-hint]");
    if (line) line.textContent = text;
  }
  canvas.map.on("click", (event) => {
    if (tools.dataset.drawing) return;
    const hit = canvas.map.queryRenderedFeatures(event.point, { layers: ["draft-ground"] })[0];
    const key = hit ? String(hit.properties.key) : "";
    if (!key) return;
    if (chosen.has(key)) chosen.delete(key);
    else chosen.add(key);
    mark();
    list(String(hit?.properties.community ?? ""));
  });
  document.addEventListener("change", (event) => {
    const box = event.target as HTMLInputElement;
    const home = box.closest("[data-border-community]") && areasOf(canvas.sheet).find((area) => area.properties.code === box.value);
    if (home) show(canvas, home);
    if (box.name !== "keys" || !box.closest("#draft")) return;
    if (box.checked) chosen.add(box.value);
    else chosen.delete(box.value);
    mark();
  });
  document.addEventListener("htmx:after:swap", () => {
    tell(canvas);
    const version = document.querySelector<HTMLElement>("#draft")?.dataset.version;
    if (version && version !== element.dataset.version) void read();
    else mark();
  });
  const { editor } = tools.dataset;
  if (editor && element.closest("[data-writable]")) {
    const module = (await import(new URL(editor, location.href).href)) as Editor;
    module.start(board);
  }
}

/** What is wrong is said with its longitude and latitude: pins stand there, and the map goes to the first. */
let pins: Marker[] = [];
function tell(canvas: Canvas): void {
  for (const one of pins) one.remove();
  const said = [...document.querySelectorAll("#draft .errors, #draft .error, #draft [data-findings]")].map((part) => part.textContent ?? "").join(" ");
  const spots = new Set(said.match(/\d{2,3}\.\d{5}, \d{1,2}\.\d{5}/g) ?? []);
  const points = [...spots].map((spot) => spot.split(", ").map(Number) as [number, number]);
  pins = points.map((point) => pin(canvas, point));
  if (points[0]) canvas.map.easeTo({ center: points[0], zoom: Math.max(canvas.map.getZoom(), 16), duration: calm() ? 0 : 400 });
}

/** The list shows the community of what was chosen on the map. */
function list(community: string): void {
  const form = document.querySelector<HTMLFormElement>("form[data-border-community]");
  const select = form?.querySelector("select");
  if (!form || !select || !community || select.value === community) return;
  select.value = community;
  form.requestSubmit();
}

/** Fill the hidden form of the page and send it: the server draws, checks and counts. */
function send(fields: Record<string, string>, keys: string[] = []): void {
  const form = document.querySelector<HTMLFormElement>("form[data-border-form]");
  const list = form?.querySelector<HTMLElement>("[data-border-keys]");
  if (!form || !list) return;
  for (const name of ["kind", "key", "one", "other", "line", "ring"]) {
    const input = form.querySelector<HTMLInputElement>(`[name=${name}]`);
    if (input) input.value = fields[name] ?? "";
  }
  const community = form.querySelector<HTMLInputElement>("[name=community]");
  if (community && fields.community) community.value = fields.community;
  list.replaceChildren(...keys.map((key) => {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name: "keys", value: key });
    return input;
  }));
  form.requestSubmit();
}

function lay(map: Map, drawn: Draft): void {
  const labels: GeoJSON.FeatureCollection = {
    type: "FeatureCollection",
    features: drawn.features.map(({ properties }) => ({
      type: "Feature", properties: { name: `${properties.short.match(/[\d-]+$/)?.[0] ?? properties.short}\n${properties.households}` },
      geometry: { type: "Point", coordinates: properties.at },
    })),
  };
  const known = map.getSource<GeoJSONSource>("draft");
  if (known) {
    known.setData(drawn);
    map.getSource<GeoJSONSource>("draft-labels")?.setData(labels);
    return;
  }
  const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  for (const old of ["name-cell", "name-grid", "name-leaf"]) if (map.getLayer(old)) map.setLayoutProperty(old, "visibility", "none");
  map.addSource("draft", { type: "geojson", data: drawn, tolerance: 0.1 });
  map.addSource("draft-labels", { type: "geojson", data: labels });
  const above = map.getLayer("name-community") ? "name-community" : undefined;
  map.addLayer({ id: "draft-ground", type: "fill", source: "draft", paint: { "fill-color": ["case", ["get", "wrong"], token("red"), ["get", "touched"], token("amber"), token("sheet")], "fill-opacity": ["case", ["any", ["get", "wrong"], ["get", "touched"]], 0.25, 0.01] } }, above);
  map.addLayer({ id: "draft-chosen", type: "fill", source: "draft", filter: ["==", ["get", "key"], ""], paint: { "fill-color": token("teal"), "fill-opacity": 0.35 } }, above);
  map.addLayer({ id: "draft-border", type: "line", source: "draft", layout: { "line-join": "round" }, paint: { "line-color": token("teal"), "line-width": ["interpolate", ["linear"], ["zoom"], 12, 0.6, 17, 2.6] } }, above);
  map.addLayer({
    id: "draft-name", type: "symbol", source: "draft-labels", minzoom: 14,
    layout: { "text-field": ["get", "name"], "text-size": 12, "text-font": ["Noto Sans CJK SC", "sans-serif"], "text-padding": 1 },
    paint: { "text-color": token("ink"), "text-halo-color": token("sheet"), "text-halo-width": 1.6 },
  }, above);
}
