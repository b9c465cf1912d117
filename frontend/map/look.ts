// How a map is painted: from the tokens of the page, so that light and dark follow by themselves.
import type { ExpressionSpecification, LayerSpecification, Map, StyleSpecification } from "maplibre-gl";
import { areasOf, type Houses, isArea, type Sheet } from "./data";
import type { Base } from "./tiles";

/** From here on houses are drawn: one looks at streets, no longer at the town. */
export const CLOSE = 14.8;

export const FONTS = ["PingFang SC", "HarmonyOS Sans SC", "MiSans", "Noto Sans CJK SC", "Microsoft YaHei", "sans-serif"];
const zoomed = (...stops: number[]): ExpressionSpecification =>
  ["interpolate", ["exponential", 1.5], ["zoom"], ...stops] as unknown as ExpressionSpecification;

interface Colours { paper: string; sheet: string; ink: string; soft: string; line: string; strong: string; teal: string; dark: boolean }

function colours(): Colours {
  const read = getComputedStyle(document.documentElement);
  const token = (name: string): string => read.getPropertyValue(`--${name}`).trim();
  return {
    paper: token("sunk"), sheet: token("sheet"), ink: token("ink"), soft: token("ink-soft"), line: token("line"),
    strong: token("line-strong"), teal: token("teal"), dark: read.colorScheme.includes("dark"),
  };
}

/** Neighbouring communities get tints far apart; the name on the ground says which is which. */
function tint(index: number, dark: boolean): string {
  const hue = (165 + index * 137.508) % 360;
  return dark ? `hsl(${hue}, 20%, 21%)` : `hsl(${hue}, 42%, 91%)`;
}

/** Points to write names at, and for every polygon the tint of its community. */
export function prepare(sheet: Sheet): { areas: GeoJSON.FeatureCollection; labels: GeoJSON.FeatureCollection; lines: GeoJSON.FeatureCollection } {
  const { dark } = colours();
  const areas = areasOf(sheet);
  const communities = areas.filter((area) => area.properties.tier === "community").map((area) => area.properties.code);
  const english = document.documentElement.lang.startsWith("en");
  const above = new Set(areas.map((area) => area.properties.parent));
  const isLeaf = (id: string): boolean => !above.has(id);
  const features = areas.map((area) => ({
    ...area,
    properties: { ...area.properties, leaf: isLeaf(area.properties.id), tint: tint(communities.findIndex((code) => area.properties.code.startsWith(code)), dark) },
  }));
  const labels = areas.map(({ properties }) => ({
    type: "Feature" as const,
    properties: { tier: properties.tier, code: properties.code, leaf: isLeaf(properties.id), name: labelOf(properties, english) },
    geometry: { type: "Point" as const, coordinates: properties.at },
  }));
  const lines = sheet.features.filter((feature) => !isArea(feature)).map((line) => ({
    ...line,
    properties: { ...line.properties, name: english ? line.properties.en : line.properties.zh },
    geometry: line.properties.kind === "river" && line.geometry.type === "LineString" ? { ...line.geometry, coordinates: flowing(line.geometry.coordinates) } : line.geometry,
  }));
  return {
    areas: { type: "FeatureCollection", features },
    labels: { type: "FeatureCollection", features: labels },
    lines: { type: "FeatureCollection", features: lines },
  };
}

/** Water has no corners: a smooth curve through the points of its line (Catmull–Rom). */
function flowing(points: number[][]): number[][] {
  const at = (n: number): number[] => points[Math.max(0, Math.min(points.length - 1, n))] ?? [];
  const curve = (n: number, t: number): number[] =>
    at(n).map((p, axis) => {
      const [before, next, after] = [at(n - 1)[axis] ?? p, at(n + 1)[axis] ?? p, at(n + 2)[axis] ?? p];
      return p + 0.5 * t * (next - before + t * (2 * before - 5 * p + 4 * next - after + t * (3 * (p - next) + after - before)));
    });
  const steps = [0, 1, 2, 3, 4, 5, 6, 7].map((n) => n / 8);
  return [...points.slice(0, -1).flatMap((_, n) => steps.map((t) => curve(n, t))), at(points.length - 1)];
}

/** On the map of a community "2-3" is enough: its own name stands there already. */
function labelOf(area: { tier: string; short: string; en: string }, english: boolean): string {
  if (area.tier === "community") return english ? area.en : area.short;
  return area.short.match(/[\d-]+$/)?.[0] ?? area.short;
}

/** The deepest grids of a place, whatever their tier is called there: units in one town, grids in another. */
const LEAF: ExpressionSpecification = ["==", ["get", "leaf"], true];
const of = (tier: string): ExpressionSpecification => ["==", ["get", "tier"], tier];
const kind = (name: string): ExpressionSpecification => ["==", ["get", "kind"], name];

