// The boundaries as the server sends them, read once per address and shared by all maps of a page.
import type { Feature, FeatureCollection, LineString, MultiPolygon, Point, Polygon } from "geojson";

export type Tier = "township" | "community" | "grid" | "cell";
export interface Named { zh: string; en: string }
export interface Area extends Named {
  kind: "area";
  id: string;
  code: string;
  tier: Tier;
  level: string;
  parent: string;
  short: string;
  households: number | null;
  at: [number, number];
}
export interface Line extends Named { kind: "river" | "railway" | "main" | "street" | "lane" }
export interface Sheet extends FeatureCollection<Polygon | MultiPolygon | LineString, Area | Line> {
  bbox: [number, number, number, number];
}
export type AreaFeature = Feature<Polygon | MultiPolygon, Area>;
export interface House extends Named { kind: "house" | "estate"; id: string; use?: string }
export type Houses = FeatureCollection<Polygon | MultiPolygon | Point, House>;

const read = new Map<string, Promise<unknown>>();

/** What lies at this address. A failed reading is tried again by the next map. */
function at<Read>(address: string): Promise<Read> {
  const known = read.get(address);
  if (known) return known as Promise<Read>;
  const fresh = fetch(address).then((answer) => {
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer.json() as Promise<Read>;
  });
  fresh.catch(() => read.delete(address));
  read.set(address, fresh);
  return fresh;
}

export const sheetAt = (address: string): Promise<Sheet> => at<Sheet>(address);

export const housesAt = (address: string): Promise<Houses> => at<Houses>(address);

export const isArea = (feature: Sheet["features"][number]): feature is AreaFeature => feature.properties.kind === "area";

export const areasOf = (sheet: Sheet): AreaFeature[] => sheet.features.filter(isArea);

/** The rectangle around an area: west, south, east, north. */
export function boundsOf(area: AreaFeature): [number, number, number, number] {
  const points = (area.geometry.type === "Polygon" ? [area.geometry.coordinates] : area.geometry.coordinates).flat(2);
  const lon = points.map(([x]) => x ?? 0);
  const lat = points.map(([, y]) => y ?? 0);
  return [Math.min(...lon), Math.min(...lat), Math.max(...lon), Math.max(...lat)];
}
