// How a map is painted: from the tokens of the page, so that light and dark follow by themselves.
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import { areasOf, isArea, type Sheet } from "./data";

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
  return dark ? `hsl(${hue}, 24%, 23%)` : `hsl(${hue}, 42%, 90%)`;
}

/** Points to write names at, and for every polygon the tint of its community. */
export function prepare(sheet: Sheet): { areas: GeoJSON.FeatureCollection; labels: GeoJSON.FeatureCollection; lines: GeoJSON.FeatureCollection } {
  const { dark } = colours();
  const areas = areasOf(sheet);
  const communities = areas.filter((area) => area.properties.tier === "community").map((area) => area.properties.code);
  const english = document.documentElement.lang.startsWith("en");
  const features = areas.map((area) => ({
    ...area,
    properties: { ...area.properties, tint: tint(communities.findIndex((code) => area.properties.code.startsWith(code)), dark) },
  }));
  const labels = areas.map(({ properties }) => ({
    type: "Feature" as const,
    properties: { tier: properties.tier, code: properties.code, name: labelOf(properties, english) },
    geometry: { type: "Point" as const, coordinates: properties.at },
  }));
  const lines = sheet.features.filter((feature) => !isArea(feature)).map((line) => ({
    ...line, properties: { ...line.properties, name: english ? line.properties.en : line.properties.zh },
  }));
  return {
    areas: { type: "FeatureCollection", features },
    labels: { type: "FeatureCollection", features: labels },
    lines: { type: "FeatureCollection", features: lines },
  };
}

/** On the map of a community "2-3" is enough: its own name stands there already. */
function labelOf(area: { tier: string; short: string; en: string }, english: boolean): string {
  if (area.tier === "community") return english ? area.en : area.short;
  return area.short.match(/[\d-]+$/)?.[0] ?? area.short;
}

const of = (tier: string): ExpressionSpecification => ["==", ["get", "tier"], tier];
const kind = (name: string): ExpressionSpecification => ["==", ["get", "kind"], name];

function ground(c: Colours): LayerSpecification[] {
  const border = (tier: string, colour: string, width: ExpressionSpecification, minzoom: number, dash?: number[]): LayerSpecification => ({
    id: `border-${tier}`, type: "line", source: "areas", filter: of(tier), minzoom,
    layout: { "line-join": "round" },
    paint: { "line-color": colour, "line-width": width, ...(dash ? { "line-dasharray": dash } : {}) },
  });
  return [
    { id: "ground", type: "fill", source: "areas", filter: of("cell"), paint: { "fill-color": ["get", "tint"], "fill-antialias": false } },
    border("cell", c.strong, zoomed(13, 0.3, 17, 1.2), 13.4, [2, 2]),
    border("grid", c.soft, zoomed(12, 0.5, 17, 2), 12),
    ...streets(c),
    border("community", c.ink, zoomed(11, 0.8, 17, 3.5), 0),
    ...barriers(c),
    border("township", c.ink, zoomed(11, 1.4, 17, 5), 0),
    { id: "lit", type: "fill", source: "areas", filter: ["==", ["get", "id"], ""], paint: { "fill-color": c.teal, "fill-opacity": 0.28 } },
    { id: "lit-border", type: "line", source: "areas", filter: ["==", ["get", "id"], ""], paint: { "line-color": c.teal, "line-width": 3.5 } },
  ];
}

const surface = (c: Colours): string => (c.dark ? "#3a474e" : "#ffffff");

const line = (id: string, name: string, colour: string, width: ExpressionSpecification, minzoom = 0, dash?: number[]): LayerSpecification => ({
  id, type: "line", source: "lines", filter: kind(name), minzoom,
  layout: { "line-cap": dash ? "butt" : "round", "line-join": "round" },
  paint: { "line-color": colour, "line-width": width, ...(dash ? { "line-dasharray": dash } : {}) },
});

function streets(c: Colours): LayerSpecification[] {
  return [
    line("street", "street", surface(c), zoomed(13, 1, 17, 9), 13.2),
    line("main-edge", "main", c.strong, zoomed(12, 2, 17, 19)),
    line("main", "main", surface(c), zoomed(12, 1.2, 17, 16)),
  ];
}

/** What nobody walks across: no grid lies on both sides of it. */
function barriers(c: Colours): LayerSpecification[] {
  return [
    line("river", "river", c.dark ? "#2f6f97" : "#7fb5dd", zoomed(12, 3, 17, 30)),
    line("railway-bed", "railway", c.ink, zoomed(12, 2.5, 17, 7)),
    line("railway", "railway", surface(c), zoomed(12, 1.2, 17, 4), 0, [3, 3]),
  ];
}

function writing(c: Colours): LayerSpecification[] {
  const halo = { "text-halo-color": c.dark ? "#10171c" : "#ffffff", "text-halo-width": 1.6, "text-color": c.ink };
  const name = (tier: string, size: ExpressionSpecification, minzoom: number, maxzoom: number, bold = false): LayerSpecification => ({
    id: `name-${tier}`, type: "symbol", source: "labels", filter: of(tier), minzoom, maxzoom,
    layout: {
      "text-field": ["get", "name"], "text-size": size, "text-font": bold ? ["Bold", ...FONTS] : FONTS,
      "text-padding": 2, "text-max-width": 8, "symbol-sort-key": tier === "community" ? 0 : 1,
    },
    paint: { ...halo, "text-color": tier === "cell" ? c.soft : c.ink },
  });
  return [
    {
      id: "name-line", type: "symbol", source: "lines", minzoom: 14.4, filter: ["!=", ["get", "name"], ""],
      layout: {
        "text-field": ["get", "name"], "text-size": zoomed(14, 10, 17, 14), "text-font": FONTS, "symbol-placement": "line",
        "symbol-spacing": 420, "text-letter-spacing": 0.15, "text-max-angle": 38,
      },
      paint: { ...halo, "text-color": c.soft },
    },
    name("cell", zoomed(14, 11, 17, 15), 15, 24),
    name("grid", zoomed(13, 11, 17, 17), 13.9, 15.6),
    name("community", zoomed(11, 11, 14, 15, 17, 22), 0, 24, true),
  ];
}

/** The whole style. Without tiles nothing is fetched: all of it comes from our own polygons. */
export function styleOf(sheet: Sheet, tiles: string | undefined, tilesBy: string | undefined): StyleSpecification {
  const c = colours();
  const { areas, labels, lines } = prepare(sheet);
  const base: LayerSpecification[] = [{ id: "paper", type: "background", paint: { "background-color": c.paper } }];
  if (tiles) base.push({ id: "tiles", type: "raster", source: "tiles", paint: { "raster-saturation": -0.5 } });
  const painted = ground(c).filter((layer) => !tiles || !["ground", "street", "main", "main-edge"].includes(layer.id));
  return {
    version: 8,
    sources: {
      areas: { type: "geojson", data: areas, tolerance: 0.2 },
      labels: { type: "geojson", data: labels },
      lines: { type: "geojson", data: lines, tolerance: 0.2 },
      ...(tiles ? { tiles: { type: "raster", tiles: [tiles], tileSize: 256, attribution: tilesBy ?? "" } } : {}),
    },
    layers: [...base, ...painted, ...writing(c)],
  };
}