/** Paints by day and by night that no token of the page stands for. */
function paints(c: Colours): Record<"surface" | "road" | "kerb" | "water" | "bank" | "rail" | "sleeper" | "wall" | "house" | "public" | "halo" | "ripple", string> {
  return c.dark
    ? { surface: "#333f46", road: "#414d52", kerb: "#11181c", water: "#2c5f80", bank: "#1d4560", rail: "#8b979e", sleeper: "#20292e", wall: "#5d6265", house: "#454846", public: "#57503c", halo: "#10171c", ripple: "#9fcbe6" }
    : { surface: "#ffffff", road: "#fffaf0", kerb: "#bcc5c1", water: "#a9cfea", bank: "#86b6d8", rail: "#4c575f", sleeper: "#ffffff", wall: "#b9aa98", house: "#e9dfd3", public: "#f3dfae", halo: "#ffffff", ripple: "#35708f" };
}

const line = (id: string, name: string, colour: string, width: ExpressionSpecification, minzoom = 0, dash?: number[]): LayerSpecification => ({
  id, type: "line", source: "lines", filter: kind(name), minzoom,
  layout: { "line-cap": "butt", "line-join": "round" },
  paint: { "line-color": colour, "line-width": width, ...(dash ? { "line-dasharray": dash } : {}) },
});

/** The ground and its streets; roads end flat at what they meet. */
function town(c: Colours): LayerSpecification[] {
  const p = paints(c);
  return [
    { id: "ground", type: "fill", source: "areas", filter: LEAF, paint: { "fill-color": ["get", "tint"], "fill-antialias": false } },
    line("lane", "lane", p.surface, zoomed(14, 0.8, 17, 6), 13.8),
    line("street-edge", "street", p.kerb, zoomed(13, 1.6, 17, 15), 12.8),
    line("street", "street", p.surface, zoomed(13, 1, 17, 13), 12.8),
    line("main-edge", "main", p.kerb, zoomed(12, 3, 17, 25)),
    line("main", "main", p.road, zoomed(12, 2.2, 17, 22)),
  ];
}

/** What nobody walks across: over the borders, since a border in a river is the river. */
function barriers(c: Colours): LayerSpecification[] {
  const p = paints(c);
  return [
    line("river-bank", "river", p.bank, zoomed(12, 4, 17, 44)),
    line("river", "river", p.water, zoomed(12, 3, 17, 40)),
    line("railway-bed", "railway", p.rail, zoomed(12, 2.6, 17, 8)),
    line("railway", "railway", p.sleeper, zoomed(12, 1.3, 17, 5), 0, [3, 3]),
  ];
}

/** Borders lie on the lines: thin and clear, so that the streets under them can be read. */
function borders(c: Colours): LayerSpecification[] {
  const border = (tier: string, width: ExpressionSpecification, minzoom: number, opacity: number, dash?: number[]): LayerSpecification => ({
    id: `border-${tier}`, type: "line", source: "areas", filter: of(tier), minzoom,
    layout: { "line-join": "round" },
    paint: { "line-color": c.ink, "line-width": width, "line-opacity": opacity, ...(dash ? { "line-dasharray": dash } : {}) },
  });
  return [
    border("cell", zoomed(13, 0.4, 17, 1), 13.2, 0.35, [2, 2]),
    border("grid", zoomed(12, 0.5, 17, 1.2), 12, 0.45),
    border("community", zoomed(11, 0.8, 14, 1.2, 17, 2), 0, 0.6),
    border("township", zoomed(11, 1.4, 17, 4), 0, 1),
  ];
}

const lit = (c: Colours): LayerSpecification[] => [
  { id: "lit", type: "fill", source: "areas", filter: ["==", ["get", "id"], ""], paint: { "fill-color": c.teal, "fill-opacity": 0.2 } },
  { id: "lit-border", type: "line", source: "areas", filter: ["==", ["get", "id"], ""], layout: { "line-join": "round" }, paint: { "line-color": c.teal, "line-width": 3.5 } },
];

