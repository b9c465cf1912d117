// One map: made from the data attributes of its element, north up, still when motion is unwelcome.
import { AttributionControl, type LngLatBoundsLike, Map, Marker, NavigationControl, ScaleControl, setWorkerUrl } from "maplibre-gl";
import { type AreaFeature, areasOf, boundsOf, housesAt, type Sheet, sheetAt } from "./data";
import { addHouses, CLOSE, FONTS, styleOf } from "./look";
import { basesOf } from "./tiles";

export interface Canvas {
  map: Map;
  sheet: Sheet;
  element: HTMLElement;
}

/** How an area fills the view. */
const NEAR = { padding: 64, maxZoom: 16.4 };

export const calm = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

interface Options {
  gentle?: boolean;
  /** The area that fills the first view; all of the place without one. */
  first?: string | undefined;
}

/** The map of an element, or null where none can be drawn: the page then says so and shows its list. */
export async function draw(element: HTMLElement, options: Options = {}): Promise<Canvas | null> {
  const { boundaries, worker, centre, zoom } = element.dataset;
  if (!boundaries || !worker) return null;
  setWorkerUrl(new URL(worker, location.href).href);
  // Its size must be there before the map is: the first view is fitted into it.
  element.classList.add("drawn");
  try {
    const sheet = await sheetAt(boundaries);
    const first = areasOf(sheet).find((area) => area.properties.id === options.first);
    const map = new Map({
      container: element,
      style: styleOf(sheet, basesOf(element)),
      center: (centre ?? "0,0").split(",").map(Number) as [number, number],
      zoom: Number(zoom ?? 14),
      bounds: (first ? boundsOf(first) : sheet.bbox) as LngLatBoundsLike,
      fitBoundsOptions: first ? NEAR : { padding: 12 },
      maxBounds: around(sheet.bbox),
      maxZoom: 19,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: calm() ? 0 : 150,
      localIdeographFontFamily: FONTS.map((font) => `"${font}"`).join(","),
      cooperativeGestures: options.gentle ?? false,
      locale: wordsOf(element),
    });
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    map.addControl(new ScaleControl({ unit: "metric" }), "bottom-right");
    if (basesOf(element).length > 0) map.addControl(new AttributionControl({ compact: true }));
    follow(map, element, sheet);
    // So that it can be measured when people see something (bench/paint.py).
    void map.once("load", () => performance.mark("map"));
    // Asked for while the first tiles are cut: whoever looks at one grid wants its houses.
    if (isClose(map) && element.dataset.houses) housesAt(element.dataset.houses).catch(() => null);
    return { map, sheet, element };
  } catch (problem) {
    element.classList.remove("drawn");
    element.closest(".map")?.classList.add("without-map");
    console.info("map:", problem instanceof Error ? problem.message : problem);
    return null;
  }
}

const around = ([west, south, east, north]: Sheet["bbox"]): LngLatBoundsLike => {
  const [wide, high] = [(east - west) * 0.75, (north - south) * 0.75];
  return [west - wide, south - high, east + wide, north + high];
};

function wordsOf(element: HTMLElement): Record<string, string> {
  const said = element.dataset;
  const pairs: [string, string | undefined][] = [
    ["Map.Title", said.sayMap], ["Marker.Title", said.sayPin], ["NavigationControl.ZoomIn", said.sayIn],
    ["NavigationControl.ZoomOut", said.sayOut], ["ScaleControl.Meters", said.sayMetres],
    ["ScaleControl.Kilometers", said.sayKilometres], ["CooperativeGesturesHandler.MobileHelpText", said.sayFingers],
    ["CooperativeGesturesHandler.WindowsHelpText", said.sayWheel], ["CooperativeGesturesHandler.MacHelpText", said.sayWheel],
  ];
  return Object.fromEntries(pairs.filter((pair): pair is [string, string] => Boolean(pair[1])));
}

/** Repaint when the light of the page changes. */
function follow(map: Map, element: HTMLElement, sheet: Sheet): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    if (element.isConnected) map.setStyle(styleOf(sheet, basesOf(element)));
  });
  map.on("style.load", () => {
    relight(map, element);
    void settle(map, element);
  });
  map.on("zoomend", () => void settle(map, element));
}

const isClose = (map: Map): boolean => map.getZoom() >= CLOSE - 0.5;

/** Houses come when somebody looks closely enough to see them. */
async function settle(map: Map, element: HTMLElement): Promise<void> {
  const { houses } = element.dataset;
  if (!houses || !isClose(map) || map.getSource("houses")) return;
  const read = await housesAt(houses).catch(() => null);
  if (!read || map.getSource("houses")) return;
  addHouses(map, read);
  void map.once("idle", () => performance.mark("map-houses"));
}

export const areaOf = (canvas: Canvas, id: string): AreaFeature | undefined =>
  areasOf(canvas.sheet).find((area) => area.properties.id === id);

/** Light one area up. It stays lit when the map is repainted. */
export function light(canvas: Canvas, id: string): void {
  canvas.element.dataset.lit = id;
  relight(canvas.map, canvas.element);
}

function relight(map: Map, element: HTMLElement): void {
  if (!map.getLayer("lit")) return;
  for (const layer of ["lit", "lit-border"]) map.setFilter(layer, ["==", ["get", "id"], element.dataset.lit ?? ""]);
}

/** Move until the area fills the view. */
export function show(canvas: Canvas, area: AreaFeature): void {
  canvas.map.fitBounds(boundsOf(area), { ...NEAR, duration: calm() ? 0 : 400 });
}

/** A pin of our own, drawn from the sprite of the page. */
export function pin(canvas: Canvas, at: [number, number]): Marker {
  const mark = document.createElement("div");
  mark.className = "map-pin";
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${canvas.element.dataset.icons ?? ""}#pin`);
  svg.append(use);
  mark.append(svg);
  return new Marker({ element: mark, anchor: "bottom" }).setLngLat(at).addTo(canvas.map);
}