function writing(c: Colours): LayerSpecification[] {
  const p = paints(c);
  const halo = { "text-halo-color": p.halo, "text-halo-width": 1.6, "text-color": c.ink };
  const name = (tier: string, size: ExpressionSpecification, minzoom: number, maxzoom: number, bold = false): LayerSpecification => ({
    id: `name-${tier}`, type: "symbol", source: "labels", filter: of(tier), minzoom, maxzoom,
    layout: {
      "text-field": ["get", "name"], "text-size": size, "text-font": bold ? ["Bold", ...FONTS] : FONTS,
      "text-padding": 2, "text-max-width": 8, "symbol-sort-key": tier === "community" ? 0 : 1,
    },
    paint: { ...halo, "text-color": tier === "cell" ? c.teal : c.ink },
  });
  return [
    {
      id: "name-line", type: "symbol", source: "lines", minzoom: 14.2, filter: ["all", ["!=", ["get", "name"], ""], ["!=", ["get", "kind"], "river"]],
      layout: {
        "text-field": ["get", "name"], "text-size": zoomed(14, 10, 17, 14), "text-font": FONTS, "symbol-placement": "line",
        "symbol-spacing": 420, "text-letter-spacing": 0.15, "text-max-angle": 38,
      },
      paint: { ...halo, "text-color": c.soft },
    },
    {
      id: "name-water", type: "symbol", source: "lines", minzoom: 13, filter: kind("river"),
      layout: {
        "text-field": ["get", "name"], "text-size": zoomed(13, 11, 17, 17), "text-font": FONTS, "symbol-placement": "line",
        "symbol-spacing": 320, "text-letter-spacing": 0.35, "text-max-angle": 45,
      },
      paint: { "text-color": p.ripple, "text-halo-color": p.water, "text-halo-width": 1.2 },
    },
    name("cell", zoomed(14, 11, 17, 15), 15, 24),
    // A grid that is divided no further keeps its number when one looks closely.
    { ...name("grid", zoomed(14, 11, 17, 15), 15.6, 24), id: "name-leaf", filter: ["all", of("grid"), LEAF] } as LayerSpecification,
    name("grid", zoomed(13, 11, 17, 17), 13.9, 15.6),
    name("community", zoomed(11, 11, 14, 15, 17, 22), 0, 16.4, true),
  ];
}

/** Houses under the borders; their numbers and the names of estates under all other names. */
export function addHouses(map: Map, houses: Houses): void {
  const c = colours();
  const p = paints(c);
  const english = document.documentElement.lang.startsWith("en");
  const features = houses.features.map((house) => ({ ...house, properties: { ...house.properties, name: english ? house.properties.en : house.properties.zh } }));
  map.addSource("houses", { type: "geojson", data: { type: "FeatureCollection", features }, tolerance: 0.1 });
  const home: ExpressionSpecification = ["==", ["get", "use"], "home"];
  const said = { "text-font": FONTS, "text-padding": 1 };
  map.addLayer({
    id: "houses", type: "fill", source: "houses", minzoom: CLOSE, filter: kind("house"),
    paint: { "fill-color": ["case", home, p.house, p.public], "fill-outline-color": p.wall, "fill-opacity": zoomed(CLOSE, 0.4, 15.4, 1) },
  }, "border-cell");
  map.addLayer({
    id: "name-house", type: "symbol", source: "houses", minzoom: 16.3, filter: kind("house"),
    layout: { ...said, "text-field": ["get", "name"], "text-size": zoomed(16, 9, 18, 14), "text-max-width": 7 },
    paint: { "text-color": c.soft, "text-halo-color": p.house, "text-halo-width": 1 },
  }, "name-cell");
  map.addLayer({
    id: "name-estate", type: "symbol", source: "houses", minzoom: 15.4, filter: kind("estate"),
    layout: { ...said, "text-field": ["get", "name"], "text-size": zoomed(15, 11, 18, 18), "text-max-width": 9 },
    paint: { "text-color": c.ink, "text-halo-color": p.halo, "text-halo-width": 1.6, "text-opacity": 0.85 },
  }, "name-cell");
}

/** The whole style. Without a base map nothing is fetched: all of it comes from our own polygons. */
export function styleOf(sheet: Sheet, bases: Base[]): StyleSpecification {
  const c = colours();
  const { areas, labels, lines } = prepare(sheet);
  const under: LayerSpecification[] = [{ id: "paper", type: "background", paint: { "background-color": c.paper } }];
  for (const base of bases) under.push({ id: base.id, type: "raster", source: base.id, paint: { "raster-saturation": -0.4, "raster-opacity": c.dark ? 0.55 : 1 } });
  const clear: LayerSpecification = { id: "ground", type: "fill", source: "areas", filter: LEAF, paint: { "fill-color": c.paper, "fill-opacity": 0 } };
  return {
    version: 8,
    sources: {
      areas: { type: "geojson", data: areas, tolerance: 0.2 },
      labels: { type: "geojson", data: labels },
      lines: { type: "geojson", data: lines, tolerance: 0.2 },
      ...Object.fromEntries(bases.map((base) => [base.id, { type: "raster" as const, tiles: base.tiles, tileSize: 256, maxzoom: 18, attribution: base.by }])),
    },
    layers: [...under, ...(bases.length > 0 ? [clear] : town(c)), ...borders(c), ...(bases.length > 0 ? [] : barriers(c)), ...lit(c), ...writing(c)],
  };
}
